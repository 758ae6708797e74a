// The OIN: the number that identifies an organisation in PKIoverheid certificates (Logius, 20
// positions).
#pragma once

#include <array>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace hub::model {

class oin {
public:
    static constexpr std::size_t length = 20;

    // Takes exactly 20 positions: an 8-digit prefix and 12 digits or capitals (a BRIN main number
    // has letters). Nothing for anything else; the caller says why in its own words.
    [[nodiscard]] static std::optional<oin> parse(std::string_view text) noexcept;

    [[nodiscard]] std::string_view text() const noexcept {
        return {positions_.data(), positions_.size()};
    }
    [[nodiscard]] std::string to_string() const { return std::string{text()}; }

    // Prefix 00000099: an OIN for development and test, refused in production; all others are
    // refused elsewhere.
    [[nodiscard]] bool is_test() const noexcept;

    auto operator<=>(const oin&) const = default;

private:
    std::array<char, length> positions_{};
};

}  // namespace hub::model

template <>
struct std::hash<hub::model::oin> {
    std::size_t operator()(const hub::model::oin& value) const noexcept {
        return std::hash<std::string_view>{}(value.text());
    }
};
