#include "adapters/formats/text/base64.hpp"

namespace adapters::formats::text {
namespace {

constexpr unsigned no_digit = 64;

constexpr unsigned digit_of(char c) noexcept {
    if (c >= 'A' && c <= 'Z') {
        return static_cast<unsigned>(c - 'A');
    }
    if (c >= 'a' && c <= 'z') {
        return static_cast<unsigned>(c - 'a') + 26U;
    }
    if (c >= '0' && c <= '9') {
        return static_cast<unsigned>(c - '0') + 52U;
    }
    return c == '+' ? 62U : c == '/' ? 63U : no_digit;
}

constexpr bool is_white_space(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

constexpr unsigned group = 4;

}  // namespace

bool base64_reader::feed(std::string_view piece, std::string& bytes) {
    for (const char c : piece) {
        if (lenience_ == white_space::skipped && is_white_space(c)) {
            continue;
        }
        if (c == '=') {
            ++padding_;
            if (digits_ < 2 || digits_ + padding_ > group) {
                return false;
            }
            continue;
        }
        const unsigned digit = digit_of(c);
        if (digit == no_digit || padding_ != 0) {
            return false;
        }
        gathered_ = gathered_ << 6U | digit;
        ++digits_;
        if (digits_ == 1) {
            continue;
        }
        // With the second, third and fourth digit of a group one more byte is complete.
        const unsigned spare = 8U - 2U * digits_;
        bytes.push_back(static_cast<char>(gathered_ >> spare & 0xFFU));
        if (digits_ == group) {
            digits_ = 0;
            gathered_ = 0;
        }
    }
    return true;
}

bool base64_reader::finish() const noexcept {
    return digits_ == 0 ? padding_ == 0 : digits_ + padding_ == group;
}

std::optional<std::string> decode_base64(std::string_view text) {
    base64_reader reader{white_space::refused};
    std::string bytes;
    bytes.reserve(text.size() / group * 3);
    if (!reader.feed(text, bytes) || !reader.finish()) {
        return std::nullopt;
    }
    return bytes;
}

std::string encode_base64(std::string_view bytes) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    constexpr std::size_t whole = 3;
    std::string text;
    text.reserve((bytes.size() + whole - 1) / whole * group);
    for (std::size_t at = 0; at < bytes.size(); at += whole) {
        const auto piece = bytes.substr(at, whole);
        std::uint32_t bits = 0;
        for (std::size_t place = 0; place < whole; ++place) {
            const auto byte = place < piece.size() ? static_cast<unsigned char>(piece[place]) : 0U;
            bits = bits << 8U | byte;
        }
        for (std::size_t place = 0; place < group; ++place) {
            const auto digit = bits >> (18U - 6U * static_cast<unsigned>(place)) & 0x3FU;
            text.push_back(place <= piece.size() ? digits[digit] : '=');
        }
    }
    return text;
}

}  // namespace adapters::formats::text
