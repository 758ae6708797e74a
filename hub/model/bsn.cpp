#include "hub/model/bsn.hpp"

#include <algorithm>

namespace hub::model {
namespace {

constexpr std::size_t bsn_length = 9;

constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
// Bytes above ASCII are parts of letters in UTF-8.
constexpr bool is_token_character(char c) noexcept {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

bool passes_elfproef(std::string_view digits) noexcept {
    if ((digits.size() != bsn_length && digits.size() != bsn_length - 1) ||
        !std::all_of(digits.begin(), digits.end(), is_digit)) {
        return false;
    }
    int sum = 0;
    bool all_zero = true;
    int weight = static_cast<int>(digits.size());
    for (const char c : digits) {
        const int digit = c - '0';
        sum += (weight == 1 ? -1 : weight) * digit;
        all_zero = all_zero && digit == 0;
        --weight;
    }
    return !all_zero && sum % 11 == 0;
}

bool is_bsn(std::string_view text) noexcept {
    return text.size() == bsn_length && passes_elfproef(text);
}

std::optional<std::size_t> find_bsn(std::string_view text) noexcept {
    std::size_t begin = 0;
    while (begin < text.size()) {
        std::size_t end = begin;
        while (end < text.size() && is_token_character(text[end])) {
            ++end;
        }
        if (is_bsn(text.substr(begin, end - begin))) {
            return begin;
        }
        begin = end + 1;
    }
    return std::nullopt;
}

void bsn_watch::add(std::string_view piece) noexcept {
    for (const char c : piece) {
        if (!is_token_character(c)) {
            found_ = found();
            length_ = 0;
        } else if (length_ < token_.size()) {
            token_.at(length_++) = c;
        }
    }
}

bool bsn_watch::found() const noexcept {
    return found_ || is_bsn({token_.data(), length_});
}

}  // namespace hub::model
