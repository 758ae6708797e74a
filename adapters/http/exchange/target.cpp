#include "adapters/http/exchange/target.hpp"

#include "adapters/http/exchange/utf8.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace adapters::http::exchange {
namespace {

constexpr std::size_t query_limit = 32;

hub::model::rejection refused(std::string_view code, std::string_view words) {
    hub::model::rejection result;
    result.code = code;
    result.words = words;
    return result;
}

int hexadecimal(char c) noexcept {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return -1;
}

// What RFC 3986 lets stand unencoded in a path; in a query also '/' and '?'.
bool is_plain(char c) noexcept {
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
        return true;
    }
    return std::string_view{"-._~!$&'()*+,;=:@"}.find(c) != std::string_view::npos;
}

bool is_clean_text(std::string_view text) noexcept {
    while (!text.empty()) {
        const auto length = utf8_sequence(text);
        const auto first = static_cast<unsigned char>(text.front());
        if (length == 0 || first < 0x20 || first == 0x7F) {
            return false;
        }
        text.remove_prefix(length);
    }
    return true;
}

enum class part { segment, query };

// The decoded text; nothing when it is not validly encoded or holds what may not be there.
std::optional<std::string> decode(std::string_view text, part where) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t index = 0; index < text.size(); ++index) {
        const char c = text[index];
        if (c == '%') {
            const int high = index + 2 < text.size() ? hexadecimal(text[index + 1]) : -1;
            const int low = index + 2 < text.size() ? hexadecimal(text[index + 2]) : -1;
            if (high < 0 || low < 0) {
                return std::nullopt;
            }
            const auto decoded = static_cast<char>(high * 16 + low);
            if (decoded == '/' && where == part::segment) {
                return std::nullopt;
            }
            result += decoded;
            index += 2;
        } else if (where == part::query && c == '+') {
            result += ' ';
        } else if (is_plain(c) || (where == part::query && (c == '/' || c == '?'))) {
            result += c;
        } else {
            return std::nullopt;
        }
    }
    return is_clean_text(result) ? std::optional{std::move(result)} : std::nullopt;
}

std::optional<std::string> decode_path(std::string_view text) {
    if (text.empty() || text.front() != '/') {
        return std::nullopt;
    }
    std::string result;
    while (!text.empty()) {
        text.remove_prefix(1);
        const auto end = std::min(text.find('/'), text.size());
        auto segment = decode(text.substr(0, end), part::segment);
        if (!segment || *segment == "." || *segment == "..") {
            return std::nullopt;
        }
        result += '/';
        result += *segment;
        text.remove_prefix(end);
    }
    return result;
}

std::optional<std::vector<parameter>> decode_query(std::string_view text) {
    std::vector<parameter> result;
    while (!text.empty()) {
        const auto end = std::min(text.find('&'), text.size());
        const auto pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) {
            continue;
        }
        const auto equals = std::min(pair.find('='), pair.size());
        auto name = decode(pair.substr(0, equals), part::query);
        auto value = decode(pair.substr(std::min(equals + 1, pair.size())), part::query);
        if (!name || !value || name->empty() || result.size() == query_limit ||
            std::any_of(result.begin(), result.end(), [&](const parameter& one) {
                return one.name == *name;
            })) {
            return std::nullopt;
        }
        result.push_back({std::move(*name), std::move(*value)});
    }
    return result;
}

}  // namespace

hub::model::decision<target> parse_target(std::string_view text) {
    const auto question = std::min(text.find('?'), text.size());
    auto path = decode_path(text.substr(0, question));
    if (!path) {
        return refused("pad_ongeldig", "Het pad in de aanvraag is niet geldig gecodeerd.");
    }
    auto query = decode_query(text.substr(std::min(question + 1, text.size())));
    if (!query) {
        return refused(
            "zoekdeel_ongeldig",
            "De parameters achter het vraagteken zijn niet geldig gecodeerd of komen dubbel voor."
        );
    }
    return target{std::move(*path), std::move(*query)};
}

}  // namespace adapters::http::exchange
