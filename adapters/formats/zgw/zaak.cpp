#include "adapters/formats/zgw/zaak.hpp"

#include "adapters/formats/json/refusal.hpp"
#include "adapters/formats/json/syntax.hpp"
#include "adapters/formats/json/writer.hpp"
#include "adapters/formats/zgw/zaak_table.hpp"
#include "hub/model/timestamp.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>
#include <vector>

namespace adapters::formats::zgw {
namespace {

using hub::ports::decoded_message;

// As our own form has them.
constexpr std::size_t longest_line = 200;
constexpr std::size_t longest_text = 10'000;

enum class target { kenmerk, vraag, toelichting, regel, dringende_datum };

constexpr std::array<std::pair<std::string_view, target>, 5> words{{
    {"kenmerk", target::kenmerk},
    {"vraag", target::vraag},
    {"toelichting", target::toelichting},
    {"regel", target::regel},
    {"dringendeDatum", target::dringende_datum},
}};

struct row {
    std::string_view field;
    target to = target::regel;
    std::string_view label;
};

std::string_view cut_off(std::string_view& text, char separator) noexcept {
    const auto end = std::min(text.find(separator), text.size());
    const auto part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

// Throws for a table that can't be read: it is built in.
std::vector<row> read_table(std::string_view text) {
    std::vector<row> rows;
    while (!text.empty()) {
        auto line = cut_off(text, '\n');
        if (line.empty() || line.front() == '#') {
            continue;
        }
        row one;
        one.field = cut_off(line, '\t');
        const auto word = cut_off(line, '\t');
        one.label = line;
        const auto* const known = std::find_if(
            words.begin(), words.end(), [word](const auto& each) { return each.first == word; }
        );
        if (known == words.end() || one.label.empty()) {
            throw std::invalid_argument{"de vertaaltabel van een zaak is niet te lezen"};
        }
        one.to = known->second;
        rows.push_back(one);
    }
    return rows;
}

const std::vector<row>& table() {
    static const std::vector<row> rows = read_table(zaak_table);
    return rows;
}

// By whole characters.
std::string bounded(std::string_view text, std::size_t most) {
    if (text.size() <= most) {
        return std::string{text};
    }
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) {
        --most;
    }
    return std::string{text.substr(0, most)};
}

std::string on_one_line(std::string_view text) {
    std::string result{text};
    std::replace_if(
        result.begin(),
        result.end(),
        [](char c) { return static_cast<unsigned char>(c) < 0x20; },
        ' '
    );
    return bounded(result, longest_line);
}

// Line ends stay; our own form has no other control characters.
std::string as_text(std::string_view text) {
    std::string result{text};
    std::replace_if(
        result.begin(),
        result.end(),
        [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; },
        ' '
    );
    return bounded(result, longest_text);
}

void add_line(std::string& to, std::string_view label, std::string_view value) {
    to.append(to.empty() ? "" : "\n").append(label).append(": ").append(on_one_line(value));
}

// What our own form has no room for goes from the text, not from the lines.
void add_before(std::string& lines, std::string_view text) {
    if (!text.empty()) {
        const auto room = longest_text - std::min(longest_text, lines.size() + 1);
        lines = bounded(text, room) + "\n" + lines;
    }
}

void take(const row& one, std::string_view value, pmm::v1::Aanmelding& into, std::string& lines) {
    switch (one.to) {
        case target::kenmerk:
            into.set_kenmerk(on_one_line(value));
            break;
        case target::vraag:
            into.set_vraag(as_text(value));
            break;
        case target::toelichting:
            into.set_toelichting(as_text(value));
            break;
        case target::regel:
            add_line(lines, one.label, value);
            break;
        case target::dringende_datum:
            // What is no date is not worth losing the rest for.
            if (hub::model::is_full_date(value)) {
                auto& date = *into.add_dringende_data();
                date.set_datum(std::string{value});
                date.set_omschrijving(std::string{one.label});
            }
            break;
    }
}

class zaak_decoder final : public hub::ports::decoder {
public:
    explicit zaak_decoder(json::decoder_options options) noexcept : options_{options} {}

    std::uint32_t version() const noexcept override { return 1; }
    std::string_view form() const noexcept override { return "zgw/zaak/v1"; }

    hub::model::decision<decoded_message> decode(std::string_view bytes) const override {
        const auto json = json::parse_json(bytes, options_.maximum_bytes);
        if (!json) {
            return json.error();
        }
        decoded_message result;
        auto& aanmelding = *result.message.mutable_aanmelding();
        std::string lines;
        for (const auto& one : table()) {
            std::string_view value;
            if (json->root[one.field].get(value) == simdjson::SUCCESS && !value.empty()) {
                take(one, value, aanmelding, lines);
            }
        }
        if (!lines.empty()) {
            add_before(lines, aanmelding.toelichting());
            aanmelding.set_toelichting(std::move(lines));
        }
        if (aanmelding.kenmerk().empty()) {
            return json::refuse_faults(
                {{"/identificatie", "verplicht", "Een zaak heeft een identificatie."}}
            );
        }
        return result;
    }

private:
    json::decoder_options options_;
};

}  // namespace

std::optional<std::string> mapped_part(std::string_view zaak, json::decoder_options options) {
    const auto json = json::parse_json(zaak, options.maximum_bytes);
    simdjson::dom::object object;
    if (!json || json->root.get(object) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    std::string result;
    json::json_writer writer{result};
    writer.begin_object();
    for (const auto& one : table()) {
        std::string_view value;
        if (object[one.field].get(value) == simdjson::SUCCESS && !value.empty()) {
            writer.member(one.field, value);
        }
    }
    writer.end_object();
    return result;
}

std::unique_ptr<hub::ports::decoder> create_zaak_decoder(json::decoder_options options) {
    return std::make_unique<zaak_decoder>(options);
}

}  // namespace adapters::formats::zgw
