// routes.yaml and loket.yaml: where messages go, and what the loket asks for.
#include "adapters/configuration/parts.hpp"
#include "hub/instruments/loket/supplements.hpp"

#include <array>
#include <set>
#include <utility>

namespace adapters::configuration {
namespace {

namespace access = hub::access;
namespace model = hub::model;
namespace routing = hub::routing;

constexpr std::array<std::pair<std::string_view, pmm::v1::Leefgebied>, 12> leefgebieden{{
    {"schulden", pmm::v1::LEEFGEBIED_SCHULDEN},
    {"inkomen", pmm::v1::LEEFGEBIED_INKOMEN},
    {"wonen", pmm::v1::LEEFGEBIED_WONEN},
    {"gezondheid", pmm::v1::LEEFGEBIED_GEZONDHEID},
    {"psychosociaal", pmm::v1::LEEFGEBIED_PSYCHOSOCIAAL},
    {"verslaving", pmm::v1::LEEFGEBIED_VERSLAVING},
    {"onderwijs", pmm::v1::LEEFGEBIED_ONDERWIJS},
    {"werk", pmm::v1::LEEFGEBIED_WERK},
    {"zorg", pmm::v1::LEEFGEBIED_ZORG},
    {"veiligheid", pmm::v1::LEEFGEBIED_VEILIGHEID},
    {"verblijf", pmm::v1::LEEFGEBIED_VERBLIJF},
    {"overig", pmm::v1::LEEFGEBIED_OVERIG},
}};

// Reads a list of words, each by its parser; an unknown one is told with what is allowed.
template <class Value, class Parse>
std::vector<Value> read_words(section& from, const char* key, Parse parse, std::string_view what) {
    std::vector<Value> result;
    for (const auto& word : from.texts(key)) {
        if (const auto value = parse(word)) {
            result.push_back(*value);
        } else {
            from.wrong(key, "'" + word + "' is geen " + std::string{what});
        }
    }
    return result;
}

std::optional<routing::target> parse_target(std::string_view word) {
    if (word == "geadresseerden") {
        return routing::target{.what = routing::target::kind::addressed, .destination = {}};
    }
    if (word == "betrokkenen") {
        return routing::target{.what = routing::target::kind::involved, .destination = {}};
    }
    if (const auto destination = model::destination::parse(word)) {
        return routing::target{.what = routing::target::kind::fixed, .destination = destination};
    }
    return std::nullopt;
}

void read_rule(section& entry, configuration& into) {
    routing::rule result;
    result.name = entry.text("naam").value_or("");
    result.words = entry.text("omdat").value_or("");
    for (const auto type : read_words<model::message_type>(
             entry, "soorten", model::parse_message_type, "berichtsoort"
         )) {
        result.types.add(type);
    }
    result.owners = read_words<model::oin>(entry, "afzenders", model::oin::parse, "OIN");
    result.owner_kinds = read_words<access::soort>(
        entry, "soortenAfzender", access::parse_soort, "soort organisatie"
    );
    result.leefgebieden =
        read_words<pmm::v1::Leefgebied>(entry, "leefgebieden", parse_leefgebied, "leefgebied");
    result.organisations = read_words<model::oin>(entry, "organisaties", model::oin::parse, "OIN");
    result.targets = read_words<routing::target>(
        entry,
        "naar",
        parse_target,
        "bestemming (een instrument, een OIN, 'geadresseerden' of 'betrokkenen')"
    );
    if (result.targets.empty()) {
        entry.wrong("naar", "er hoort ten minste een bestemming te staan");
    }
    into.routes.push_back(std::move(result));
}

void read_open_extension(section& entry, configuration& into) {
    hub::routing::open_extension result;
    result.name = entry.text("naam").value_or("");
    if (!hub::routing::is_open_name(result.name)) {
        entry.wrong(
            "naam",
            "dit kan geen leesbare uitbreiding zijn: hoogstens twintig kleine letters en cijfers, "
            "niet beginnend met pmm, en geen attribuut dat al een betekenis heeft"
        );
    }
    result.words = entry.texts("waarden");
    for (const auto& word : result.words) {
        if (!hub::routing::is_open_word(word)) {
            entry.wrong(
                "waarden",
                "'" + word +
                    "' kan geen leesbare waarde zijn: een letter, dan letters, cijfers en . _ -, "
                    "hoogstens 32 samen, waarvan hoogstens zeven cijfers"
            );
        }
    }
    result.most = static_cast<std::uint32_t>(
        entry.number("hoogste", 1, hub::routing::most_open_number).value_or(0)
    );
    if (result.words.empty() && result.most == 0) {
        entry.wrong_here("zet 'waarden' (een lijst) of 'hoogste' (een getal)");
    }
    into.open_extensions.push_back(std::move(result));
}

// What may stand in 'veld'.
std::string supplement_words() {
    std::string words = "de velden zijn";
    for (const auto field : hub::instruments::loket::supplement_fields()) {
        words.append(" ").append(field);
    }
    return words;
}

}  // namespace

std::optional<pmm::v1::Leefgebied> parse_leefgebied(std::string_view word) {
    for (const auto& [name, value] : leefgebieden) {
        if (name == word) {
            return value;
        }
    }
    return std::nullopt;
}

void read_routes(section& file, configuration& into) {
    std::set<std::string> names;
    file.each("regels", [&](section& entry) {
        read_rule(entry, into);
        if (!names.insert(into.routes.back().name).second) {
            entry.wrong("naam", "deze naam staat er al");
        }
    });
    names.clear();
    file.each("uitbreidingen", [&](section& entry) {
        read_open_extension(entry, into);
        if (!names.insert(into.open_extensions.back().name).second) {
            entry.wrong("naam", "deze naam staat er al");
        }
    });
    file.finish();
}

void read_supplements(section& file, configuration& into) {
    file.each("aanvullingen", [&into](section& entry) {
        supplement result;
        result.field = entry.text("veld").value_or("");
        if (!hub::instruments::loket::is_supplement_field(result.field)) {
            entry.wrong("veld", "dit veld kan het loket niet opvragen: " + supplement_words());
        }
        result.question = entry.text("vraag").value_or("");
        into.supplements.push_back(std::move(result));
    });
    file.finish();
}

}  // namespace adapters::configuration
