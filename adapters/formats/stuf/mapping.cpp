#include "adapters/formats/stuf/mapping.hpp"

#include "adapters/formats/stuf/mapping_table.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>
#include <vector>

namespace adapters::formats::stuf {
namespace {

constexpr std::array<std::pair<std::string_view, target>, 19> words{{
    {"kenmerk", target::kenmerk},
    {"vraag", target::vraag},
    {"toelichting", target::toelichting},
    {"regel", target::regel},
    {"dringendeDatum", target::dringende_datum},
    {"betrokkene.bsn", target::bsn},
    {"betrokkene.achternaam", target::achternaam},
    {"betrokkene.voorvoegsel", target::voorvoegsel},
    {"betrokkene.voornamen", target::voornamen},
    {"betrokkene.voorletters", target::voorletters},
    {"betrokkene.geboortedatum", target::geboortedatum},
    {"maatwerkprofessional.naam", target::professional_naam},
    {"maatwerkprofessional.email", target::professional_email},
    {"maatwerkprofessional.telefoon", target::professional_telefoon},
    {"onderwerp", target::onderwerp},
    {"tekst", target::tekst},
    {"zaak", target::zaak},
    {"inhoud", target::inhoud},
    {"-", target::none},
}};

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> result;
    while (true) {
        const auto end = text.find(separator);
        result.push_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return result;
        }
        text.remove_prefix(end + 1);
    }
}

std::string key_of(std::string_view message, std::string_view element) {
    return std::string{message}.append("/").append(element);
}

}  // namespace

mapping::mapping(std::string_view table) {
    std::size_t number = 0;
    for (const auto line : split(table, '\n')) {
        ++number;
        if (line.empty() || line.front() == '#') {
            continue;
        }
        const auto columns = split(line, '\t');
        const auto* const word =
            columns.size() == 4
                ? std::find_if(
                      words.begin(),
                      words.end(),
                      [&columns](const auto& one) { return one.first == columns[2]; }
                  )
                : words.end();
        if (word == words.end() || !rows_
                                        .emplace(
                                            key_of(columns[0], columns[1]),
                                            mapping_row{word->second, std::string{columns[3]}}
                                        )
                                        .second) {
            throw std::invalid_argument{
                "de vertaaltabel van StUF is niet te lezen, regel " + std::to_string(number)};
        }
    }
}

const mapping_row* mapping::find(std::string_view message, std::string_view element) const {
    const auto found = rows_.find(key_of(message, element));
    return found == rows_.end() ? nullptr : &found->second;
}

const mapping& built_in_mapping() {
    static const mapping table{mapping_table};
    return table;
}

}  // namespace adapters::formats::stuf
