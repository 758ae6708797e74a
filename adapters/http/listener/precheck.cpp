#include "adapters/http/listener/precheck.hpp"

#include "adapters/http/exchange/headers.hpp"

#include <algorithm>
#include <optional>

namespace adapters::http::listener {
namespace {

using exchange::equal_names;

constexpr std::size_t method_limit = 32;
constexpr std::size_t length_digits_limit = 18;
constexpr std::string_view line_end = "\r\n";

constexpr malformed bad_line{
    400,
    "aanvraagregel_ongeldig",
    "De eerste regel van de aanvraag is geen geldige HTTP-aanvraag."};
constexpr malformed bad_version{505, "http_versie_onbekend", "De hub spreekt HTTP/1.1."};
constexpr malformed bad_field{400, "header_ongeldig", "Een headerregel is niet geldig opgebouwd."};
constexpr malformed bad_host{
    400,
    "host_ongeldig",
    "De aanvraag moet precies één geldige Host-header hebben."};
constexpr malformed bad_length{400, "lengte_ongeldig", "Content-Length is dubbel of geen getal."};
constexpr malformed bad_coding{
    400,
    "transfer_encoding_ongeldig",
    "Transfer-Encoding mag alleen precies chunked zijn, in HTTP/1.1 en zonder Content-Length."};
constexpr malformed bad_expectation{
    417,
    "verwachting_onbekend",
    "De hub kent alleen Expect: 100-continue."};
constexpr malformed too_many_fields{431, "te_veel_headers", "De aanvraag heeft te veel headers."};

constexpr bool is_token_char(char c) noexcept {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) noexcept {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

bool is_visible(std::string_view text) noexcept {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

// Text that a field may hold: no control characters but the tab. Bytes above ASCII pass.
bool is_field_text(std::string_view text) noexcept {
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
    });
}

std::string_view trimmed(std::string_view text) noexcept {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// A host name, address or IPv6 literal with an optional port; nothing with user information.
bool is_host(std::string_view text) noexcept {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               std::string_view{"-._~:[]"}.find(c) != std::string_view::npos;
    });
}

// Takes the next line off the text, without its CR LF.
std::string_view take_line(std::string_view& text) noexcept {
    const auto end = std::min(text.find(line_end), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + line_end.size(), text.size()));
    return line;
}

enum class version { http_1_0, http_1_1 };

std::variant<version, malformed> read_request_line(std::string_view line) noexcept {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || last == first) {
        return bad_line;
    }
    const auto method = line.substr(0, first);
    const auto target = line.substr(first + 1, last - first - 1);
    if (!is_token(method) || method.size() > method_limit || !is_visible(target)) {
        return bad_line;
    }
    const auto protocol = line.substr(last + 1);
    if (protocol == "HTTP/1.1") {
        return version::http_1_1;
    }
    if (protocol == "HTTP/1.0") {
        return version::http_1_0;
    }
    const bool other = protocol.size() == 8 && protocol.starts_with("HTTP/");
    return other ? bad_version : bad_line;
}

// What has been seen of the fields that frame a message.
class field_check {
public:
    explicit field_check(version spoken) noexcept : spoken_{spoken} {
        if (spoken == version::http_1_0) {
            result_.connection = persistence::close;
        }
    }

    [[nodiscard]] std::optional<malformed> see(std::string_view line) noexcept {
        if (++fields_ > field_count_limit) {
            return too_many_fields;
        }
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || !is_token(line.substr(0, colon)) ||
            !is_field_text(line.substr(colon + 1))) {
            return bad_field;
        }
        return see(line.substr(0, colon), trimmed(line.substr(colon + 1)));
    }

    [[nodiscard]] std::variant<framing, malformed> finish() const noexcept {
        if (hosts_ != 1) {
            return bad_host;
        }
        if (codings_ != 0 && (lengths_ != 0 || spoken_ == version::http_1_0)) {
            return bad_coding;
        }
        return result_;
    }

private:
    std::optional<malformed> see(std::string_view name, std::string_view value) noexcept {
        if (equal_names(name, "host")) {
            return ++hosts_ > 1 || !is_host(value) ? std::optional{bad_host} : std::nullopt;
        }
        if (equal_names(name, "content-length")) {
            return see_length(value);
        }
        if (equal_names(name, "transfer-encoding")) {
            result_.body = body_kind::chunked;
            return ++codings_ > 1 || !equal_names(value, "chunked") ? std::optional{bad_coding}
                                                                    : std::nullopt;
        }
        if (equal_names(name, "expect")) {
            result_.expect = expectation::continue_100;
            return equal_names(value, "100-continue") ? std::nullopt
                                                      : std::optional{bad_expectation};
        }
        if (equal_names(name, "connection")) {
            see_connection(value);
        }
        return std::nullopt;
    }

    std::optional<malformed> see_length(std::string_view value) noexcept {
        const bool digits =
            std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (++lengths_ > 1 || value.empty() || value.size() > length_digits_limit || !digits) {
            return bad_length;
        }
        std::uint64_t length = 0;
        for (const char c : value) {
            length = length * 10 + static_cast<std::uint64_t>(c - '0');
        }
        if (length != 0) {
            result_.body = body_kind::sized;
        }
        result_.length = length;
        return std::nullopt;
    }

    void see_connection(std::string_view value) noexcept {
        while (!value.empty()) {
            const auto comma = std::min(value.find(','), value.size());
            if (equal_names(trimmed(value.substr(0, comma)), "close")) {
                result_.connection = persistence::close;
            }
            value.remove_prefix(std::min(comma + 1, value.size()));
        }
    }

    version spoken_;
    framing result_;
    std::size_t fields_ = 0;
    unsigned hosts_ = 0;
    unsigned lengths_ = 0;
    unsigned codings_ = 0;
};

}  // namespace

head_place find_head(std::string_view buffer, std::size_t looked_at) noexcept {
    // An end may lie across what was looked at and what came in: begin three bytes earlier.
    const auto from = looked_at > 3 ? looked_at - 3 : 0;
    const auto end = buffer.find("\r\n\r\n", from);
    const auto before = buffer.substr(0, std::min(end, buffer.size()));
    for (auto at = before.find('\n', from); at != std::string_view::npos;
         at = before.find('\n', at + 1)) {
        if (at == 0 || before[at - 1] != '\r') {
            return {head_state::broken, 0};
        }
    }
    if (end == std::string_view::npos) {
        return {};
    }
    return {head_state::complete, end + 4};
}

std::variant<framing, malformed> precheck(std::string_view head) noexcept {
    if (!head.ends_with("\r\n\r\n")) {
        return bad_field;
    }
    // Bare CR and LF are control characters inside a line and are refused there.
    head.remove_suffix(line_end.size());
    const auto spoken = read_request_line(take_line(head));
    if (const auto* const wrong = std::get_if<malformed>(&spoken)) {
        return *wrong;
    }
    field_check fields{std::get<version>(spoken)};
    while (!head.empty()) {
        if (const auto wrong = fields.see(take_line(head))) {
            return *wrong;
        }
    }
    return fields.finish();
}

}  // namespace adapters::http::listener
