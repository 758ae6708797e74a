#include "adapters/formats/cloudevents/form.hpp"

#include "adapters/formats/cloudevents/batch.hpp"
#include "adapters/formats/cloudevents/decoder.hpp"
#include "adapters/formats/cloudevents/http_event.hpp"
#include "adapters/formats/json/writer.hpp"
#include "adapters/formats/text/media_type.hpp"

#include <algorithm>
#include <utility>

namespace adapters::formats::cloudevents {
namespace {

using hub::model::rejection;
using hub::ports::carried_message;
using hub::ports::carried_request;
using hub::ports::form_answer;
using hub::ports::message_outcome;
using hub::ports::refused_message;

constexpr std::string_view structured_type = "application/cloudevents+json";
constexpr std::string_view batch_type = "application/cloudevents-batch+json";
// In all events of a batch together; of each at least one.
constexpr std::size_t most_places = 1'000;
// What was refused for its length may be handed in again by an operator.
constexpr std::size_t most_events_again = 4'096;
constexpr std::string_view any_event_type = "application/cloudevents";

rejection unknown_media_type() {
    rejection result;
    result.code = "inhoudstype_onbekend";
    result.words =
        "Stuur application/cloudevents+json, application/cloudevents-batch+json of ce-"
        "headers, in UTF-8 en niet gecomprimeerd.";
    return result;
}

hub::model::invalid_param plain_json() {
    return {"", "inhoudstype_json", "Stuur Content-Type: application/cloudevents+json."};
}

bool is_kept(const refused_message& refused) {
    const auto& places = refused.why.invalid_params;
    return std::any_of(places.begin(), places.end(), [](const auto& one) {
        return one.code == "in_quarantaine";
    });
}

// 503 when something may be tried again or is unknown, 400 when something was refused and not
// kept.
unsigned status_of(const std::vector<message_outcome>& outcomes) {
    unsigned status = 200;
    for (const auto& one : outcomes) {
        const auto* const refused = std::get_if<refused_message>(&one);
        if (refused != nullptr && !is_kept(*refused)) {
            const bool final = refused->why.kind == hub::model::finality::rejected;
            status = std::max(status, final ? 400U : 503U);
        }
    }
    return status;
}

void write_refusal(json::json_writer& json, const refused_message& refused) {
    const bool kept = is_kept(refused);
    json.member("oordeel", kept ? "in_quarantaine" : "geweigerd")
        .member("status", kept ? 202U : refused.status)
        .member("code", refused.why.code)
        .member("detail", refused.why.words);
    if (refused.why.invalid_params.empty()) {
        return;
    }
    json.key("invalidParams").begin_array();
    for (const auto& one : refused.why.invalid_params) {
        json.begin_object()
            .member("name", one.name)
            .member("code", one.code)
            .member("reason", one.reason)
            .end_object();
    }
    json.end_array();
}

void write_outcome(json::json_writer& json, const message_outcome& outcome) {
    json.begin_object();
    if (const auto* refused = std::get_if<refused_message>(&outcome)) {
        write_refusal(json, *refused);
    } else if (const auto* accepted = std::get_if<hub::ports::accepted_message>(&outcome)) {
        const bool created = accepted->is == hub::ports::accepted_message::novelty::created;
        json.member("oordeel", created ? "aangenomen" : "herhaald")
            .member("status", created ? 201 : 200)
            .key("inzending")
            .raw(accepted->receipt);
    } else {
        json.member("oordeel", "terzijde").member("status", 204);
    }
    json.end_object();
}

// A batch in one answer: clients drop the body of a 2xx, so one refusal makes the whole a problem.
form_answer answer_batch(
    const std::vector<message_outcome>& outcomes,
    const hub::ports::answering_facts& facts
) {
    form_answer result;
    result.status = status_of(outcomes);
    json::json_writer json{result.body};
    json.begin_object();
    if (result.status == 200) {
        result.content_type = "application/json";
    } else {
        const bool refused = result.status == 400;
        result.content_type = "application/problem+json";
        json.member("type", "about:blank")
            .member("title", refused ? "Bad Request" : "Service Unavailable")
            .member("status", result.status)
            .member(
                "detail",
                "Niet elke gebeurtenis is aangenomen. Wat is aangenomen, blijft dat; nogmaals "
                "sturen is veilig."
            )
            .member("code", refused ? "batch_deels_geweigerd" : "tijdelijk_niet_beschikbaar")
            .member("correlatieId", facts.correlation_id);
        if (!refused) {
            result.headers.emplace_back("Retry-After", "5");
        }
    }
    json.key("resultaten").begin_array();
    for (const auto& one : outcomes) {
        write_outcome(json, one);
    }
    json.end_array().end_object();
    return result;
}

enum class mode { single, batch };

class carried_events final : public hub::ports::carried_messages {
public:
    std::vector<carried_message>& messages() noexcept override { return messages_; }

    std::optional<rejection> refusal() const override { return refusal_; }

