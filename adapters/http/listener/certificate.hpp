// Reads certificates and CRLs from files, and what stands in them.
#pragma once

#include "adapters/http/exchange/peer.hpp"
#include "adapters/http/listener/openssl_pointers.hpp"
#include "hub/model/environment.hpp"
#include "hub/model/timestamp.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace adapters::http::listener {

// The whole file; nothing when it can't be read or is larger than a certificate file can be.
[[nodiscard]] std::optional<std::string> read_file(const std::filesystem::path& path);

// Every certificate in a file, PEM or DER; empty when one of them can't be read.
[[nodiscard]] std::vector<certificate_pointer> parse_certificates(const std::string& bytes);
[[nodiscard]] std::vector<crl_pointer> parse_crls(const std::string& bytes);
// An unencrypted PEM key; null for anything else.
[[nodiscard]] key_pointer parse_key(const std::string& bytes);

[[nodiscard]] hub::model::timestamp time_of(const ASN1_TIME* time) noexcept;
// RFC 2253, UTF-8.
[[nodiscard]] std::string text_of(const X509_NAME* name);
// SHA-256 over the DER, lower-case hexadecimal.
[[nodiscard]] std::string thumbprint_of(const X509& certificate);

// Fills what the certificate itself says: subject, OIN, dates, thumbprint; and adds the faults and
// warnings that follow from that alone.
void describe(X509& certificate, hub::model::environment environment, exchange::peer& to);

}  // namespace adapters::http::listener
