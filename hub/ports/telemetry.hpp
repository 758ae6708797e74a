// What the hub counts while it works, behind a port so that what counts knows no metrics library.
#pragma once

#include "hub/model/timestamp.hpp"
#include "hub/model/words.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hub::ports {

enum class handshake_outcome {
    // A certificate in order, or none on a listener that requires none.
    completed,
    // Completed, but the certificate has a fault that is answered with 403.
    faulted,
    // Ended by an alert, a time limit or the peer.
    failed,
    // Of the completed and faulted ones, counted once more: a session was resumed.
    resumed,
};

// Thread-safe, never waits and never fails: counting must not be able to stop a message.
class telemetry {
public:
    virtual ~telemetry() = default;

    // A message committed and receipted for the first time.
    virtual void accepted(model::message_type type) noexcept = 0;
    // The same message again, answered with the same receipt.
    virtual void repeated(model::message_type type) noexcept = 0;
    // A request refused with a stable code; a code that is none is counted as "overig".
    virtual void refused(std::string_view code) noexcept = 0;
    // What a consumer was given and does not believe; the code is that of the check it failed.
    virtual void not_authentic(std::string_view consumer, std::string_view code) noexcept = 0;
    // What a consumer parked, with its code.
    virtual void parked(std::string_view consumer, std::string_view code) noexcept = 0;
    // One commit of a writer ("intake", "loket", ...).
    virtual void committed(
        std::string_view writer,
        std::size_t messages,
        std::chrono::microseconds took
    ) noexcept = 0;
    virtual void handshake(handshake_outcome outcome) noexcept = 0;
    // Connections or requests turned away before anyone looked at what they ask; the reason is a
    // word of ours ("adres", "vol", ...), never an address.
    virtual void turned_away(std::string_view reason, std::uint64_t times) noexcept = 0;
    virtual void connection_opened() noexcept = 0;
    virtual void connection_closed() noexcept = 0;
};

// Everything that was counted and measured, as text for whoever collects it. Thread-safe.
class metrics_source {
public:
    virtual ~metrics_source() = default;
    [[nodiscard]] virtual std::string collect() = 0;
};

enum class expiry_kind { server_certificate, seal_certificate, trusted_root, revocation_list };

// Until when something that the hub depends on is valid.
struct expiry {
    expiry_kind kind = expiry_kind::server_certificate;
    // Name of the hub's own certificate or of an issuer; never a person or a sender.
    std::string name;
    model::timestamp from;
    model::timestamp until;
};

// Certificates and revocation lists in use now. Thread-safe.
class expiry_source {
public:
    virtual ~expiry_source() = default;
    [[nodiscard]] virtual std::vector<expiry> expiries() const = 0;
};

}  // namespace hub::ports
