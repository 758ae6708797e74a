#include "adapters/http/exchange/trace.hpp"

#include "hub/model/uuid.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <random>
#include <span>

namespace adapters::http::exchange {
namespace {

constexpr std::size_t traceparent_size = 55;
constexpr std::size_t trace_at = 3;
constexpr std::size_t parent_at = 36;
constexpr std::size_t flags_at = 53;

// Ids tell requests apart and guard nothing, so a plain generator per thread does.
std::uint64_t random_word() {
    thread_local std::mt19937_64 generator = [] {
        std::random_device source;
        std::seed_seq seed{source(), source(), source(), source(), source(), source()};
        return std::mt19937_64{seed};
    }();
    return generator();
}

void append_hexadecimal(std::string& to, std::uint64_t value) {
    static constexpr std::string_view digits = "0123456789abcdef";
    for (unsigned shift = 64; shift != 0; shift -= 4) {
        to += digits[(value >> (shift - 4)) & 0x0FU];
    }
}

bool is_lower_hexadecimal(std::string_view text) noexcept {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    });
}

bool is_zero(std::string_view text) noexcept {
    return text.find_first_not_of('0') == std::string_view::npos;
}

}  // namespace

bool is_traceparent(std::string_view text) noexcept {
    if (text.size() != traceparent_size || text.substr(0, trace_at) != "00-" || text[35] != '-' ||
        text[52] != '-') {
        return false;
    }
    const auto trace = text.substr(trace_at, 32);
    const auto parent = text.substr(parent_at, 16);
    return is_lower_hexadecimal(trace) && !is_zero(trace) && is_lower_hexadecimal(parent) &&
           !is_zero(parent) && is_lower_hexadecimal(text.substr(flags_at));
}

std::string continue_trace(std::string_view received) {
    std::string result;
    result.reserve(traceparent_size);
    const bool continues = is_traceparent(received);
    if (continues) {
        result += received.substr(0, parent_at);
    } else {
        result += "00-";
        append_hexadecimal(result, random_word() | 1U);
        append_hexadecimal(result, random_word());
        result += '-';
    }
    append_hexadecimal(result, random_word() | 1U);
    result += continues ? received.substr(flags_at - 1) : std::string_view{"-01"};
    return result;
}

std::string make_correlation_id() {
    const std::array<std::uint64_t, 2> words{random_word(), random_word()};
    std::array<std::uint8_t, 10> random{};
    for (std::size_t index = 0; index < random.size(); ++index) {
        random[index] = static_cast<std::uint8_t>(words[index / 8] >> (8 * (index % 8)));
    }
    const auto now =
        std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    return hub::model::uuid::version_7(now, std::span<const std::uint8_t, 10>{random}).to_string();
}

}  // namespace adapters::http::exchange