    std::optional<form_answer> answer(
        const std::vector<message_outcome>& outcomes,
        const hub::ports::answering_facts& facts
    ) const override {
        if (mode_ == mode::single || refusal_) {
            return std::nullopt;
        }
        return answer_batch(outcomes, facts);
    }

    void refuse(rejection why) { refusal_ = std::move(why); }

    void add(
        const hub::ports::decoder& decoder,
        std::string original,
        std::string content_type,
        std::vector<hub::model::invalid_param> deviations = {}
    ) {
        auto decoded = decoder.decode(original);
        if (!decoded) {
            decoded = with_fewer_places(decoded.error());
        }
        if (decoded) {
            std::move(
                deviations.begin(), deviations.end(), std::back_inserter(decoded->deviations)
            );
        }
        messages_.push_back(
            {&decoder, std::move(content_type), std::move(original), std::move(decoded), {}}
        );
    }

    void is_batch() noexcept { mode_ = mode::batch; }

private:
    // A batch of wrong events would else be answered with more than it is itself.
    rejection with_fewer_places(rejection why) {
        auto& told = why.invalid_params;
        told.resize(std::min(told.size(), std::max<std::size_t>(places_left_, 1)));
        told.shrink_to_fit();
        places_left_ -= std::min(places_left_, told.size());
        return why;
    }

    std::vector<carried_message> messages_;
    std::optional<rejection> refusal_;
    mode mode_ = mode::single;
    std::size_t places_left_ = most_places;
};

class events_form final : public hub::ports::message_form {
public:
    explicit events_form(json::decoder_options options)
        : options_{options},
          json_{create_json_decoder(options)},
          http_{create_http_decoder(options)} {}

    std::unique_ptr<hub::ports::carried_messages> read(const carried_request& carried
    ) const override {
        auto result = std::make_unique<carried_events>();
        const auto type = text::parse_media_type(carried.content_type);
        if ((!type.charset.empty() && type.charset != "utf-8" && type.charset != "us-ascii") ||
            is_encoded(carried)) {
            result->refuse(unknown_media_type());
        } else if (type.name == structured_type) {
            result->add(*json_, std::string{carried.body}, type.name);
        } else if (type.name == batch_type) {
            read_batch(carried, *result);
        } else if (type.name.starts_with(any_event_type)) {
            result->refuse(unknown_media_type());
        } else if (has_attributes(carried)) {
            result->add(*http_, write_http_event(carried), std::string{carried.content_type});
        } else if (type.name == "application/json") {
            // What some products send for a structured event.
            result->add(*json_, std::string{carried.body}, type.name, {plain_json()});
        } else {
            result->refuse(unknown_media_type());
        }
        return result;
    }

    carried_message read_again(const hub::ports::decoder& decoder, hub::ports::kept_request kept)
        const override {
        const bool departs = kept.content_type == "application/json" && &decoder == json_.get();
        auto one = hub::ports::decode_again(decoder, std::move(kept));
        if (departs && one.decoded) {
            one.decoded->deviations.push_back(plain_json());
        }
        return one;
    }

    std::vector<carried_message> read_all_again(
        const hub::ports::decoder& decoder,
        hub::ports::kept_request kept
    ) const override {
        std::vector<carried_message> all;
        if (&decoder != json_.get() || !begins_as_batch(kept.original)) {
            all.push_back(read_again(decoder, std::move(kept)));
            return all;
        }
        const auto parts = split_batch(kept.original, {options_.maximum_bytes, most_events_again});
        if (!parts) {
            carried_message none;
            none.decoder = &decoder;
            none.decoded = parts.error();
            all.push_back(std::move(none));
            return all;
        }
        for (const auto part : *parts) {
            all.push_back(hub::ports::decode_again(
                decoder, {std::string{structured_type}, std::string{part}, kept.received_at}
            ));
        }
        return all;
    }

    std::vector<const hub::ports::decoder*> decoders() const override {
        return {json_.get(), http_.get()};
    }

private:
    static bool is_encoded(const carried_request& carried) {
        return std::any_of(carried.fields.begin(), carried.fields.end(), [](const auto& field) {
            return text::lower(field.first) == "content-encoding" &&
                   text::lower(field.second) != "identity";
        });
    }

    void read_batch(const carried_request& carried, carried_events& into) const {
        const auto parts = split_batch(carried.body, {.bytes = options_.maximum_bytes});
        if (!parts) {
            into.refuse(parts.error());
            return;
        }
        into.is_batch();
        for (const auto part : *parts) {
            into.add(*json_, std::string{part}, std::string{structured_type});
        }
    }

    json::decoder_options options_;
    std::unique_ptr<hub::ports::decoder> json_;
    std::unique_ptr<hub::ports::decoder> http_;
};

}  // namespace

std::unique_ptr<hub::ports::message_form> create_form(json::decoder_options options) {
    return std::make_unique<events_form>(options);
}

}  // namespace adapters::formats::cloudevents
