#include "hub/instruments/consumer/trace.hpp"

#include "hub/model/hexadecimal.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace hub::instruments::consumer {
namespace {

constexpr std::string_view digits = "0123456789abcdef";
constexpr std::size_t trace_at = 3;
constexpr std::size_t trace_size = 32;
constexpr std::size_t traceparent_size = 55;

bool is_trace(std::string_view text) {
    return text.size() >= traceparent_size && text[2] == '-' &&
           text[trace_at + trace_size] == '-' &&
           text.substr(trace_at, trace_size).find_first_not_of(digits) == std::string_view::npos;
}

// FNV-1a: spreads a few names over 64 bits; nothing secret hangs on it.
std::uint64_t spread(std::string_view text) {
    std::uint64_t value = 14'695'981'039'346'656'037U;
    for (const char c : text) {
        value = (value ^ static_cast<std::uint8_t>(c)) * 1'099'511'628'211U;
    }
    return value;
}

}  // namespace

std::string trace::traceparent() const {
    return "00-" + trace_id + '-' + span_id + "-01";
}

trace continue_trace(
    std::string_view traceparent,
    model::message_id message,
    std::string_view consumer
) {
    trace result;
    result.trace_id = is_trace(traceparent) ? std::string{traceparent.substr(trace_at, trace_size)}
                                            : model::hexadecimal(message.value().bytes());
    std::array<std::uint8_t, 8> span{};
    const auto mask = spread(consumer);
    std::memcpy(span.data(), message.value().bytes().data() + 8, span.size());
    for (std::size_t i = 0; i < span.size(); ++i) {
        span[i] = static_cast<std::uint8_t>(span[i] ^ ((mask >> (8 * i)) & 0xffU));
    }
    result.span_id = model::hexadecimal(span);
    return result;
}

}  // namespace hub::instruments::consumer
