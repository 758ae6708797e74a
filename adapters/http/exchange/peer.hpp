// Who is at the other end of a connection: what its certificate says, and what is wrong with it.
#pragma once

#include "hub/model/oin.hpp"
#include "hub/model/timestamp.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::http::exchange {

// A fault of a certificate that is answered (403 with its code) instead of ending the handshake,
// and those that the open listener only describes because the main listener ends the handshake for
// them. In order of weight: of several, the first is told.
enum class certificate_fault {
    geen_certificaat,
    onbekende_uitgever,
    ongeldige_handtekening,
    sleutel_te_klein,
    keten_ongeldig,
    verlopen,
    nog_niet_geldig,
    verkeerd_doel,
    ingetrokken,
    crl_ontbreekt,
    crl_verlopen,
    geen_oin,
    korte_oin,
    persoonscertificaat,
    verkeerde_omgeving,
};

// Stable and machine-readable, for example "certificaat_verlopen".
[[nodiscard]] std::string_view code(certificate_fault value) noexcept;
// What is wrong and what to do about it, in plain Dutch.
[[nodiscard]] std::string_view words(certificate_fault value) noexcept;
// True when the main listener ends the handshake with an alert for it.
[[nodiscard]] bool ends_handshake(certificate_fault value) noexcept;

// Accepted, but worth telling.
enum class certificate_warning { rsa_2048, verloopt_binnen_30_dagen, tussencertificaat_ontbrak };

[[nodiscard]] std::string_view code(certificate_warning value) noexcept;
[[nodiscard]] std::string_view words(certificate_warning value) noexcept;

// Which set of roots a certificate was believed under.
enum class trust_class { none, organisation, operators };

// One layer of the chain as the hub completed it, leaf first.
struct chain_layer {
    std::string subject;
    std::string issuer;
    hub::model::timestamp not_after;
};

// Immutable once a request carries it; judged again (and replaced) when trust changes.
struct peer {
    trust_class trust = trust_class::none;
    // Certificate OIN (subject serialNumber); nothing when there is none or it is no OIN.
    std::optional<hub::model::oin> certificate;
    // Subject organisationName.
    std::string organisation;
    // Subject organizationalUnitName, every one: the roles of an operators' certificate.
    std::vector<std::string> roles;
    std::vector<certificate_fault> faults;
    std::vector<certificate_warning> warnings;
    std::optional<hub::model::timestamp> not_before;
    std::optional<hub::model::timestamp> not_after;
    // SHA-256 over the DER, lower-case hexadecimal; empty without a certificate.
    std::string thumbprint;
    std::vector<chain_layer> chain;
    std::string tls_version;
    std::string cipher;
    std::string address;
    // Rises with every change of trust that this peer was judged by.
    std::uint64_t trust_generation = 0;

    [[nodiscard]] bool has_certificate() const noexcept { return !thumbprint.empty(); }
    [[nodiscard]] bool has_role(std::string_view role) const noexcept;
};

}  // namespace adapters::http::exchange
