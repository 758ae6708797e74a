#include "adapters/http/listener/answer.hpp"

#include "adapters/http/exchange/headers.hpp"

#include <algorithm>
#include <array>

namespace adapters::http::listener {
namespace {

constexpr std::string_view security_policy = "Content-Security-Policy";

// A handler's value must not be able to begin a header, or a second answer.
void append_value(std::string& to, std::string_view value) {
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        to += (byte < 0x20 && c != '\t') || byte == 0x7F ? ' ' : c;
    }
}

void append_header(std::string& to, std::string_view name, std::string_view value) {
    to += name;
    to += ": ";
    append_value(to, value);
    to += "\r\n";
}

void append_two_digits(std::string& to, unsigned value) {
    to += static_cast<char>('0' + value / 10 % 10);
    to += static_cast<char>('0' + value % 10);
}

bool may_have_body(unsigned status) noexcept {
    return status >= 200 && status != 204 && status != 304;
}

}  // namespace

std::string make_fixed_headers(const listener_options& options) {
    std::string result;
    append_header(result, "API-Version", options.api_version);
    append_header(result, "Pmm-Omgeving", hub::model::to_string(options.environment));
    append_header(result, "Cache-Control", "no-store");
    append_header(result, "Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    append_header(result, "X-Content-Type-Options", "nosniff");
    append_header(result, "X-Frame-Options", "DENY");
    return result;
}

std::string http_date(std::chrono::sys_seconds time) {
    static constexpr std::array<std::string_view, 7> days{
        "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<std::string_view, 12> months{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    std::string result{days[std::chrono::weekday{day}.c_encoding()]};
    result += ", ";
    append_two_digits(result, static_cast<unsigned>(date.day()));
    result += ' ';
    result += months[static_cast<unsigned>(date.month()) - 1];
    result += ' ';
    result += std::to_string(static_cast<int>(date.year()));
    result += ' ';
    append_two_digits(result, static_cast<unsigned>(clock.hours().count()));
    result += ':';
    append_two_digits(result, static_cast<unsigned>(clock.minutes().count()));
    result += ':';
    append_two_digits(result, static_cast<unsigned>(clock.seconds().count()));
    result += " GMT";
    return result;
}

std::string
write_answer(const exchange::response& answer, const answer_facts& facts, std::string_view fixed) {
    std::string out;
    out.reserve(768 + answer.body.size());
    out += "HTTP/1.1 ";
    out += std::to_string(answer.status);
    out += ' ';
    out += exchange::phrase(answer.status);
    out += "\r\n";
    out += fixed;
    append_header(out, "Date", facts.date);
    append_header(out, "Pmm-Correlatie-Id", facts.correlation_id);
    append_header(out, "traceparent", facts.traceparent);
    const bool own_policy =
        std::any_of(answer.headers.begin(), answer.headers.end(), [](const auto& one) {
            return exchange::equal_names(one.first, security_policy);
        });
    if (!own_policy) {
        append_header(out, security_policy, "frame-ancestors 'none'");
    }
    for (const auto& [name, value] : answer.headers) {
        append_header(out, name, value);
    }
    if (facts.connection == persistence::close) {
        append_header(out, "Connection", "close");
    }
    const bool has_body = may_have_body(answer.status);
    if (has_body && !answer.content_type.empty()) {
        append_header(out, "Content-Type", answer.content_type);
    }
    if (has_body) {
        const auto size = answer.pieces ? answer.pieces->size() : answer.body.size();
        append_header(out, "Content-Length", std::to_string(size));
    }
    out += "\r\n";
    if (has_body && facts.body == body_presence::send) {
        out += answer.body;
    }
    return out;
}

}  // namespace adapters::http::listener
