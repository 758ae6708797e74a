// The header fields of a request: names compare without regard to case.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::http::exchange {

// Compares as HTTP field names do: ASCII without regard to case.
[[nodiscard]] bool equal_names(std::string_view left, std::string_view right) noexcept;

class headers {
public:
    struct field {
        std::string_view name;
        std::string_view value;
    };

    void add(std::string_view name, std::string_view value);

    // The first field with this name; views live as long as this object.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const noexcept;
    [[nodiscard]] std::size_t count(std::string_view name) const noexcept;

    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
    // In the order of arrival; index < size().
    [[nodiscard]] field at(std::size_t index) const noexcept;

private:
    struct entry {
        std::uint32_t start;
        std::uint32_t name_size;
        std::uint32_t value_size;
    };

    // All names and values in one buffer: a request has a dozen, and none is ever removed.
    std::string text_;
    std::vector<entry> entries_;
};

}  // namespace adapters::http::exchange
