// The elfproef of a BSN and the finding of BSNs in text: the one place that knows what a BSN looks
// like.
#pragma once

#include <array>
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

// The same in text that passes piece by piece.
class bsn_watch {
public:
    void add(std::string_view piece) noexcept;
    // Whether there is one in all that was added, as if the text ended here.
    [[nodiscard]] bool found() const noexcept;

private:
    // One more than a BSN has, to know that a token is longer.
    std::array<char, 10> token_{};
    std::size_t length_ = 0;
    bool found_ = false;
};

}  // namespace hub::model
