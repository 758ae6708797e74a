#include "hub/model/timestamp.hpp"

#include <cstddef>

namespace hub::model {
namespace {

// Reads exactly `digits` decimal digits at `text`'s front and removes them.
std::optional<int> take_number(std::string_view& text, std::size_t digits) noexcept {
    if (text.size() < digits) {
        return std::nullopt;
    }
    int value = 0;
    for (const char c : text.substr(0, digits)) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool take_char(std::string_view& text, char expected) noexcept {
    if (text.empty() || text.front() != expected) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

std::optional<std::chrono::sys_days> take_date(std::string_view& text) noexcept {
    const auto year = take_number(text, 4);
    if (!year || !take_char(text, '-')) {
        return std::nullopt;
    }
    const auto month = take_number(text, 2);
    if (!month || !take_char(text, '-')) {
        return std::nullopt;
    }
    const auto day = take_number(text, 2);
    if (!day) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{
        std::chrono::year{*year},
        std::chrono::month{static_cast<unsigned>(*month)},
        std::chrono::day{static_cast<unsigned>(*day)},
    };
    return date.ok() ? std::optional{std::chrono::sys_days{date}} : std::nullopt;
}

std::optional<std::chrono::microseconds> take_time(std::string_view& text) noexcept {
    const auto hour = take_number(text, 2);
    if (!hour || *hour > 23 || !take_char(text, ':')) {
        return std::nullopt;
    }
    const auto minute = take_number(text, 2);
    if (!minute || *minute > 59 || !take_char(text, ':')) {
        return std::nullopt;
    }
    const auto second = take_number(text, 2);
    if (!second || *second > 59) {
        return std::nullopt;
    }
    std::chrono::microseconds result =
        std::chrono::hours{*hour} + std::chrono::minutes{*minute} + std::chrono::seconds{*second};
    if (take_char(text, '.')) {
        int scale = 100'000;
        std::size_t digits = 0;
        while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
            result += std::chrono::microseconds{(text.front() - '0') * scale};
            scale /= 10;
            text.remove_prefix(1);
            ++digits;
        }
        if (digits == 0 || digits > 9) {
            return std::nullopt;
        }
    }
    return result;
}

std::optional<std::chrono::minutes> take_offset(std::string_view& text) noexcept {
    if (take_char(text, 'Z') || take_char(text, 'z')) {
        return std::chrono::minutes{0};
    }
    const bool negative = !text.empty() && text.front() == '-';
    if (!negative && (text.empty() || text.front() != '+')) {
        return std::nullopt;
    }
    text.remove_prefix(1);
    const auto hours = take_number(text, 2);
    if (!hours || *hours > 23 || !take_char(text, ':')) {
        return std::nullopt;
    }
    const auto minutes = take_number(text, 2);
    if (!minutes || *minutes > 59) {
        return std::nullopt;
    }
    const std::chrono::minutes offset{*hours * 60 + *minutes};
    return negative ? -offset : offset;
}

// Writes so many decimal digits at a place.
void put_number(std::string& text, std::size_t at, std::size_t digits, int value) noexcept {
    for (auto place = at + digits; place > at; value /= 10) {
        text[--place] = static_cast<char>('0' + value % 10);
    }
}

}  // namespace

std::string to_rfc3339(timestamp value) {
    const auto days = std::chrono::floor<std::chrono::days>(value);
    const std::chrono::year_month_day date{days};
    const std::chrono::hh_mm_ss time{value - days};
    // Every leaf, head and record has a time: printf would cost more than the rest of it.
    std::string text = "0000-00-00T00:00:00.000000Z";
    put_number(text, 0, 4, static_cast<int>(date.year()));
    put_number(text, 5, 2, static_cast<int>(static_cast<unsigned>(date.month())));
    put_number(text, 8, 2, static_cast<int>(static_cast<unsigned>(date.day())));
    put_number(text, 11, 2, static_cast<int>(time.hours().count()));
    put_number(text, 14, 2, static_cast<int>(time.minutes().count()));
    put_number(text, 17, 2, static_cast<int>(time.seconds().count()));
    put_number(text, 20, 6, static_cast<int>(time.subseconds().count()));
    return text;
}

std::optional<timestamp> parse_rfc3339(std::string_view text) noexcept {
    const auto date = take_date(text);
    if (!date || !(take_char(text, 'T') || take_char(text, 't'))) {
        return std::nullopt;
    }
    const auto time = take_time(text);
    if (!time) {
        return std::nullopt;
    }
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) {
        return std::nullopt;
    }
    return timestamp{*date} + *time - *offset;
}

bool is_full_date(std::string_view text) noexcept {
    return take_date(text) && text.empty();
}

}  // namespace hub::model
