#include "hub/access/organisation.hpp"

#include <array>
#include <utility>

namespace hub::access {
namespace {

constexpr std::array<std::pair<soort, std::string_view>, 7> kinds{{
    {soort::gemeente, "gemeente"},
    {soort::uitvoerder, "uitvoerder"},
    {soort::ministerie, "ministerie"},
    {soort::zorginstelling, "zorginstelling"},
    {soort::samenwerkingsverband, "samenwerkingsverband"},
    {soort::pmm, "pmm"},
    {soort::overig, "overig"},
}};

constexpr std::array<std::pair<deelname, std::string_view>, 3> participations{{
    {deelname::deelnemer, "deelnemer"},
    {deelname::gedeeltelijk, "gedeeltelijk"},
    {deelname::geen, "geen"},
}};

constexpr std::array<std::pair<organisation_status, std::string_view>, 2> statuses{{
    {organisation_status::actief, "actief"},
    {organisation_status::geschorst, "geschorst"},
}};

template <class Table, class Value>
std::string_view word_of(const Table& table, Value value) noexcept {
    for (const auto& [candidate, word] : table) {
        if (candidate == value) {
            return word;
        }
    }
    return {};
}

template <class Table>
auto value_of(const Table& table, std::string_view text) noexcept
    -> std::optional<typename Table::value_type::first_type> {
    for (const auto& [value, word] : table) {
        if (word == text) {
            return value;
        }
    }
    return std::nullopt;
}

}  // namespace

std::string_view to_string(soort value) noexcept {
    return word_of(kinds, value);
}
std::optional<soort> parse_soort(std::string_view text) noexcept {
    return value_of(kinds, text);
}

std::string_view to_string(deelname value) noexcept {
    return word_of(participations, value);
}
std::optional<deelname> parse_deelname(std::string_view text) noexcept {
    return value_of(participations, text);
}

std::string_view to_string(organisation_status value) noexcept {
    return word_of(statuses, value);
}
std::optional<organisation_status> parse_organisation_status(std::string_view text) noexcept {
    return value_of(statuses, text);
}

}  // namespace hub::access
