#include "adapters/http/answering/given_back.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace adapters::http::answering {
namespace {

constexpr std::array<std::string_view, 4> known_types{
    "application/json",
    "application/cloudevents+json",
    "text/xml",
    "application/soap+xml"};

std::string type_of(std::string_view form, const std::string& content_type) {
    const auto known = std::find(known_types.begin(), known_types.end(), content_type);
    // Its headers stand before the body of an event in binary mode.
    const bool is_whole = form.find("/http/") == std::string_view::npos;
    if (known == known_types.end() || !is_whole) {
        return "application/octet-stream";
    }
    const bool latin1 = form.find("latin1") != std::string_view::npos;
    return content_type + (latin1 ? "; charset=iso-8859-1" : "");
}

}  // namespace

exchange::response give_back(
    std::string_view name,
    std::string_view form,
    const std::string& content_type,
    std::string body
) {
    exchange::response result;
    result.content_type = type_of(form, content_type);
    result.headers.emplace_back(
        "Content-Disposition", "attachment; filename=\"" + std::string{name} + "\""
    );
    // A browser that shows it nevertheless runs nothing of it.
    result.headers.emplace_back("Content-Security-Policy", "default-src 'none'; sandbox");
    result.body = std::move(body);
    return result;
}

}  // namespace adapters::http::answering
