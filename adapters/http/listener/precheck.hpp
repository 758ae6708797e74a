// Checks the raw header of a request for everything that two parsers could read differently, before
// Beast sees it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>

namespace adapters::http::listener {

// How far a header has come in.
enum class head_state {
    incomplete,
    complete,
    // A line ends in something else than CR LF: no end will ever be found.
    broken,
};

struct head_place {
    head_state state = head_state::incomplete;
    // Bytes up to and including the empty line; when complete.
    std::size_t size = 0;
};

// Looks for the end of the header; bytes before `looked_at` were looked at before and hold no end.
[[nodiscard]] head_place find_head(std::string_view buffer, std::size_t looked_at) noexcept;

enum class body_kind { none, sized, chunked };
enum class persistence { keep, close };
enum class expectation { none, continue_100 };

// What the header says about how the message goes on.
struct framing {
    body_kind body = body_kind::none;
    // Of a sized body.
    std::uint64_t length = 0;
    persistence connection = persistence::keep;
    expectation expect = expectation::none;
};

// Why a header is refused; the connection closes after the answer.
struct malformed {
    unsigned status = 400;
    std::string_view code;
    // Plain Dutch words.
    std::string_view words;
};

inline constexpr std::size_t field_count_limit = 100;

// Pure. The header runs up to and including the empty line. Accepted is only: method, target and
// HTTP/1.0 or 1.1 apart by one space; lines that end in CR LF, without folding; field names that
// are tokens, right before their colon; exactly one Host; at most one Content-Length, of digits
// only, and not beside Transfer-Encoding; at most one Transfer-Encoding, exactly "chunked", not in
// HTTP/1.0; no control characters. In doubt it is refused.
[[nodiscard]] std::variant<framing, malformed> precheck(std::string_view head) noexcept;

}  // namespace adapters::http::listener
