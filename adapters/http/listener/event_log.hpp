// What a listener tells operators: one line per connection that gets nothing, and what became of a
// change of trust.
#pragma once

#include "adapters/http/listener/options.hpp"

#include <string>
#include <string_view>

namespace adapters::http::listener {

// Holds codes and numbers only: never a subject's name, never a library's words.
struct refused_connection {
    listener_kind listener = listener_kind::main;
    // A certificate_fault's code, or why there was no handshake ("tls_versie", "tls_handdruk", …).
    std::string_view code;
    // The first twelve characters of the certificate's thumbprint; empty without one.
    std::string thumbprint;
    // Certificate OIN; empty when it has none.
    std::string oin;
    std::string address;
};

// Thread-safe; never blocks: it is called on the loops. Limits its own rate.
class event_log {
public:
    virtual ~event_log() = default;
    virtual void refused(const refused_connection& what) noexcept = 0;
    // Something escaped from a handler; the sender got a 500 with this correlation id.
    virtual void failed(std::string_view route, std::string_view correlation_id) noexcept = 0;
};

}  // namespace adapters::http::listener
