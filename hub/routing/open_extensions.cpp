#include "hub/routing/open_extensions.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace hub::routing {
namespace {

constexpr std::size_t longest_name = 20;
constexpr std::size_t longest_word = 32;
constexpr std::ptrdiff_t most_digits = 7;

// The hub writes these headers itself, or keeps these attributes sealed.
constexpr std::array<std::string_view, 13> taken_names{
    "id",
    "source",
    "specversion",
    "type",
    "time",
    "subject",
    "datacontenttype",
    "dataschema",
    "dataref",
    "data",
    "traceparent",
    "tracestate",
    "hoofdobject",
};

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

bool is_lower(char c) noexcept {
    return c >= 'a' && c <= 'z';
}

bool is_letter(char c) noexcept {
    return is_lower(c) || (c >= 'A' && c <= 'Z');
}

bool is_number_up_to(std::string_view text, std::uint32_t most) noexcept {
    if (text.empty() || text.size() > static_cast<std::size_t>(most_digits) ||
        !std::all_of(text.begin(), text.end(), is_digit)) {
        return false;
    }
    std::uint32_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value <= most;
}

bool may_stand_open(const open_extension& rule, std::string_view value) {
    return std::find(rule.words.begin(), rule.words.end(), value) != rule.words.end() ||
           (rule.most > 0 && is_number_up_to(value, rule.most));
}

}  // namespace

bool is_open_name(std::string_view name) noexcept {
    return !name.empty() && name.size() <= longest_name && !name.starts_with("pmm") &&
           std::all_of(
               name.begin(), name.end(), [](char c) { return is_lower(c) || is_digit(c); }
           ) &&
           std::find(taken_names.begin(), taken_names.end(), name) == taken_names.end();
}

bool is_open_word(std::string_view word) noexcept {
    return !word.empty() && word.size() <= longest_word && is_letter(word.front()) &&
           std::all_of(
               word.begin(),
               word.end(),
               [](char c) {
                   return is_letter(c) || is_digit(c) || c == '.' || c == '_' || c == '-';
               }
           ) &&
           std::count_if(word.begin(), word.end(), is_digit) <= most_digits;
}

std::vector<std::pair<std::string, std::string>>
open_extensions::pick(const std::map<std::string, std::string>& all) const {
    std::vector<std::pair<std::string, std::string>> picked;
    for (const auto& rule : allowed_) {
        const auto found = all.find(rule.name);
        if (found != all.end() && may_stand_open(rule, found->second)) {
            picked.emplace_back(*found);
        }
    }
    return picked;
}

}  // namespace hub::routing
