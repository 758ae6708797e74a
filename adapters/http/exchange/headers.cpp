#include "adapters/http/exchange/headers.hpp"

#include <algorithm>

namespace adapters::http::exchange {
namespace {

constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool equal_names(std::string_view left, std::string_view right) noexcept {
    return left.size() == right.size() &&
           std::equal(left.begin(), left.end(), right.begin(), [](char a, char b) {
               return lower(a) == lower(b);
           });
}

void headers::add(std::string_view name, std::string_view value) {
    entries_.push_back(
        {static_cast<std::uint32_t>(text_.size()),
         static_cast<std::uint32_t>(name.size()),
         static_cast<std::uint32_t>(value.size())}
    );
    text_ += name;
    text_ += value;
}

std::optional<std::string_view> headers::find(std::string_view name) const noexcept {
    for (std::size_t index = 0; index < size(); ++index) {
        if (const auto one = at(index); equal_names(one.name, name)) {
            return one.value;
        }
    }
    return std::nullopt;
}

std::size_t headers::count(std::string_view name) const noexcept {
    std::size_t result = 0;
    for (std::size_t index = 0; index < size(); ++index) {
        result += equal_names(at(index).name, name) ? 1U : 0U;
    }
    return result;
}

headers::field headers::at(std::size_t index) const noexcept {
    const auto& one = entries_[index];
    const std::string_view text{text_};
    return {
        text.substr(one.start, one.name_size),
        text.substr(one.start + one.name_size, one.value_size)};
}

}  // namespace adapters::http::exchange
