// A form in which messages leave for organisations: writes one, writes a page of a postvak, and
// says what the receiver's answer to a pushed one means.
#pragma once

#include "hub/model/oin.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/model/uuid.hpp"
#include "hub/model/words.hpp"
#include "hub/ports/decoder.hpp"
#include "schemas/pmm/v1/content.pb.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hub::ports {

// One message on its way to one organisation.
struct leaving_message {
    model::message_id id;
    std::optional<model::casus_id> casus;
    model::message_type type = model::message_type::bericht;
    model::oin sender;
    model::oin recipient;
    // The inzending that it answers or reports on.
    std::optional<model::message_id> refers_to;
    model::timestamp accepted_at;
    // Place in the recipient's postvak.
    std::uint64_t sequence = 0;
    // Null when it can't be opened for good; then the code says why. Lives as long as the call.
    const pmm::v1::CanonicalMessage* content = nullptr;
    std::string code;
    // The recipient fetches those that are documents by the message's place in its postvak.
    std::vector<attachment> attachments{};
};

// Where under the hub's address a recipient fetches a document of a message.
[[nodiscard]] inline std::string
document_path(const leaving_message& message, model::document_id id) {
    return "/v1/postvakken/" + message.recipient.to_string() + "/berichten/" +
           message.id.to_string() + "/bijlagen/" + id.to_string();
}

struct written_message {
    // Empty: there is no body.
    std::string content_type;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

// What a receiver answered to a pushed message.
struct receiver_answer {
    unsigned status = 0;
    std::string_view content_type;
    std::string_view body;
};

// What it means.
enum class receiver_said {
    taken,
    // Passing: the same again later.
    later,
    // This message never; others may go.
    never,
    // Nothing more is wanted there.
    gone,
};

// Pure. Thread-safe.
class delivery_form {
public:
    virtual ~delivery_form() = default;

    // What a receiver posts.
    [[nodiscard]] virtual written_message
    write(const leaving_message& message, model::timestamp now) const = 0;

    // A page of a postvak, in the order given.
    [[nodiscard]] virtual written_message
    write_page(const std::vector<leaving_message>& messages, model::timestamp now) const = 0;

    // The media type of a page, without parameters.
    [[nodiscard]] virtual std::string_view page_type() const noexcept = 0;

    [[nodiscard]] virtual receiver_said understand(const receiver_answer& answer) const = 0;

    // Whether a receiver is asked for leave before anything is pushed to it.
    [[nodiscard]] virtual bool asks_leave() const noexcept = 0;
};

// What a status alone says, for forms whose answers have no body of their own.
[[nodiscard]] constexpr receiver_said understand_status(unsigned status) noexcept {
    if (status == 200 || status == 201 || status == 202 || status == 204) {
        return receiver_said::taken;
    }
    if (status == 410) {
        return receiver_said::gone;
    }
    // What the message itself is refused for; a missing right or place is a matter of setting up.
    const bool message_itself =
        status == 400 || status == 406 || status == 413 || status == 415 || status == 422;
    return message_itself ? receiver_said::never : receiver_said::later;
}

}  // namespace hub::ports
