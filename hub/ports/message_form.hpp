// A form in which organisations hand messages in: reads a request, and answers it in the words of
// its own standard.
#pragma once

#include "hub/model/receipt.hpp"
#include "hub/model/rejection.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/model/uuid.hpp"
#include "hub/ports/decoder.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace hub::ports {

// One request as it was carried; views live as long as the request.
struct carried_request {
    // The whole Content-Type; empty when there is none or more than one.
    std::string_view content_type;
    // Every header field in the order of arrival.
    std::vector<std::pair<std::string_view, std::string_view>> fields;
    std::string_view body;
    model::timestamp received_at;
};

// One message out of a request; a batch carries several.
struct carried_message {
    // Decodes the original again, whenever that is asked. Never null.
    const ports::decoder* decoder = nullptr;
    std::string content_type;
    // The exact bytes of this message.
    std::string original;
    model::decision<decoded_message> decoded;
    // Where the form has no id of its own: under which id the same message was kept if it came in
    // the period before. Empty: there is none.
    std::string earlier_id;
    // How long a message is recognised again.
    std::chrono::seconds window{0};
};

// A message that was kept as it was carried.
struct kept_request {
    std::string content_type;
    std::string original;
    model::timestamp received_at;
};

// What today's decoder makes of it.
[[nodiscard]] inline carried_message
decode_again(const ports::decoder& decoder, kept_request kept) {
    auto decoded = decoder.decode(kept.original);
    return {
        &decoder, std::move(kept.content_type), std::move(kept.original), std::move(decoded), {}};
}

struct accepted_message {
    model::message_id id;
    std::optional<model::casus_id> casus;
    enum class novelty { created, repeated };
    novelty is = novelty::created;
    // The answer's body in our own form, with the receipt.
    std::string receipt;
};

struct refused_message {
    model::rejection why;
    // The HTTP status that fits it.
    unsigned status = 400;
};

// Read and answered; there is nothing to keep.
struct set_aside_message {};

using message_outcome = std::variant<accepted_message, refused_message, set_aside_message>;

struct form_answer {
    unsigned status = 200;
    // Empty: no body.
    std::string content_type;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

struct answering_facts {
    std::string_view correlation_id;
    model::timestamp now;
};

// A question about a case of the asker's own, by its own reference of it.
struct case_question {
    std::optional<model::oin> on_behalf_of;
    std::string reference;
    // As of a message.
    std::vector<model::invalid_param> deviations;
};

// What the hub knows of it.
struct known_case {
    model::casus_id casus;
    model::timestamp opened_at;
    struct step {
        // A casus status, or the state of a message where nobody did anything with the casus yet.
        std::string word;
        model::timestamp at;
        std::string explanation;
    };
    // Newest first, never empty.
    std::vector<step> steps;
};

// What one request carried, and how it is answered.
class carried_messages {
public:
    virtual ~carried_messages() = default;

    // Empty for an empty batch, and for a request that can't be taken at all.
    [[nodiscard]] virtual std::vector<carried_message>& messages() noexcept = 0;

    // Why the request can't be taken at all; nothing: it can.
    [[nodiscard]] virtual std::optional<model::rejection> refusal() const = 0;

    // An outcome per message in order, or one refusal alone. Nothing: our own answer is the form's
    // (the receipt, or problem+json).
    [[nodiscard]] virtual std::optional<form_answer>
    answer(const std::vector<message_outcome>& outcomes, const answering_facts& facts) const = 0;

    // Set where the request asks instead of telling: it carries no messages then, and a refusal is
    // answered as one of a message.
    [[nodiscard]] virtual std::optional<model::decision<case_question>> question() const {
        return std::nullopt;
    }
    // Only for a question that was not refused.
    [[nodiscard]] virtual form_answer
    answer_question(const known_case& /*known*/, const answering_facts& /*facts*/) const {
        return {};
    }
};

// A document that came within a request, once all of it passed.
struct passed_document {
    // Nothing in a dry run.
    std::optional<model::document_id> document;
    // By its bytes.
    std::string content_type;
    std::uint64_t size = 0;
    model::hash sha256{};
};

// A request that is read while it comes, so that nobody holds the document within it. Used by one
// coroutine at a time.
class arriving_request {
public:
    virtual ~arriving_request() = default;

    // In order; after a refusal no more.
    [[nodiscard]] virtual model::decision<void> feed(std::string_view piece) = 0;
    [[nodiscard]] virtual model::decision<void> end() = 0;

    // How many documents began; a later one takes the place of an earlier one. From the first on
    // the owner is known and the rest of the request may not be held.
    [[nodiscard]] virtual std::size_t documents() const noexcept = 0;
    [[nodiscard]] virtual std::optional<model::oin> on_behalf_of() const = 0;
    [[nodiscard]] virtual std::string file_name() const = 0;
    // What came of the last document since this was asked before.
    [[nodiscard]] virtual std::string take_content() = 0;

    // What it carries, without the document's bytes; once, after end().
    [[nodiscard]] virtual std::unique_ptr<carried_messages> read(const passed_document& within) = 0;
    // Reads all of it where that was held.
    [[nodiscard]] virtual const decoder& whole_decoder() const noexcept = 0;
    // When it can't go on.
    [[nodiscard]] virtual form_answer
    refuse(const model::rejection& why, const answering_facts& facts) const = 0;
};

// Pure. Thread-safe.
class message_form {
public:
    virtual ~message_form() = default;

    // Never null.
    [[nodiscard]] virtual std::unique_ptr<carried_messages> read(const carried_request& carried
    ) const = 0;

    // The same for a body that is still to come. Null where no document comes within this form, or
    // a request of this kind can't be taken.
    [[nodiscard]] virtual std::unique_ptr<arriving_request>
    arrive(const carried_request& /*without its body*/) const {
        return nullptr;
    }

    // The same for what was kept without being held, of which the decoder reads the whole.
    [[nodiscard]] virtual std::unique_ptr<arriving_request>
    arrive_again(const ports::decoder& /*whole*/, std::string /*content_type*/) const {
        return nullptr;
    }

    // What it would carry if it came again today; the decoder is one of this form's.
    [[nodiscard]] virtual carried_message
    read_again(const ports::decoder& decoder, kept_request kept) const {
        return decode_again(decoder, std::move(kept));
    }

    // All of it, where a whole batch was kept: in order, each judged by itself.
    [[nodiscard]] virtual std::vector<carried_message>
    read_all_again(const ports::decoder& decoder, kept_request kept) const {
        std::vector<carried_message> all;
        all.push_back(read_again(decoder, std::move(kept)));
        return all;
    }

    // All that may stand as original in a store; what can't be read at all is kept as the first's.
    [[nodiscard]] virtual std::vector<const decoder*> decoders() const = 0;
};

}  // namespace hub::ports
