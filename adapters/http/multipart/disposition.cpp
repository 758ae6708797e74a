#include "adapters/http/multipart/disposition.hpp"

#include "adapters/http/exchange/headers.hpp"
#include "adapters/http/exchange/utf8.hpp"

#include <algorithm>

namespace adapters::http::multipart {
namespace {

constexpr std::size_t longest_name = 255;
constexpr std::string_view blanks = " \t";

void skip_blanks(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
}

// Up to one of these.
std::string_view take_until(std::string_view& text, std::string_view ends) {
    const auto size = std::min(text.find_first_of(ends), text.size());
    const auto result = text.substr(0, size);
    text.remove_prefix(size);
    return result;
}

// Browsers and curl escape quotation marks, with a backslash or as %22.
std::optional<std::string> take_quoted(std::string_view& text) {
    std::string result;
    text.remove_prefix(1);
    while (!text.empty() && text.front() != '"') {
        if (text.starts_with("\\\"") || text.starts_with("\\\\")) {
            text.remove_prefix(1);
        }
        result += text.front();
        text.remove_prefix(1);
    }
    if (text.empty()) {
        return std::nullopt;
    }
    text.remove_prefix(1);
    return result;
}

bool is_name(std::string_view text) {
    if (text.size() > longest_name) {
        return false;
    }
    while (!text.empty()) {
        const auto byte = static_cast<unsigned char>(text.front());
        const auto size = exchange::utf8_sequence(text);
        if (size == 0 || byte < 0x20 || byte == 0x7F) {
            return false;
        }
        text.remove_prefix(size);
    }
    return true;
}

std::string without_path(std::string_view name) {
    const auto at = name.find_last_of("/\\");
    return std::string{at == std::string_view::npos ? name : name.substr(at + 1)};
}

}  // namespace

std::optional<disposition> parse_disposition(std::string_view value) {
    disposition result;
    skip_blanks(value);
    const auto type = take_until(value, "; \t");
    result.type = type;
    std::transform(type.begin(), type.end(), result.type.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    skip_blanks(value);
    while (!value.empty()) {
        if (value.front() != ';') {
            return std::nullopt;
        }
        value.remove_prefix(1);
        skip_blanks(value);
        const auto name = take_until(value, "=; \t");
        if (value.empty() || value.front() != '=') {
            return std::nullopt;
        }
        value.remove_prefix(1);
        std::optional<std::string> text;
        if (value.starts_with('"')) {
            text = take_quoted(value);
        } else {
            text = std::string{take_until(value, "; \t")};
        }
        if (!text || !is_name(*text)) {
            return std::nullopt;
        }
        if (exchange::equal_names(name, "name")) {
            result.name = std::move(*text);
        } else if (exchange::equal_names(name, "filename")) {
            result.file_name = without_path(*text);
        }
        skip_blanks(value);
    }
    return result.type.empty() ? std::nullopt : std::optional{std::move(result)};
}

}  // namespace adapters::http::multipart
