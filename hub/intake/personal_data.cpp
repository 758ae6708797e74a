#include "hub/intake/personal_data.hpp"

#include "hub/model/bsn.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace hub::intake {
namespace {

constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
constexpr bool is_letter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_alphanumeric(char c) noexcept {
    return is_digit(c) || is_letter(c);
}
constexpr char upper(char c) noexcept {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}
constexpr bool starts_token(std::string_view text, std::size_t at) noexcept {
    return at == 0 || !is_alphanumeric(text[at - 1]);
}
constexpr bool ends_token(std::string_view text, std::size_t end) noexcept {
    return end >= text.size() || !is_alphanumeric(text[end]);
}

constexpr bool is_local_part(char c) noexcept {
    return is_alphanumeric(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '%';
}

constexpr bool is_separator(char c) noexcept {
    return c == ' ' || c == '-' || c == '.' || c == '/' || c == '(' || c == ')';
}

// dd-mm-yyyy begins like a telephone number when a time follows it.
bool is_date(std::string_view text) noexcept {
    constexpr std::string_view pattern = "dd-dd-dddd";
    return text.size() >= pattern.size() &&
           std::equal(pattern.begin(), pattern.end(), text.begin(), [](char expected, char c) {
               return expected == 'd' ? is_digit(c) : is_separator(c);
           });
}

// Whether exactly this many digits stand here, at most two separators between any two, as a whole
// token.
bool has_digits(std::string_view text, std::size_t at, int wanted) noexcept {
    int separators = 0;
    while (at < text.size() && wanted > 0) {
        if (is_digit(text[at])) {
            --wanted;
            separators = 0;
        } else if (!is_separator(text[at]) || ++separators > 2) {
            return false;
        }
        ++at;
    }
    return wanted == 0 && ends_token(text, at);
}

bool is_telephone_at(std::string_view text, std::size_t at) noexcept {
    constexpr int national_digits = 10;
    constexpr int shortest_international = 9;
    constexpr int longest_international = 15;
    if (text[at] == '+') {
        for (int digits = shortest_international; digits <= longest_international; ++digits) {
            if (has_digits(text, at + 1, digits)) {
                return true;
            }
        }
        return false;
    }
    if (text.substr(at, 4) == "0031") {
        return has_digits(text, at, national_digits + 3) ||
               has_digits(text, at, national_digits + 4);
    }
    const bool has_area_code = at + 1 < text.size() && text[at + 1] != '0';
    return text[at] == '0' && has_area_code && !is_date(text.substr(at)) &&
           has_digits(text, at, national_digits);
}

struct iban_length {
    std::string_view country;
    std::size_t length;
};

constexpr std::array<iban_length, 32> iban_lengths{{
    {"AT", 20}, {"BE", 16}, {"BG", 22}, {"CH", 21}, {"CY", 28}, {"CZ", 24}, {"DE", 22}, {"DK", 18},
    {"EE", 20}, {"ES", 24}, {"FI", 18}, {"FR", 27}, {"GB", 22}, {"GR", 27}, {"HR", 21}, {"HU", 28},
    {"IE", 22}, {"IS", 26}, {"IT", 27}, {"LI", 21}, {"LT", 20}, {"LU", 20}, {"LV", 21}, {"MA", 28},
    {"MT", 31}, {"NL", 18}, {"NO", 15}, {"PL", 28}, {"PT", 25}, {"RO", 24}, {"SE", 24}, {"TR", 26},
}};

// ISO 13616: the first four positions behind the rest, letters as numbers from 10, modulo 97 is 1.
bool passes_mod_97(std::string_view iban) noexcept {
    constexpr std::size_t header = 4;
    std::uint32_t remainder = 0;
    for (std::size_t i = 0; i < iban.size(); ++i) {
        const char c = iban[(i + header) % iban.size()];
        const auto value = static_cast<std::uint32_t>(is_digit(c) ? c - '0' : c - 'A' + 10);
        remainder = (remainder * (value > 9 ? 100U : 10U) + value) % 97U;
    }
    return remainder == 1;
}

bool is_iban_at(std::string_view text, std::size_t at) noexcept {
    constexpr std::size_t longest = 34;
    if (at + 4 > text.size() || !is_letter(text[at]) || !is_letter(text[at + 1]) ||
        !is_digit(text[at + 2]) || !is_digit(text[at + 3])) {
        return false;
    }
    const std::array country{upper(text[at]), upper(text[at + 1])};
    const auto* const known =
        std::find_if(iban_lengths.begin(), iban_lengths.end(), [&country](const auto& entry) {
            return entry.country == std::string_view{country.data(), country.size()};
        });
    if (known == iban_lengths.end()) {
        return false;
    }
    std::array<char, longest> positions{};
    std::size_t count = 0;
    while (at < text.size() && count < known->length) {
        if (is_alphanumeric(text[at])) {
            positions[count++] = upper(text[at]);
        } else if (text[at] != ' ' && text[at] != '.' && text[at] != '-') {
            return false;
        }
        ++at;
    }
    return count == known->length && ends_token(text, at) &&
           passes_mod_97({positions.data(), count});
}

using finder = bool (*)(std::string_view) noexcept;

bool has_bsn(std::string_view text) noexcept {
    return model::find_bsn(text).has_value();
}

struct kind_of_data {
    finder find;
    std::string_view code;
    std::string_view words;
};

constexpr std::array<kind_of_data, 4> kinds{{
    {has_bsn, "bsn", "Hier staat een getal dat een BSN kan zijn."},
    {has_email, "email", "Hier staat een e-mailadres."},
    {has_telephone, "telefoon", "Hier staat een telefoonnummer."},
    {has_iban, "iban", "Hier staat een IBAN."},
}};

void look_in(
    std::string_view text,
    std::string_view pointer,
    std::vector<model::invalid_param>& found
) {
    for (const auto& kind : kinds) {
        if (kind.find(text)) {
            found.push_back(
                {.name = std::string{pointer},
                 .code = std::string{kind.code},
                 .reason = std::string{kind.words}}
            );
        }
    }
}

}  // namespace

bool has_email(std::string_view text) noexcept {
    for (auto at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
        if (at == 0 || !is_local_part(text[at - 1])) {
            continue;
        }
        std::size_t end = at + 1;
        bool has_dot = false;
        while (end < text.size() &&
               (is_alphanumeric(text[end]) || text[end] == '-' || text[end] == '.')) {
            has_dot = has_dot || (text[end] == '.' && end > at + 1 && end + 1 < text.size() &&
                                  is_alphanumeric(text[end + 1]));
            ++end;
        }
        if (has_dot) {
            return true;
        }
    }
    return false;
}

bool has_telephone(std::string_view text) noexcept {
    for (std::size_t at = 0; at < text.size(); ++at) {
        // The last part of a case number ("2024-0612345678", "ZAAK-0612345678") is no number of its
        // own.
        const bool continues_number =
            at > 1 && ((text[at - 1] == '-' && is_alphanumeric(text[at - 2])) ||
                       (text[at - 1] == '.' && is_digit(text[at - 2])));
        if ((text[at] == '+' || text[at] == '0') && starts_token(text, at) && !continues_number &&
            is_telephone_at(text, at)) {
            return true;
        }
    }
    return false;
}

bool has_iban(std::string_view text) noexcept {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (starts_token(text, at) && is_iban_at(text, at)) {
            return true;
        }
    }
    return false;
}

std::vector<model::invalid_param> find_personal_data(const pmm::v1::Signaal& signal) {
    std::vector<model::invalid_param> found;
    look_in(signal.omschrijving(), "/omschrijving", found);
    look_in(signal.regeling(), "/regeling", found);
    look_in(signal.voorstel(), "/voorstel", found);
    for (const auto& organisation : signal.betrokken_organisaties()) {
        look_in(organisation.rol(), "/betrokkenOrganisaties/*/rol", found);
    }
    // Two organisations may have the same fault at the same place as the schema knows it.
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

}  // namespace hub::intake
