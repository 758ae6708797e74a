// The elfproef of a BSN and the finding of BSNs in text: the one place that knows what a BSN looks
// like.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace hub::model {

// How strictly the elfproef is applied to fields that hold a BSN: official sample files often hold
// BSNs that fail it. Production is always strict.
enum class bsn_check { streng, soepel };

// Exactly nine digits, not all zero, weights 9 to 2 and -1, sum a multiple of eleven.
[[nodiscard]] bool is_bsn(std::string_view text) noexcept;

// Offset of the first whole token of exactly nine digits that passes the elfproef. A token is a run
// of letters and digits, so that digits inside a UUID, an OIN or a longer number are none.
[[nodiscard]] std::optional<std::size_t> find_bsn(std::string_view text) noexcept;

}  // namespace hub::model
