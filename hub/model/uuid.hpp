// UUIDs (RFC 9562) as the hub mints and reads them: version 7, so that keys are ordered by time.
#pragma once

#include "hub/model/timestamp.hpp"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hub::model {

class uuid {
public:
    static constexpr std::size_t size = 16;
    static constexpr std::size_t text_size = 36;
    using bytes_type = std::array<std::uint8_t, size>;

    // The nil UUID; stands for "none" nowhere in the product (use std::optional).
    constexpr uuid() = default;
    constexpr explicit uuid(const bytes_type& bytes) noexcept : bytes_{bytes} {}

    // Lower- or upper-case text of 36 characters; nothing for anything else.
    [[nodiscard]] static std::optional<uuid> parse(std::string_view text) noexcept;

    // 16 raw bytes as they stand in an envelope; nothing for any other length.
    [[nodiscard]] static std::optional<uuid> from_bytes(std::string_view bytes) noexcept;

    // Version 7 from a time (millisecond part used) and 10 random bytes.
    [[nodiscard]] static uuid
    version_7(timestamp time, std::span<const std::uint8_t, 10> random) noexcept;

    [[nodiscard]] std::string to_string() const;
    [[nodiscard]] const bytes_type& bytes() const noexcept { return bytes_; }
    [[nodiscard]] std::string_view view() const noexcept {
        return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
    }

    auto operator<=>(const uuid&) const = default;

private:
    bytes_type bytes_{};
};

// Identifiers of different things do not mix.
template <class Tag>
class tagged_uuid {
public:
    constexpr tagged_uuid() = default;
    constexpr explicit tagged_uuid(const uuid& value) noexcept : value_{value} {}

    [[nodiscard]] static std::optional<tagged_uuid> parse(std::string_view text) noexcept {
        const auto value = uuid::parse(text);
        return value ? std::optional{tagged_uuid{*value}} : std::nullopt;
    }
    [[nodiscard]] static std::optional<tagged_uuid> from_bytes(std::string_view bytes) noexcept {
        const auto value = uuid::from_bytes(bytes);
        return value ? std::optional{tagged_uuid{*value}} : std::nullopt;
    }

    [[nodiscard]] const uuid& value() const noexcept { return value_; }
    [[nodiscard]] std::string to_string() const { return value_.to_string(); }
    [[nodiscard]] std::string_view view() const noexcept { return value_.view(); }

    auto operator<=>(const tagged_uuid&) const = default;

private:
    uuid value_{};
};

// A message as handed in (inzending).
using message_id = tagged_uuid<struct message_id_tag>;
// A casus; minted by the hub, one per sender's own case reference.
using casus_id = tagged_uuid<struct casus_id_tag>;
// What a sealing key belongs to: a casus, or a register entry, or a message without a casus.
using key_id = tagged_uuid<struct key_id_tag>;
// A document that messages may refer to (bijlage); its sealing key has the same id.
using document_id = tagged_uuid<struct document_id_tag>;

}  // namespace hub::model

template <>
struct std::hash<hub::model::uuid> {
    std::size_t operator()(const hub::model::uuid& value) const noexcept {
        // The last eight bytes of a version 7 UUID are random already.
        std::size_t result = 0;
        std::memcpy(
            &result, value.bytes().data() + hub::model::uuid::size - sizeof result, sizeof result
        );
        return result;
    }
};

template <class Tag>
struct std::hash<hub::model::tagged_uuid<Tag>> {
    std::size_t operator()(const hub::model::tagged_uuid<Tag>& id) const noexcept {
        return std::hash<hub::model::uuid>{}(id.value());
    }
};
