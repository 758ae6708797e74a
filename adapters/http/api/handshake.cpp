#include "adapters/http/api/handshake.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>

namespace adapters::http::api {
namespace {

constexpr std::string_view origin_header = "webhook-request-origin";
constexpr std::string_view rate_header = "webhook-request-rate";
// Where the configuration names no other.
constexpr std::uint32_t usual_rate = 6'000;
constexpr std::size_t longest_name = 253;

// A DNS expression, as the specification has it.
bool is_dns_name(std::string_view text) noexcept {
    return !text.empty() && text.size() <= longest_name &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '-' || c == '.';
           });
}

std::optional<std::uint32_t> positive(std::string_view text) noexcept {
    std::uint32_t value = 0;
    const char* const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value);
    return parsed.ec == std::errc{} && parsed.ptr == end && value > 0 ? std::optional{value}
                                                                      : std::nullopt;
}

}  // namespace

handshake::handshake(const parts& given) : parts_{given}, refuse_{given.telemetry} {}

boost::asio::awaitable<exchange::response> handshake::answer(exchange::request asked) const {
    const auto origin = asked.header(origin_header);
    if (!origin || !is_dns_name(*origin) || asked.fields.count(origin_header) != 1) {
        co_return refuse_(
            answering::rejected(
                "handdruk_ongeldig", "Noem in WebHook-Request-Origin de naam van het systeem."
            ),
            asked
        );
    }
    const auto* own = parts_.organisations.current()->find(*asked.peer->certificate);
    auto rate = own != nullptr ? own->limits.requests_per_minute.value_or(usual_rate) : usual_rate;
    if (const auto wanted = asked.header(rate_header)) {
        const auto number = positive(*wanted);
        if (!number) {
            co_return refuse_(
                answering::rejected(
                    "handdruk_ongeldig", "WebHook-Request-Rate is een geheel getal boven nul."
                ),
                asked
            );
        }
        rate = std::min(rate, *number);
    }
    exchange::response result;
    result.status = 200;
    result.headers = {
        {"Allow", "OPTIONS, POST"},
        {"WebHook-Allowed-Origin", std::string{*origin}},
        {"WebHook-Allowed-Rate", std::to_string(rate)}};
    co_return result;
}

}  // namespace adapters::http::api
