#include "adapters/http/exchange/json_text.hpp"

#include "adapters/http/exchange/utf8.hpp"

namespace adapters::http::exchange {
namespace {

void append_escaped(std::string& to, char c) {
    static constexpr std::string_view digits = "0123456789abcdef";
    switch (c) {
        case '"':
            to += "\\\"";
            return;
        case '\\':
            to += "\\\\";
            return;
        case '\n':
            to += "\\n";
            return;
        case '\r':
            to += "\\r";
            return;
        case '\t':
            to += "\\t";
            return;
        default:
            break;
    }
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20) {
        to += c;
        return;
    }
    to += "\\u00";
    to += digits[byte >> 4U];
    to += digits[byte & 0x0FU];
}

}  // namespace

void append_json_string(std::string& to, std::string_view text) {
    to += '"';
    while (!text.empty()) {
        const auto length = utf8_sequence(text);
        if (length == 0) {
            to += "\xEF\xBF\xBD";
            text.remove_prefix(1);
        } else if (length == 1) {
            append_escaped(to, text.front());
            text.remove_prefix(1);
        } else {
            to += text.substr(0, length);
            text.remove_prefix(length);
        }
    }
    to += '"';
}

}  // namespace adapters::http::exchange
