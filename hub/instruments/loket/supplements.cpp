#include "hub/instruments/loket/supplements.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace hub::instruments::loket {
namespace {

using pmm::v1::Aanmelding;

struct judged_field {
    std::string_view name;
    bool (*given)(const Aanmelding& message);
};

// The first two are required in our own form; others may have no place for them.
constexpr std::array judged_fields{
    judged_field{
        "/maatwerkprofessional",
        [](const Aanmelding& m) { return m.has_maatwerkprofessional(); }},
    judged_field{"/vraag", [](const Aanmelding& m) { return !m.vraag().empty(); }},
    judged_field{
        "/maatwerkprofessional/telefoon",
        [](const Aanmelding& m) { return !m.maatwerkprofessional().telefoon().empty(); }},
    judged_field{"/huishouden", [](const Aanmelding& m) { return m.has_huishouden(); }},
    judged_field{"/leefgebieden", [](const Aanmelding& m) { return m.leefgebieden_size() > 0; }},
    judged_field{
        "/betrokkenOrganisaties",
        [](const Aanmelding& m) { return m.betrokken_organisaties_size() > 0; }},
    judged_field{"/geprobeerd", [](const Aanmelding& m) { return m.geprobeerd_size() > 0; }},
    judged_field{"/dringendeData", [](const Aanmelding& m) { return m.dringende_data_size() > 0; }},
    judged_field{"/grondslag", [](const Aanmelding& m) { return m.has_grondslag(); }},
    judged_field{"/doel", [](const Aanmelding& m) { return m.has_doel(); }},
    judged_field{
        "/inwonerGeinformeerd",
        [](const Aanmelding& m) {
            return m.inwoner_geinformeerd() != pmm::v1::GEINFORMEERD_UNSPECIFIED;
        }},
    judged_field{"/betrokkene", [](const Aanmelding& m) { return m.has_betrokkene(); }},
    judged_field{"/toelichting", [](const Aanmelding& m) { return !m.toelichting().empty(); }},
};

const judged_field* find_field(std::string_view name) {
    const auto* const found =
        std::find_if(judged_fields.begin(), judged_fields.end(), [&](const auto& field) {
            return field.name == name;
        });
    return found == judged_fields.end() ? nullptr : found;
}

}  // namespace

std::vector<std::string_view> supplement_fields() {
    std::vector<std::string_view> names;
    for (const auto& field : judged_fields) {
        names.push_back(field.name);
    }
    return names;
}

bool is_supplement_field(std::string_view field) {
    return find_field(field) != nullptr;
}

supplement_table::supplement_table(std::vector<supplement_rule> rules) : rules_{std::move(rules)} {
    for (const auto& rule : rules_) {
        if (!is_supplement_field(rule.field)) {
            throw std::invalid_argument{"no field that can be asked for: " + rule.field};
        }
    }
}

std::vector<pmm::v1::Ontbrekend> supplement_table::missing(const Aanmelding& message) const {
    std::vector<pmm::v1::Ontbrekend> result;
    for (const auto& rule : rules_) {
        if (!find_field(rule.field)->given(message)) {
            auto& one = result.emplace_back();
            one.set_veld(rule.field);
            one.set_vraag(rule.question);
        }
    }
    return result;
}

}  // namespace hub::instruments::loket
