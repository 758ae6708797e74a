#include "adapters/formats/cloudevents/http_event.hpp"

#include "adapters/formats/text/media_type.hpp"

#include <algorithm>
#include <utility>

namespace adapters::formats::cloudevents {
namespace {

constexpr std::string_view prefix = "ce-";
constexpr std::string_view content_type = "content-type";
constexpr std::string_view line_end = "\r\n";
// A listener takes no more headers than this.
constexpr std::size_t most_attributes = 128;

bool is_attribute(std::string_view name) {
    return name.size() > prefix.size() && text::lower(name.substr(0, prefix.size())) == prefix;
}

int hexadecimal(char c) noexcept {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// Takes the quotes of a quoted-string off, with its backslashes.
std::optional<std::string> unquoted(std::string_view value) {
    if (!value.starts_with('"')) {
        return std::string{value};
    }
    std::string result;
    for (std::size_t at = 1; at < value.size(); ++at) {
        if (value[at] == '"') {
            return at + 1 == value.size() ? std::optional{std::move(result)} : std::nullopt;
        }
        if (value[at] == '\\') {
            ++at;
        }
        if (at < value.size()) {
            result.push_back(value[at]);
        }
    }
    return std::nullopt;
}

void read_line(std::string_view line, http_event& into, fault_list& faults) {
    const auto colon = std::min(line.find(':'), line.size());
    const auto name = text::lower(line.substr(0, colon));
    auto value = line.substr(std::min(colon + 1, line.size()));
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    if (name == content_type) {
        into.attributes.push_back({"datacontenttype", std::string{value}, native::text});
        return;
    }
    const auto attribute_name = name.substr(std::min(prefix.size(), name.size()));
    if (!is_attribute(name) || !is_attribute_name(attribute_name)) {
        faults.add("/*", "ongeldige_naam", "Een attribuut heet a-z en 0-9, hoogstens 64 tekens.");
        return;
    }
    if (attribute_name == "datacontenttype" || attribute_name == "data") {
        faults.add(
            "/" + attribute_name, "niet_toegestaan", "Dit staat in Content-Type en in de inhoud."
        );
        return;
    }
    auto decoded = decode_header_value(value);
    if (!decoded) {
        faults.add(
            "/*", "ongeldige_codering", "Codeer headers met procenttekens, in UTF-8 (HTTP binding)."
        );
        return;
    }
    into.attributes.push_back({attribute_name, std::move(*decoded), native::text});
}

}  // namespace

bool has_attributes(const hub::ports::carried_request& carried) noexcept {
    return std::any_of(carried.fields.begin(), carried.fields.end(), [](const auto& field) {
        return is_attribute(field.first);
    });
}

std::string write_http_event(const hub::ports::carried_request& carried) {
    std::string result;
    for (const auto& [name, value] : carried.fields) {
        if (is_attribute(name)) {
            result.append(text::lower(name)).append(": ").append(value).append(line_end);
        }
    }
    if (!carried.content_type.empty()) {
        result.append(content_type).append(": ").append(carried.content_type).append(line_end);
    }
    result.append(line_end).append(carried.body);
    return result;
}

std::optional<http_event> read_http_event(std::string_view text, fault_list& faults) {
    http_event result;
    for (std::size_t lines = 0; lines <= most_attributes; ++lines) {
        const auto end = text.find(line_end);
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        const auto line = text.substr(0, end);
        text.remove_prefix(end + line_end.size());
        if (line.empty()) {
            result.body = text;
            return result;
        }
        read_line(line, result, faults);
    }
    return std::nullopt;
}

std::optional<std::string> decode_header_value(std::string_view value) {
    auto plain = unquoted(value);
    if (!plain) {
        return std::nullopt;
    }
    std::string result;
    result.reserve(plain->size());
    for (std::size_t at = 0; at < plain->size(); ++at) {
        const char c = (*plain)[at];
        // Whatever is not printable ASCII must be encoded.
        if (c < 0x20 || c == 0x7F) {
            return std::nullopt;
        }
        if (c != '%') {
            result.push_back(c);
            continue;
        }
        const int high = at + 2 < plain->size() ? hexadecimal((*plain)[at + 1]) : -1;
        const int low = at + 2 < plain->size() ? hexadecimal((*plain)[at + 2]) : -1;
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        result.push_back(static_cast<char>(high * 16 + low));
        at += 2;
    }
    return result;
}

}  // namespace adapters::formats::cloudevents
