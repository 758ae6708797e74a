#include "adapters/http/answering/parameters.hpp"

#include "adapters/http/answering/refusing.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace adapters::http::answering {
namespace {

namespace model = hub::model;

constexpr std::size_t most_digits = 18;

}  // namespace

model::rejection wrong_parameter(std::string_view name, std::string_view reason) {
    return rejected(
        "parameter_ongeldig",
        "Een parameter in het adres is niet geldig.",
        {"?" + std::string{name}, "parameter_ongeldig", std::string{reason}}
    );
}

model::decision<void>
only_parameters(const exchange::request& asked, std::initializer_list<std::string_view> known) {
    const bool fine = std::ranges::all_of(asked.query, [&](const exchange::parameter& one) {
        return std::ranges::find(known, one.name) != known.end();
    });
    if (!fine) {
        return wrong_parameter("*", "Dit adres kent deze parameter niet.");
    }
    return {};
}

model::decision<std::uint64_t>
number_parameter(const exchange::request& asked, std::string_view name, std::uint64_t absent) {
    const auto given = asked.parameter_of(name);
    if (!given) {
        return absent;
    }
    std::uint64_t result = 0;
    const char* const end = given->data() + given->size();
    const auto parsed = std::from_chars(given->data(), end, result);
    if (given->size() > most_digits || parsed.ec != std::errc{} || parsed.ptr != end) {
        return wrong_parameter(name, "Dit is geen geheel getal.");
    }
    return result;
}

model::decision<std::string>
text_parameter(const exchange::request& asked, std::string_view name, std::size_t longest) {
    const auto given = asked.parameter_of(name).value_or("");
    // Every character has one byte that continues no other.
    const auto characters = std::ranges::count_if(given, [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    });
    if (static_cast<std::size_t>(characters) > longest) {
        return wrong_parameter(name, "Dit heeft hoogstens " + std::to_string(longest) + " tekens.");
    }
    return std::string{given};
}

model::decision<page>
page_of(const exchange::request& asked, std::size_t usual, std::size_t largest) {
    const auto after = number_parameter(asked, "na", 0);
    if (!after) {
        return after.error();
    }
    const auto limit = number_parameter(asked, "maximum", usual);
    if (!limit) {
        return limit.error();
    }
    if (*limit == 0 || *limit > largest) {
        return wrong_parameter(
            "maximum", "Kies een getal van 1 tot en met " + std::to_string(largest) + "."
        );
    }
    return page{*after, static_cast<std::size_t>(*limit)};
}

}  // namespace adapters::http::answering
