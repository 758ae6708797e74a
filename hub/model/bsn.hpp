// The elfproef of a BSN and the finding of BSNs in text: the one place that knows what a BSN looks
// like.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace hub::model {

// Weights 9 to 2 and -1 over nine digits, the sum a multiple of eleven, not all zero; eight digits
// are nine with a zero in front. False for anything else.
[[nodiscard]] bool passes_elfproef(std::string_view digits) noexcept;

// Exactly nine digits that pass.
[[nodiscard]] bool is_bsn(std::string_view text) noexcept;

// Offset of the first whole token of exactly nine digits that passes the elfproef. A token is a run
// of letters and digits, so that digits inside a UUID, an OIN or a longer number are none.
[[nodiscard]] std::optional<std::size_t> find_bsn(std::string_view text) noexcept;

}  // namespace hub::model
