// How a listener behaves: where it listens, whom it asks for a certificate, and every limit.
#pragma once

#include "adapters/http/listener/address_limit.hpp"
#include "hub/model/environment.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace adapters::http::listener {

// What kind of listener this is; decides roots, and what happens without a certificate.
enum class listener_kind {
    // Organisations' roots; a certificate is required.
    main,
    // Organisations' roots; a certificate is asked for, anything is let through and described.
    open,
    // The root of operators and internal roles; a certificate is asked for. Without one the handler
    // decides what it gives.
    operators,
};

struct connection_limits {
    std::size_t header_bytes = 16U * 1024U;
    std::size_t requests_per_connection = 10'000;
    // Over all loops.
    std::size_t connections = 4'096;
    std::size_t connections_per_organisation = 512;
    std::uint32_t requests_per_minute = 1'200'000;
    // Of those connections the part, over all loops, for whoever has not shown a certificate that
    // is in order: the others' places stay free for those who have.
    std::size_t strangers = 512;
    // What handshakes may take of a loop's time while it serves requests.
    unsigned handshake_percent = 5;
    // New connections from one address (of IPv6: one /64).
    address_limit::rate per_address{200, 1'000};
};

struct connection_deadlines {
    // From accept to a finished handshake.
    std::chrono::milliseconds handshake{10'000};
    // From a request's first byte to the end of its header.
    std::chrono::milliseconds header{10'000};
    // For the whole body.
    std::chrono::milliseconds body{30'000};
    // For a whole body that passes in pieces, either way.
    std::chrono::milliseconds pieces{300'000};
    // Between requests.
    std::chrono::milliseconds idle{120'000};
    // For the whole answer.
    std::chrono::milliseconds write{30'000};
    // For what answers; a long poll fits in it. Beyond it the connection is cut.
    std::chrono::milliseconds handler{120'000};
    // How long a closing connection still swallows what the peer sends, so that it can read the
    // answer.
    std::chrono::milliseconds linger{2'000};
};

struct listener_options {
    listener_kind kind = listener_kind::main;
    std::string address = "::";
    // 0: any free one.
    std::uint16_t port = 0;
    hub::model::environment environment = hub::model::environment::ontwikkel;
    // Answered as API-Version.
    std::string api_version = "1.0.0";
    connection_limits limits;
    connection_deadlines deadlines;
};

}  // namespace adapters::http::listener
