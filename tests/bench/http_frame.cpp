#include "tests/bench/http_frame.hpp"

#include <algorithm>
#include <charconv>
#include <strings.h>

namespace tests::bench {
namespace {

// A page of a hundred messages fits many times.
constexpr std::size_t largest_message = std::size_t{16} << 20;
constexpr std::size_t smallest_room = std::size_t{16} << 10;
constexpr std::string_view end_of_head = "\r\n\r\n";

// The value of a header field; empty when it is not there.
std::string_view field(std::string_view head, std::string_view name) {
    auto line = head.find("\r\n");
    while (line != std::string_view::npos && line + 2 + name.size() < head.size()) {
        const auto start = line + 2;
        const auto end = head.find("\r\n", start);
        if (head[start + name.size()] == ':' &&
            strncasecmp(head.data() + start, name.data(), name.size()) == 0) {
            auto value = head.substr(start + name.size() + 1, end - start - name.size() - 1);
            value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
            return value;
        }
        line = end;
    }
    return {};
}

}  // namespace

int http_message::status() const noexcept {
    int result = 0;
    if (head.size() > 12 && head.starts_with("HTTP/1.1 ")) {
        std::from_chars(head.data() + 9, head.data() + 12, result);
    }
    return result;
}

bool http_message::closes() const noexcept {
    return field(head, "Connection") == "close";
}

std::span<char> http_frame::room() {
    const auto wanted = std::max(smallest_room, head_ + body_ > used_ ? head_ + body_ - used_ : 0);
    if (bytes_.size() - used_ < wanted) {
        bytes_.resize(used_ + wanted);
    }
    return {bytes_.data() + used_, bytes_.size() - used_};
}

frame_state http_frame::filled(std::size_t bytes) {
    used_ += bytes;
    return judge();
}

frame_state http_frame::judge() {
    if (head_ == 0) {
        const std::string_view here{bytes_.data(), used_};
        const auto end = here.find(end_of_head);
        if (end == std::string_view::npos) {
            return used_ < smallest_room ? frame_state::partial : frame_state::malformed;
        }
        head_ = end + end_of_head.size();
        const auto length = field(here.substr(0, head_), "Content-Length");
        body_ = 0;
        std::from_chars(length.data(), length.data() + length.size(), body_);
        if (body_ > largest_message) {
            return frame_state::malformed;
        }
    }
    return used_ >= head_ + body_ ? frame_state::whole : frame_state::partial;
}

http_message http_frame::message() const noexcept {
    const std::string_view here{bytes_.data(), used_};
    return {here.substr(0, head_), here.substr(head_, body_)};
}

void http_frame::take() {
    const auto whole = head_ + body_;
    std::copy(
        bytes_.begin() + static_cast<std::ptrdiff_t>(whole),
        bytes_.begin() + static_cast<std::ptrdiff_t>(used_),
        bytes_.begin()
    );
    used_ -= whole;
    head_ = 0;
    body_ = 0;
}

}  // namespace tests::bench
