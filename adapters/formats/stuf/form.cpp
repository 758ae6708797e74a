#include "adapters/formats/stuf/form.hpp"

#include "adapters/formats/stuf/answer.hpp"
#include "adapters/formats/text/media_type.hpp"

#include <string>
#include <utility>

namespace adapters::formats::stuf {
namespace {

using hub::model::rejection;
using hub::ports::carried_message;
using hub::ports::carried_request;
using hub::ports::form_answer;
using hub::ports::message_outcome;

bool is_latin1(std::string_view charset) noexcept {
    return charset == "iso-8859-1" || charset == "latin1";
}

class carried_envelope final : public hub::ports::carried_messages {
public:
    std::vector<carried_message>& messages() noexcept override { return messages_; }
    std::optional<rejection> refusal() const override { return refusal_; }

    std::optional<form_answer> answer(
        const std::vector<message_outcome>& outcomes,
        const hub::ports::answering_facts& facts
    ) const override {
        const auto& outcome = outcomes.at(0);
        if (const auto* refused = std::get_if<hub::ports::refused_message>(&outcome)) {
            // Who speaks no XML here gets our own words.
            return refusal_ ? std::nullopt
                            : std::optional{write_fault(envelope_, refused->why, facts)};
        }
        const auto* accepted = std::get_if<hub::ports::accepted_message>(&outcome);
        return write_received(
            envelope_,
            facts,
            accepted != nullptr ? accepted->id.to_string() : std::string{facts.correlation_id}
        );
    }

    void refuse(rejection why) { refusal_ = std::move(why); }

    void add(envelope opened, carried_message one) {
        envelope_ = std::move(opened);
        // Only what an answer needs is kept beside the message.
        envelope_.elements.clear();
        messages_.push_back(std::move(one));
    }

private:
    envelope envelope_;
    std::vector<carried_message> messages_;
    std::optional<rejection> refusal_;
};

class soap_form final : public hub::ports::message_form {
public:
    explicit soap_form(decoder_options options)
        : options_{std::move(options)},
          declared_{create_decoder(options_, coding::as_declared)},
          latin1_{create_decoder(options_, coding::latin1)} {}

    std::unique_ptr<hub::ports::carried_messages> read(const carried_request& carried
    ) const override {
        auto result = std::make_unique<carried_envelope>();
        const auto type = text::parse_media_type(carried.content_type);
        const bool known_type = type.name == "text/xml" || type.name == "application/soap+xml";
        const bool latin1 = is_latin1(type.charset);
        const bool known_charset = type.charset.empty() || type.charset == "utf-8" || latin1;
        if (!known_type || !known_charset) {
            rejection why;
            why.code = "inhoudstype_onbekend";
            why.words = "Stuur text/xml (SOAP 1.1) of application/soap+xml (SOAP 1.2), in UTF-8 of "
                        "ISO-8859-1.";
            result->refuse(std::move(why));
            return result;
        }
        const auto& decoder = latin1 ? latin1_ : declared_;
        auto opened =
            open_envelope(carried.body, latin1 ? "ISO-8859-1" : "", options_.limits);
        if (opened.name.empty() && type.name == "application/soap+xml") {
            // No envelope says in which version to answer; the media type does.
            opened.version = soap::v1_2;
        }
        auto decoded = decode_envelope(opened, options_);
        carried_message one{
            decoder.get(), type.name, std::string{carried.body}, std::move(decoded), {}};
        result->add(std::move(opened), std::move(one));
        return result;
    }

    std::vector<const hub::ports::decoder*> decoders() const override {
        return {declared_.get(), latin1_.get()};
    }

private:
    decoder_options options_;
    std::unique_ptr<hub::ports::decoder> declared_;
    std::unique_ptr<hub::ports::decoder> latin1_;
};

}  // namespace

std::unique_ptr<hub::ports::message_form> create_form(decoder_options options) {
    return std::make_unique<soap_form>(std::move(options));
}

}  // namespace adapters::formats::stuf
