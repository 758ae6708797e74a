// POST /v1/notificaties: a notification, answered with 204 or a ValidatieFout.
#pragma once

#include "adapters/formats/json/options.hpp"
#include "hub/ports/message_form.hpp"

#include <chrono>
#include <memory>

namespace adapters::formats::zgw {

struct form_options {
    json::decoder_options decoding;
    // Within it, exactly the same body is the same notification.
    std::chrono::seconds window{std::chrono::hours{24 * 7}};
    // How far a sender's clock may be ahead.
    std::chrono::seconds leeway{60};
};

[[nodiscard]] std::unique_ptr<hub::ports::message_form> create_form(form_options options);

}  // namespace adapters::formats::zgw
