#include "adapters/formats/zgw/form.hpp"

#include "adapters/formats/json/refusal.hpp"
#include "adapters/formats/json/writer.hpp"
#include "adapters/formats/text/media_type.hpp"
#include "adapters/formats/zgw/decoder.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace adapters::formats::zgw {
namespace {

using hub::model::rejection;
using hub::ports::carried_message;
using hub::ports::carried_request;
using hub::ports::form_answer;
using hub::ports::message_outcome;

// Our codes in the words of the reference implementation.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> words_of_codes{{
    {"verplicht", "required"},
    {"leeg", "blank"},
    {"te_lang", "max_length"},
    {"verkeerd_type", "invalid"},
    {"ongeldig_tijdstip", "invalid"},
    {"ongeldige_uri", "bad-url"},
    {"tijdstip_in_toekomst", "future_not_allowed"},
}};

std::string_view code_of(std::string_view ours) noexcept {
    for (const auto& [own, standard] : words_of_codes) {
        if (own == ours) {
            return standard;
        }
    }
    return ours;
}

// "/kenmerken/*" becomes "kenmerken.*".
std::string name_of(std::string_view pointer) {
    std::string result{pointer.substr(pointer.starts_with('/') ? 1 : 0)};
    std::replace(result.begin(), result.end(), '/', '.');
    return result.empty() ? "nonFieldErrors" : result;
}

std::string_view title_of(unsigned status) noexcept {
    switch (status) {
        case 400:
            return "Invalid input.";
        case 403:
            return "U heeft geen toestemming om deze actie uit te voeren.";
        default:
            return "De notificatie is niet aangenomen.";
    }
}

form_answer
write_fault(const hub::ports::refused_message& refused, const hub::ports::answering_facts& facts) {
    form_answer result;
    result.status = refused.status;
    result.content_type = "application/problem+json";
    if (refused.why.kind != hub::model::finality::rejected) {
        result.headers.emplace_back("Retry-After", "5");
    }
    json::json_writer json{result.body};
    json.begin_object()
        .member("type", "about:blank")
        .member(
            "code",
            refused.status == 400 && !refused.why.invalid_params.empty()
                ? std::string_view{"invalid"}
                : std::string_view{refused.why.code}
        )
        .member("title", title_of(refused.status))
        .member("status", refused.status)
        .member("detail", refused.why.words)
        .member("instance", "urn:uuid:" + std::string{facts.correlation_id})
        .key("invalidParams")
        .begin_array();
    for (const auto& one : refused.why.invalid_params) {
        json.begin_object()
            .member("name", name_of(one.name))
            .member("code", code_of(one.code))
            .member("reason", one.reason)
            .end_object();
    }
    json.end_array().end_object();
    return result;
}

class carried_notification final : public hub::ports::carried_messages {
public:
    std::vector<carried_message>& messages() noexcept override { return messages_; }
    std::optional<rejection> refusal() const override { return refusal_; }

    std::optional<form_answer> answer(
        const std::vector<message_outcome>& outcomes,
        const hub::ports::answering_facts& facts
    ) const override {
        if (const auto* refused = std::get_if<hub::ports::refused_message>(&outcomes.at(0))) {
            return write_fault(*refused, facts);
        }
        form_answer taken;
        taken.status = 204;
        return taken;
    }

    void refuse(rejection why) { refusal_ = std::move(why); }
    void add(carried_message one) { messages_.push_back(std::move(one)); }

private:
    std::vector<carried_message> messages_;
    std::optional<rejection> refusal_;
};

class notifications_form final : public hub::ports::message_form {
public:
    explicit notifications_form(form_options options)
        : options_{options}, decoder_{create_decoder(options.decoding)} {}

    std::unique_ptr<hub::ports::carried_messages> read(const carried_request& carried
    ) const override {
        auto result = std::make_unique<carried_notification>();
        if (text::parse_media_type(carried.content_type).name != "application/json") {
            rejection why;
            why.code = "inhoudstype_onbekend";
            why.words = "Stuur hier application/json in UTF-8, niet gecomprimeerd (Content-Type).";
            result->refuse(std::move(why));
            return result;
        }
        carried_message one{
            decoder_.get(),
            "application/json",
            std::string{carried.body},
            decoder_->decode(carried.body),
            {}};
        if (one.decoded) {
            judge_time(one, carried.received_at);
        }
        if (one.decoded) {
            number(one, carried.received_at);
        }
        result->add(std::move(one));
        return result;
    }

    carried_message read_again(const hub::ports::decoder& decoder, hub::ports::kept_request kept)
        const override {
        const auto received_at = kept.received_at;
        auto one = hub::ports::decode_again(decoder, std::move(kept));
        if (one.decoded) {
            number(one, received_at);
        }
        return one;
    }

    std::vector<const hub::ports::decoder*> decoders() const override { return {decoder_.get()}; }

private:
    void judge_time(carried_message& one, hub::model::timestamp now) const {
        const auto created =
            hub::model::parse_rfc3339(one.decoded->extensions.at("aanmaakdatum")).value();
        if (created > now + options_.leeway) {
            one.decoded = json::refuse_faults(
                {{"/aanmaakdatum", "tijdstip_in_toekomst", "Dit tijdstip ligt in de toekomst."}}
            );
        }
    }

    // The window slides: the same body counts as a repeat of one in this period or the one before.
    void number(carried_message& one, hub::model::timestamp now) const {
        const auto period = now.time_since_epoch() / options_.window;
        one.earlier_id = one.decoded->id + "/" + std::to_string(period - 1);
        one.decoded->id += "/" + std::to_string(period);
        one.window = options_.window;
    }

    form_options options_;
    std::unique_ptr<hub::ports::decoder> decoder_;
};

}  // namespace

std::unique_ptr<hub::ports::message_form> create_form(form_options options) {
    return std::make_unique<notifications_form>(options);
}

}  // namespace adapters::formats::zgw
