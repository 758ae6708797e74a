#include "adapters/formats/stuf/form.hpp"

#include "adapters/formats/stuf/arriving.hpp"
#include "adapters/formats/stuf/carried_envelope.hpp"
#include "adapters/formats/stuf/question.hpp"
#include "adapters/formats/text/media_type.hpp"

#include <optional>
#include <string>
#include <utility>

namespace adapters::formats::stuf {
namespace {

using hub::model::rejection;
using hub::ports::carried_message;
using hub::ports::carried_request;

bool is_latin1(std::string_view charset) noexcept {
    return charset == "iso-8859-1" || charset == "latin1";
}

struct kind_of_body {
    std::string media_type;
    coding how = coding::as_declared;
};

// Nothing for a body that is not SOAP in a coding that the hub reads.
std::optional<kind_of_body> kind_of(const carried_request& carried) {
    auto type = text::parse_media_type(carried.content_type);
    const bool known_type = type.name == "text/xml" || type.name == "application/soap+xml";
    const bool latin1 = is_latin1(type.charset);
    const bool known_charset = type.charset.empty() || type.charset == "utf-8" || latin1;
    if (!known_type || !known_charset) {
        return std::nullopt;
    }
    return kind_of_body{std::move(type.name), latin1 ? coding::latin1 : coding::as_declared};
}

decoder_options with_documents(decoder_options options, document_place documents) {
    options.documents = documents;
    return options;
}

class soap_form final : public hub::ports::message_form {
public:
    explicit soap_form(const decoder_options& options)
        : options_{with_documents(options, document_place::within)},
          declared_{options_, coding::as_declared},
          latin1_{options_, coding::latin1} {}

    std::unique_ptr<hub::ports::carried_messages> read(const carried_request& carried
    ) const override {
        auto kind = kind_of(carried);
        if (!kind) {
            rejection why;
            why.code = "inhoudstype_onbekend";
            why.words =
                "Stuur text/xml (SOAP 1.1) of application/soap+xml (SOAP 1.2), in UTF-8 of "
                "ISO-8859-1.";
            return carry_nothing(std::move(why));
        }
        const bool latin1 = kind->how == coding::latin1;
        auto opened = open_envelope(carried.body, latin1 ? "ISO-8859-1" : "", options_.limits);
        if (opened.name.empty() && kind->media_type == "application/soap+xml") {
            // No envelope says in which version to answer; the media type does.
            opened.version = soap::v1_2;
        }
        if (!opened.refusal && is_question(opened)) {
            auto question = read_question(opened, options_);
            return carry_question(std::move(opened), std::move(question));
        }
        auto decoded = decode_envelope(opened, options_);
        carried_message one{
            &of(kind->how).whole(),
            std::move(kind->media_type),
            std::string{carried.body},
            std::move(decoded),
            {}};
        return carry(std::move(opened), std::move(one));
    }

    std::unique_ptr<hub::ports::arriving_request> arrive(const carried_request& carried
    ) const override {
        auto kind = kind_of(carried);
        if (!kind) {
            return nullptr;
        }
        return arriving(kind->how, std::move(kind->media_type));
    }

    std::unique_ptr<hub::ports::arriving_request>
    arrive_again(const hub::ports::decoder& whole, std::string content_type) const override {
        const bool latin1 = whole.form() == latin1_.whole().form();
        return arriving(latin1 ? coding::latin1 : coding::as_declared, std::move(content_type));
    }

    std::vector<const hub::ports::decoder*> decoders() const override {
        return {&declared_.whole(), &latin1_.whole(), &declared_.apart(), &latin1_.apart()};
    }

private:
    class both_decoders {
    public:
        both_decoders(const decoder_options& options, coding how)
            : whole_{create_decoder(options, how)},
              apart_{create_decoder(with_documents(options, document_place::apart), how)} {}

        [[nodiscard]] const hub::ports::decoder& whole() const noexcept { return *whole_; }
        [[nodiscard]] const hub::ports::decoder& apart() const noexcept { return *apart_; }

    private:
        std::unique_ptr<hub::ports::decoder> whole_;
        std::unique_ptr<hub::ports::decoder> apart_;
    };

    [[nodiscard]] std::unique_ptr<hub::ports::arriving_request>
    arriving(coding how, std::string media_type) const {
        const auto& both = of(how);
        return create_arriving({options_, how, std::move(media_type), both.whole(), both.apart()});
    }

    [[nodiscard]] const both_decoders& of(coding how) const noexcept {
        return how == coding::latin1 ? latin1_ : declared_;
    }

    decoder_options options_;
    both_decoders declared_;
    both_decoders latin1_;
};

}  // namespace

std::unique_ptr<hub::ports::message_form> create_form(decoder_options options) {
    return std::make_unique<soap_form>(options);
}

}  // namespace adapters::formats::stuf
