// Tells where one HTTP/1.1 message ends: just enough for two programs that know each other.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace tests::bench {

struct http_message {
    // Start line and header fields, with the empty line.
    std::string_view head;
    std::string_view body;

    // Of an answer; 0 when it is none.
    [[nodiscard]] int status() const noexcept;
    [[nodiscard]] bool closes() const noexcept;
};

enum class frame_state { partial, whole, malformed };

// Gathers the bytes of one message at a time.
class http_frame {
public:
    // Where the next bytes go; filled(n) says how many came.
    [[nodiscard]] std::span<char> room();
    [[nodiscard]] frame_state filled(std::size_t bytes);

    // Once whole; valid until take().
    [[nodiscard]] http_message message() const noexcept;
    // Forgets the message that was whole and keeps what came after it.
    void take();

private:
    [[nodiscard]] frame_state judge();

    std::string bytes_;
    std::size_t used_ = 0;
    std::size_t head_ = 0;
    std::size_t body_ = 0;
};

}  // namespace tests::bench
