#include "hub/vault/signed_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace hub::vault {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

// The value of \u00xx, for the control characters that are written so; nothing for others.
std::optional<char> control_character(std::string_view digits) noexcept {
    if (digits.size() != 4 || digits.substr(0, 2) != "00" || digits[2] > '1') {
        return std::nullopt;
    }
    const auto high = hex_digits.find(digits[2]);
    const auto low = hex_digits.find(digits[3]);
    if (high == std::string_view::npos || low == std::string_view::npos) {
        return std::nullopt;
    }
    return static_cast<char>(high * 16 + low);
}

// An object rather than a function, so that searches for it are compiled as loops.
constexpr auto is_escaped = [](char c) noexcept {
    return c == '"' || c == '\\' || static_cast<std::uint8_t>(c) < 0x20;
};

void append_escaped(std::string& target, char c) {
    if (const auto byte = static_cast<std::uint8_t>(c); byte < 0x20) {
        target += "\\u00";
        target += hex_digits[byte >> 4U];
        target += hex_digits[byte & 0x0FU];
    } else {
        target += '\\';
        target += c;
    }
}

}  // namespace

void append_quoted(std::string& target, std::string_view value) {
    target += '"';
    while (!value.empty()) {
        const auto special = std::find_if(value.begin(), value.end(), is_escaped);
        const auto plain = static_cast<std::size_t>(special - value.begin());
        target += value.substr(0, plain);
        value.remove_prefix(plain);
        if (!value.empty()) {
            append_escaped(target, value.front());
            value.remove_prefix(1);
        }
    }
    target += '"';
}

signed_text_writer& signed_text_writer::text(std::string_view name_of, std::string_view value) {
    name(name_of);
    append_quoted(text_, value);
    return *this;
}

signed_text_writer& signed_text_writer::number(std::string_view name_of, std::uint64_t value) {
    name(name_of);
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.begin(), digits.end(), value).ptr;
    text_.append(digits.begin(), end);
    return *this;
}

signed_text_writer& signed_text_writer::raw(std::string_view name_of, std::string_view json) {
    name(name_of);
    text_ += json;
    return *this;
}

std::string signed_text_writer::finish() {
    text_ += '}';
    std::string result = std::move(text_);
    text_ = "{";
    return result;
}

void signed_text_writer::name(std::string_view name) {
    if (text_.size() > 1) {
        text_ += ',';
    }
    text_ += '"';
    text_ += name;
    text_ += "\":";
}

void signed_text_reader::expect(std::string_view exact) noexcept {
    if (!take(exact)) {
        fail();
    }
}

bool signed_text_reader::take(std::string_view exact) noexcept {
    if (failed_ || !rest_.starts_with(exact)) {
        return false;
    }
    rest_.remove_prefix(exact.size());
    return true;
}

std::string_view signed_text_reader::quoted() {
    expect("\"");
    const auto value = rest_.substr(0, rest_.find('"'));
    if (failed_ || value.size() == rest_.size() ||
        std::any_of(value.begin(), value.end(), is_escaped)) {
        return unescaped();
    }
    rest_.remove_prefix(value.size() + 1);
    return value;
}

// Behind the opening quote.
std::string_view signed_text_reader::unescaped() {
    value_.clear();
    while (!failed_) {
        if (rest_.empty() || static_cast<std::uint8_t>(rest_.front()) < 0x20) {
            fail();
            break;
        }
        const char c = rest_.front();
        rest_.remove_prefix(1);
        if (c == '"') {
            return value_;
        }
        if (c != '\\') {
            value_ += c;
        } else if (take("\"")) {
            value_ += '"';
        } else if (take("\\")) {
            value_ += '\\';
        } else {
            expect("u");
            const auto control = control_character(rest_.substr(0, 4));
            if (!control) {
                fail();
                break;
            }
            value_ += *control;
            rest_.remove_prefix(4);
        }
    }
    return {};
}

std::uint64_t signed_text_reader::number() noexcept {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    const auto length = static_cast<std::size_t>(end - rest_.data());
    if (failed_ || error != std::errc{} || (length > 1 && rest_.front() == '0')) {
        fail();
        return 0;
    }
    rest_.remove_prefix(length);
    return value;
}

}  // namespace hub::vault
