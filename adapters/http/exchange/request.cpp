#include "adapters/http/exchange/request.hpp"

#include <algorithm>

namespace adapters::http::exchange {
namespace {

std::optional<std::string_view>
find(const std::vector<parameter>& among, std::string_view name) noexcept {
    const auto found = std::find_if(among.begin(), among.end(), [&](const parameter& one) {
        return one.name == name;
    });
    return found == among.end() ? std::nullopt : std::optional<std::string_view>{found->value};
}

}  // namespace

std::string_view request::capture(std::string_view name) const noexcept {
    return find(captured, name).value_or(std::string_view{});
}

std::optional<std::string_view> request::parameter_of(std::string_view name) const noexcept {
    return find(query, name);
}

std::string request::media_type() const {
    auto text = header("content-type").value_or(std::string_view{});
    text = text.substr(0, text.find(';'));
    const auto end = text.find_last_not_of(" \t");
    std::string result{text.substr(0, end == std::string_view::npos ? 0 : end + 1)};
    std::transform(result.begin(), result.end(), result.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return result;
}

}  // namespace adapters::http::exchange
