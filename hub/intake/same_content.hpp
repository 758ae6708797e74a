// Whether two attempts say the same: compared as messages by today's decoder, without the fields
// that differ per attempt. Serialised protobuf is never compared; its bytes are not canonical.
#pragma once

#include "hub/ports/decoder.hpp"

#include <span>
#include <string_view>

namespace hub::intake {

// Fields of a form that differ per attempt, as paths below CanonicalMessage ("bericht.onderwerp").
[[nodiscard]] std::span<const std::string_view> attempt_fields(std::string_view form) noexcept;

[[nodiscard]] bool same_content(
    const ports::decoded_message& left,
    const ports::decoded_message& right,
    std::span<const std::string_view> ignored
);

}  // namespace hub::intake
