#include "adapters/http/answering/refusing.hpp"

#include "adapters/http/exchange/headers.hpp"
#include "hub/ports/result.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace adapters::http::answering {
namespace {

namespace model = hub::model;
using exchange::equal_names;
using exchange::request;
using exchange::response;

constexpr std::string_view not_found_code = "niet_gevonden";

// What is not here is the sender's input: 400.
constexpr std::array<std::pair<std::string_view, unsigned>, 38> statuses{{
    {"type_niet_toegestaan", 403},
    {"register_niet_toegestaan", 403},
    {"namens_niet_toegestaan", 403},
    {"organisatie_onbekend", 403},
    {"organisatie_geschorst", 403},
    {"alleen_deelnemers", 403},
    {"alleen_loket", 403},
    {"bsn_niet_toegestaan", 403},
    {"ontvanger_niet_toegestaan", 403},
    {"recht_vervallen", 403},
    {"rol_ontbreekt", 403},
    {"zelfde_persoon", 403},
    {"niet_de_vrager", 403},
    {not_found_code, 404},
    {"casus_onbekend", 404},
    {"vermelding_onbekend", 404},
    {"antwoordvorm_niet_leverbaar", 406},
    {"id_al_gebruikt", 409},
    {"casuskenmerk_al_gebruikt", 409},
    {"toestand_gewijzigd", 409},
    {"tweede_persoon_nodig", 409},
    {"niets_te_hervatten", 409},
    {"inzage_niet_goedgekeurd", 409},
    {"inzage_al_goedgekeurd", 409},
    {"inzage_verlopen", 409},
    {"inzage_beeindigd", 409},
    {"te_veel_inzagen", 409},
    {"gewist", 410},
    {"te_groot", 413},
    {"inhoudstype_onbekend", 415},
    {"inhoud_te_traag", 408},
    {"bijlagen_vol", 409},
    {"bijlagesoort_niet_toegestaan", 415},
    {"bijlagesoort_klopt_niet", 415},
    {"autorisatie_nodig", 401},
    {"alleen_proefmelding", 403},
    {"te_veel_aanvragen", 429},
    {"niet_authentiek", 500},
}};

std::string_view trim(std::string_view text) noexcept {
    const auto start = text.find_first_not_of(" \t");
    if (start == std::string_view::npos) {
        return {};
    }
    return text.substr(start, text.find_last_not_of(" \t") - start + 1);
}

// Calls visit for each trimmed part; stops when it says so.
template <class Visit>
bool any_part(std::string_view text, char separator, Visit visit) {
    while (!text.empty()) {
        const auto end = std::min(text.find(separator), text.size());
        if (visit(trim(text.substr(0, end)))) {
            return true;
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return false;
}

std::string_view type_of(std::string_view range) noexcept {
    return trim(range.substr(0, range.find(';')));
}

bool covers(std::string_view range, std::string_view media_type) {
    const auto type = type_of(range);
    const auto family = media_type.substr(0, media_type.find('/') + 1);
    return type == "*/*" || equal_names(type, media_type) ||
           (type.ends_with("/*") && equal_names(type.substr(0, type.size() - 1), family));
}

// "q=0", "q=0.0" and so on say that this is not wanted.
bool is_wanted(std::string_view range) {
    return !any_part(range, ';', [](std::string_view parameter) {
        return parameter.size() >= 3 && equal_names(parameter.substr(0, 2), "q=") &&
               parameter.substr(2).find_first_not_of("0.") == std::string_view::npos;
    });
}

bool is_plain_utf8(std::string_view content_type) {
    bool first = true;
    return !any_part(content_type, ';', [&](std::string_view part) {
        if (std::exchange(first, false)) {
            return false;
        }
        return !equal_names(part, "charset=utf-8") && !equal_names(part, "charset=\"utf-8\"");
    });
}

}  // namespace

unsigned status_of(const model::rejection& why) noexcept {
    if (why.kind != model::finality::rejected) {
        return 503;
    }
    for (const auto& [code, status] : statuses) {
        if (why.code == code) {
            return status;
        }
    }
    return why.code.starts_with("certificaat_") ? 403 : 400;
}

model::rejection rejected(std::string_view code, std::string_view words) {
    model::rejection result;
    result.code = code;
    result.words = words;
    return result;
}

model::rejection
rejected(std::string_view code, std::string_view words, model::invalid_param place) {
    auto result = rejected(code, words);
    result.invalid_params.push_back(std::move(place));
    return result;
}

model::rejection not_found() {
    return rejected(
        not_found_code, "Dit bestaat niet, of niet voor de organisatie namens wie u vraagt."
    );
}

model::rejection rejection_of(const boost::system::error_code& error) {
    using hub::ports::errc;
    if (error == errc::not_found) {
        return not_found();
    }
    if (error == errc::erased) {
        return rejected("gewist", "De inhoud is gewist; uw eigen ontvangstbewijs blijft geldig.");
    }
    if (error == errc::conflict) {
        return rejected(
            "toestand_gewijzigd", "Dit is intussen gewijzigd. Vraag de stand op en probeer opnieuw."
        );
    }
    if (error == errc::not_authentic) {
        return rejected("niet_authentiek", "De hub kan dit niet tonen. De beheerder weet ervan.");
    }
    if (error == errc::unknown) {
        return {
            model::finality::unknown,
            "uitkomst_onbekend",
            "Het kan zijn opgeslagen. Stuur precies hetzelfde nogmaals: dan weet u het.",
            {}};
    }
    return {
        model::finality::retry,
        "tijdelijk_niet_beschikbaar",
        "Er is niets opgeslagen. Probeer het straks opnieuw.",
        {}};
}

response refusals::operator()(const model::rejection& why, const request& asked) const {
    counts_.refused(why.code);
    // One text for everything that can't be found, wherever that was noticed.
    auto result = why.code == not_found_code ? exchange::problem(404, not_found(), asked)
                                             : exchange::problem(status_of(why), why, asked);
    if (result.status == 429) {
        result.headers.emplace_back("Retry-After", "60");
    }
    // Asking again is right here too: it is how the sender learns what became of it.
    if (why.kind == model::finality::unknown) {
        result.headers.emplace_back("Retry-After", "5");
    }
    return result;
}

bool accepts(const request& asked, std::string_view media_type) {
    bool present = false;
    const auto fits = [media_type](std::string_view range) {
        return covers(range, media_type) && is_wanted(range);
    };
    for (std::size_t index = 0; index < asked.fields.size(); ++index) {
        const auto field = asked.fields.at(index);
        if (!equal_names(field.name, "accept")) {
            continue;
        }
        present = true;
        if (any_part(field.value, ',', fits)) {
            return true;
        }
    }
    return !present;
}

bool asks_for(const request& asked, std::string_view media_type) {
    const auto names = [media_type](std::string_view range) {
        return equal_names(type_of(range), media_type) && is_wanted(range);
    };
    for (std::size_t index = 0; index < asked.fields.size(); ++index) {
        const auto field = asked.fields.at(index);
        if (equal_names(field.name, "accept") && any_part(field.value, ',', names)) {
            return true;
        }
    }
    return false;
}

std::optional<model::rejection> check_accept(const request& asked) {
    if (accepts(asked, "application/json")) {
        return std::nullopt;
    }
    return rejected("antwoordvorm_niet_leverbaar", "De hub antwoordt hier in application/json.");
}

std::optional<model::rejection> check_content_type(const request& asked) {
    const bool encoded = asked.header("content-encoding").value_or("identity") != "identity";
    if (!encoded && asked.fields.count("content-type") == 1 &&
        asked.media_type() == "application/json" && is_plain_utf8(*asked.header("content-type"))) {
        return std::nullopt;
    }
    return rejected(
        "inhoudstype_onbekend",
        "Stuur hier application/json in UTF-8, niet gecomprimeerd (Content-Type)."
    );
}

}  // namespace adapters::http::answering
