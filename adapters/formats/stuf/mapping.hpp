// The table that says where each StUF element goes: data in schemas/stuf/vertaling.tsv, read once.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace adapters::formats::stuf {

enum class target {
    kenmerk,
    vraag,
    toelichting,
    regel,
    dringende_datum,
    bsn,
    achternaam,
    voorvoegsel,
    voornamen,
    voorletters,
    geboortedatum,
    professional_naam,
    professional_email,
    professional_telefoon,
    onderwerp,
    tekst,
    zaak,
    inhoud,
    // Deliberately not taken over.
    none,
};

struct mapping_row {
    target to = target::none;
    // How a reader calls it.
    std::string label;
};

class mapping {
public:
    // Throws std::invalid_argument, with the line, for a table that can't be read.
    explicit mapping(std::string_view table);

    // By message ("zakLk01") and element path below object, without prefixes and places.
    [[nodiscard]] const mapping_row* find(std::string_view message, std::string_view element) const;

private:
    std::unordered_map<std::string, mapping_row> rows_;
};

// The table that was built in.
[[nodiscard]] const mapping& built_in_mapping();

}  // namespace adapters::formats::stuf
