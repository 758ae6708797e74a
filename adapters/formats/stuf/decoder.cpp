#include "adapters/formats/stuf/decoder.hpp"

#include "adapters/formats/json/refusal.hpp"
#include "adapters/formats/stuf/head.hpp"
#include "adapters/formats/stuf/mapping.hpp"
#include "adapters/formats/stuf/question.hpp"
#include "adapters/formats/stuf/taking_over.hpp"

#include <algorithm>
#include <utility>

namespace adapters::formats::stuf {
namespace {

using hub::ports::decoded_message;

hub::model::rejection refuse(std::string_view code, std::string_view words, std::string place) {
    hub::model::rejection result;
    result.code = code;
    result.words = words;
    result.invalid_params.push_back({std::move(place), result.code, result.words});
    return result;
}

std::optional<hub::model::rejection> check_kind(const envelope& from) {
    const auto head = from.path + "/ZKN:stuurgegevens";
    if (is_question(from)) {
        return refuse("vraag_niet_beantwoord", "Een vraag is geen bericht.", from.path);
    }
    const bool known = from.name == "zakLk01" || from.name == "edcLk01";
    if (!known || from.head.berichtcode != "Lk01") {
        return refuse(
            "berichtcode_onbekend",
            "De hub neemt zakLk01 en edcLk01 aan.",
            head + "/StUF:berichtcode"
        );
    }
    const std::string_view expected = from.name == "zakLk01" ? "ZAK" : "EDC";
    if (from.head.entiteittype != expected) {
        return refuse(
            "entiteittype_onbekend",
            "Het entiteittype hoort bij een ander bericht.",
            head + "/StUF:entiteittype"
        );
    }
    return std::nullopt;
}

class envelope_decoder final : public hub::ports::decoder {
public:
    envelope_decoder(decoder_options options, coding how)
        : options_{std::move(options)}, coding_{how} {}

    std::uint32_t version() const noexcept override { return 1; }
    std::string_view form() const noexcept override {
        const bool latin1 = coding_ == coding::latin1;
        if (options_.documents == document_place::apart) {
            return latin1 ? "stuf/zkn0310-latin1-apart/v1" : "stuf/zkn0310-apart/v1";
        }
        return latin1 ? "stuf/zkn0310-latin1/v1" : "stuf/zkn0310/v1";
    }

    hub::model::decision<decoded_message> decode(std::string_view bytes) const override {
        const std::string_view charset = coding_ == coding::latin1 ? "ISO-8859-1" : "";
        return decode_envelope(open_envelope(bytes, charset, options_.limits), options_);
    }

private:
    decoder_options options_;
    coding coding_;
};

}  // namespace

hub::model::decision<decoded_message>
decode_envelope(const envelope& from, const decoder_options& options) {
    if (from.refusal) {
        return *from.refusal;
    }
    if (auto wrong = check_kind(from)) {
        return std::move(*wrong);
    }
    decoded_message result;
    auto faults = read_head(from, options, result);
    auto more = take_over(from, built_in_mapping(), {options.bsn, options.documents}, result);
    std::move(more.begin(), more.end(), std::back_inserter(faults));
    if (!faults.empty()) {
        return json::refuse_faults(std::move(faults));
    }
    return result;
}

std::unique_ptr<hub::ports::decoder> create_decoder(decoder_options options, coding how) {
    return std::make_unique<envelope_decoder>(std::move(options), how);
}

}  // namespace adapters::formats::stuf
