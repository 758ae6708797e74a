#include "adapters/formats/stuf/moment.hpp"

#include <algorithm>
#include <chrono>
#include <date/tz.h>

namespace adapters::formats::stuf {
namespace {

const date::time_zone& amsterdam() {
    static const date::time_zone* const zone = date::locate_zone("Europe/Amsterdam");
    return *zone;
}

bool is_digits(std::string_view text) noexcept {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int number(std::string_view text) noexcept {
    int result = 0;
    for (const char c : text) {
        result = result * 10 + (c - '0');
    }
    return result;
}

constexpr std::size_t date_digits = 8;
constexpr std::size_t second_digits = 14;
constexpr std::size_t most_digits = 17;

std::string digits(int value, std::size_t width) {
    auto text = std::to_string(value);
    return std::string(width - std::min(width, text.size()), '0') + text;
}

}  // namespace

std::optional<moment> parse_moment(std::string_view text) {
    if (text.size() < second_digits || text.size() > most_digits || !is_digits(text)) {
        return std::nullopt;
    }
    const date::year_month_day day{
        date::year{number(text.substr(0, 4))},
        date::month{static_cast<unsigned>(number(text.substr(4, 2)))},
        date::day{static_cast<unsigned>(number(text.substr(6, 2)))}};
    const int hour = number(text.substr(8, 2));
    const int minute = number(text.substr(10, 2));
    const int second = number(text.substr(12, 2));
    if (!day.ok() || hour > 23 || minute > 59 || second > 59) {
        return std::nullopt;
    }
    auto fraction = std::string{text.substr(second_digits)};
    fraction.resize(3, '0');
    const auto local = date::local_days{day} + std::chrono::hours{hour} +
                       std::chrono::minutes{minute} + std::chrono::seconds{second};
    const auto info = amsterdam().get_info(local);
    moment result;
    switch (info.result) {
        case date::local_info::unique:
            break;
        case date::local_info::ambiguous:
            result.is = reading::ambiguous;
            break;
        case date::local_info::nonexistent:
            result.is = reading::missing;
            break;
        default:
            return std::nullopt;
    }
    const auto utc = amsterdam().to_sys(local, date::choose::earliest);
    result.at = std::chrono::time_point_cast<std::chrono::microseconds>(utc);
    if (result.is != reading::missing) {
        result.at += std::chrono::milliseconds{number(fraction)};
    }
    return result;
}

std::string write_moment(hub::model::timestamp at) {
    const auto whole = std::chrono::floor<std::chrono::milliseconds>(at);
    const auto local = amsterdam().to_local(whole);
    const auto day = date::floor<date::days>(local);
    const date::year_month_day calendar{day};
    const date::hh_mm_ss clock{local - day};
    return digits(static_cast<int>(calendar.year()), 4) +
           digits(static_cast<int>(static_cast<unsigned>(calendar.month())), 2) +
           digits(static_cast<int>(static_cast<unsigned>(calendar.day())), 2) +
           digits(static_cast<int>(clock.hours().count()), 2) +
           digits(static_cast<int>(clock.minutes().count()), 2) +
           digits(static_cast<int>(clock.seconds().count()), 2) +
           digits(static_cast<int>(clock.subseconds().count()), 3);
}

std::string full_date(std::string_view text) {
    if (text.size() != date_digits || !is_digits(text)) {
        return {};
    }
    std::string result{text.substr(0, 4)};
    result.append("-").append(text.substr(4, 2)).append("-").append(text.substr(6, 2));
    return hub::model::is_full_date(result) ? result : std::string{};
}

}  // namespace adapters::formats::stuf
