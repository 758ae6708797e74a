// Writes a protobuf message's fields to the end of a text: what is made of bytes that are there
// already needs no object and no copies of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hub::vault {

class field_writer {
public:
    explicit field_writer(std::string& target) noexcept : target_{target} {}

    field_writer& text(int field, std::string_view value) {
        if (!value.empty()) {
            nested(field, value);
        }
        return *this;
    }
    field_writer& number(int field, std::uint64_t value) {
        if (value != 0) {
            append_tag(field, wire_type::varint);
            append(value);
        }
        return *this;
    }
    // Stands there even when it is empty.
    field_writer& nested(int field, std::string_view value) {
        append_tag(field, wire_type::length_delimited);
        append(value.size());
        target_ += value;
        return *this;
    }

private:
    enum class wire_type : std::uint8_t { varint = 0, length_delimited = 2 };

    void append_tag(int field, wire_type type) {
        append(static_cast<std::uint64_t>(field) << 3U | static_cast<std::uint64_t>(type));
    }

    void append(std::uint64_t value) {
        constexpr unsigned more = 0x80;
        for (; value >= more; value >>= 7U) {
            target_ += static_cast<char>(value | more);
        }
        target_ += static_cast<char>(value);
    }

    std::string& target_;
};

}  // namespace hub::vault
