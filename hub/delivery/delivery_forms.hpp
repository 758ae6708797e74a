// The forms in which messages leave, by their word in an organisation's configuration.
#pragma once

#include "hub/access/delivery_settings.hpp"
#include "hub/delivery/postvak_service.hpp"
#include "hub/ports/delivery_form.hpp"

#include <array>
#include <cstddef>

namespace hub::delivery {

// Everything outlives it.
class delivery_forms {
public:
    void offer(access::outgoing_form which, const ports::delivery_form& form) noexcept {
        all_[static_cast<std::size_t>(which)] = &form;
    }

    // Null when it is not offered.
    [[nodiscard]] const ports::delivery_form* find(access::outgoing_form which) const noexcept {
        return all_[static_cast<std::size_t>(which)];
    }

private:
    std::array<const ports::delivery_form*, access::outgoing_forms> all_{};
};

// As a form takes it; the message outlives the result.
[[nodiscard]] inline ports::leaving_message
leaving(const postvak_message& message, const model::oin& recipient) {
    return {
        .id = message.id,
        .casus = message.casus,
        .type = message.type,
        .sender = message.sender,
        .recipient = recipient,
        .refers_to = message.refers_to,
        .accepted_at = message.accepted_at,
        .sequence = message.sequence,
        .content = message.content ? &*message.content : nullptr,
        .code = message.code,
        .attachments = message.attachments,
    };
}

}  // namespace hub::delivery
