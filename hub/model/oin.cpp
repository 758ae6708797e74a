#include "hub/model/oin.hpp"

#include <algorithm>

namespace hub::model {
namespace {

constexpr std::size_t prefix_length = 8;

constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
constexpr bool is_capital(char c) noexcept {
    return c >= 'A' && c <= 'Z';
}

}  // namespace

std::optional<oin> oin::parse(std::string_view text) noexcept {
    if (text.size() != length) {
        return std::nullopt;
    }
    const auto prefix = text.substr(0, prefix_length);
    const auto rest = text.substr(prefix_length);
    if (!std::all_of(prefix.begin(), prefix.end(), is_digit) ||
        !std::all_of(rest.begin(), rest.end(), [](char c) {
            return is_digit(c) || is_capital(c);
        })) {
        return std::nullopt;
    }
    oin result;
    std::copy(text.begin(), text.end(), result.positions_.begin());
    return result;
}

bool oin::is_test() const noexcept {
    return text().substr(0, prefix_length) == "00000099";
}

}  // namespace hub::model
