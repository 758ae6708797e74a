// The forms in which this hub takes messages in.
#pragma once

#include "adapters/configuration/configuration.hpp"
#include "hub/intake/quarantine_desk.hpp"
#include "hub/ports/decoder.hpp"
#include "hub/ports/message_form.hpp"

#include <memory>
#include <vector>

namespace hub::app {

// None of these is ever null.
struct incoming_forms {
    explicit incoming_forms(const adapters::configuration::configuration& how);

    // All that a message can be handed in as.
    [[nodiscard]] std::vector<intake::known_form> known() const;

    // Our own form, a decoder for each resource.
    std::unique_ptr<ports::decoder> aanmeldingen;
    std::unique_ptr<ports::decoder> signalen;
    std::unique_ptr<ports::decoder> berichten;
    std::unique_ptr<ports::decoder> registermutaties;
    std::unique_ptr<ports::message_form> events;
    std::unique_ptr<ports::message_form> notifications;
    std::unique_ptr<ports::message_form> stuf;
    // What a notification refers to; fetched, never handed in.
    std::unique_ptr<ports::decoder> fetched;
};

}  // namespace hub::app
