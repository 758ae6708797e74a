// Which CloudEvents extensions of senders stand readable on topics, as headers: by name, and only
// with a value that can't hold personal data.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hub::routing {

// A value that may stand in the open is one of these words, or a number up to this one.
struct open_extension {
    std::string name;
    std::vector<std::string> words;
    // 0: no number may.
    std::uint32_t most = 0;
};

// One digit less than a BSN that is written without its zero in front.
inline constexpr std::uint32_t most_open_number = 9'999'999;

// An attribute name (lower-case letters and digits, at most twenty) that CloudEvents does not give
// a meaning of its own, and that the hub does not use itself.
[[nodiscard]] bool is_open_name(std::string_view name) noexcept;

// A letter, then letters, digits and . _ -, at most 32 together and at most seven of them digits.
[[nodiscard]] bool is_open_word(std::string_view word) noexcept;

class open_extensions {
public:
    open_extensions() = default;
    // Names and words as above.
    explicit open_extensions(std::vector<open_extension> allowed) : allowed_{std::move(allowed)} {}

    // Those of all extensions that came along which may stand in the open; every other one only
    // stays sealed with the message.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>>
    pick(const std::map<std::string, std::string>& all) const;

private:
    std::vector<open_extension> allowed_;
};

}  // namespace hub::routing
