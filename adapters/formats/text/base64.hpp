// Base64 (RFC 4648, section 4), piece by piece: padding must be right, and line ends are skipped
// where a form wraps them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::formats::text {

enum class white_space { refused, skipped };

// Feed pieces in order; the bytes are appended to the given string.
class base64_reader {
public:
    explicit base64_reader(white_space lenience) noexcept : lenience_{lenience} {}

    // False when this is no base64; feed no more then.
    [[nodiscard]] bool feed(std::string_view piece, std::string& bytes);
    // True when all that was fed is a whole.
    [[nodiscard]] bool finish() const noexcept;

private:
    white_space lenience_;
    std::uint32_t gathered_ = 0;
    unsigned digits_ = 0;
    unsigned padding_ = 0;
};

[[nodiscard]] std::optional<std::string> decode_base64(std::string_view text);

// With padding, on one line.
[[nodiscard]] std::string encode_base64(std::string_view bytes);

}  // namespace adapters::formats::text
