// What is announced of a zaak, as the hub keeps it: an aanmelding with references only, in the
// casus of that zaak.
#pragma once

#include "hub/ports/decoder.hpp"

#include <string>
#include <string_view>

namespace adapters::formats::zgw {

struct announced {
    hub::ports::announcement what;
    // What it is about, as the sender refers to it: the sender's case reference.
    std::string main_object;
    // What changed; may be the same.
    std::string resource_url;
    std::string created_at;
};

// Fills in message, casus reference, announcement and extensions.
void announce(announced given, hub::ports::decoded_message& into);

// The last segment of a reference's path, where it fits a kenmerk; else its beginning.
[[nodiscard]] std::string short_reference(std::string_view reference);

}  // namespace adapters::formats::zgw
