#include "hub/app/hubctl/commands.hpp"
#include "hub/app/hubctl/show.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <iostream>
#include <memory>
#include <sstream>

namespace hub::app::hubctl {
namespace {

namespace json = boost::json;

// A member that only this kind of message has, and the resource it is posted to.
struct kind {
    std::string_view word;
    std::string_view telling_member;
    std::string_view resource;
};
constexpr std::array<kind, 4> kinds{{
    {"aanmelding", "maatwerkprofessional", "/v1/aanmeldingen"},
    {"signaal", "categorie", "/v1/signalen"},
    {"registermutatie", "actie", "/v1/registermutaties"},
    {"bericht", "aan", "/v1/berichten"},
}};

struct bericht_options {
    std::string file;
    std::string soort;
    std::string receipt_file;
    std::string id;
    std::string afzender;
    std::string toestand;
    std::string casus;
    std::string kenmerk;
    std::size_t maximum = 20;
};

std::string resource_for(const bericht_options& how, const std::string& body) {
    boost::system::error_code not_json;
    const auto parsed = json::parse(body, not_json);
    for (const auto& candidate : kinds) {
        const bool named = candidate.word == how.soort;
        const bool told = how.soort.empty() && !not_json && parsed.is_object() &&
                          parsed.get_object().contains(
                              {candidate.telling_member.data(), candidate.telling_member.size()}
                          );
        if (named || told) {
            return std::string{candidate.resource};
        }
    }
    throw command_failed{
        exit_code::usage,
        "Welke soort dit is, blijkt niet: geef --soort aanmelding, signaal, bericht of "
        "registermutatie."};
}

void send(const common_options& common, const bericht_options& how) {
    const auto body = read_file(how.file);
    session hub{common, door::organisations};
    const auto answer = hub.post(resource_for(how, body), body);
    if (!how.receipt_file.empty()) {
        write_file(how.receipt_file, json::serialize(answer.at("ontvangstbewijs")) + "\n");
    }
    if (common.json) {
        print_json(answer);
        return;
    }
    std::cout << "Ontvangen als inzending " << text_of(answer, "inzending") << "\n";
    if (const auto casus = text_of(answer, "casusId"); !casus.empty()) {
        std::cout << "in casus " << casus << "\n";
    }
    std::cout << "op " << text_of(answer, "ontvangen") << ", met getekend ontvangstbewijs"
              << (how.receipt_file.empty() ? "" : " in " + how.receipt_file) << "\n";
}

// Where a file of another form than our own goes, and as what.
struct other_form {
    std::string_view word;
    std::string_view resource;
    std::string_view content_type;
};
constexpr std::array<other_form, 4> other_forms{{
    {"cloudevents", "/v1/events", "application/cloudevents+json"},
    {"cloudevents-batch", "/v1/events", "application/cloudevents-batch+json"},
    {"zgw", "/v1/notificaties", "application/json"},
    {"stuf", "/v1/stuf", "text/xml"},
}};

// By what such a file begins with or has; nothing for our own form.
std::string_view form_of(std::string_view body) {
    const auto first = body.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first != std::string_view::npos && body[first] == '<') {
        return "stuf";
    }
    boost::system::error_code not_json;
    const auto parsed = json::parse(body, not_json);
    if (not_json) {
        return {};
    }
    if (parsed.is_array()) {
        return "cloudevents-batch";
    }
    if (parsed.is_object() && parsed.get_object().contains("specversion")) {
        return "cloudevents";
    }
    return parsed.is_object() && parsed.get_object().contains("hoofdObject") ? "zgw"
                                                                             : std::string_view{};
}

void check(const common_options& common, const bericht_options& how) {
    const auto body = read_file(how.file);
    session hub{common, door::organisations};
    const auto form = how.soort.empty() ? form_of(body) : std::string_view{how.soort};
    for (const auto& one : other_forms) {
        if (one.word == form) {
            print_json(hub.post_as(
                std::string{one.resource} + "/_controleer", body, std::string{one.content_type}
            ));
            return;
        }
    }
    print_json(hub.post(resource_for(how, body) + "/_controleer", body));
}

void show(const common_options& common, const bericht_options& how) {
    session hub{common, door::organisations};
    const auto answer = hub.get("/v1/inzendingen/" + encoded(how.id));
    if (common.json) {
        print_json(answer);
    } else {
        show_submission(std::cout, answer);
    }
}

void why(common_options common, const bericht_options& how) {
    session hub{as_operator(std::move(common)), door::operators};
    const auto answer = hub.get("/api/berichten/" + encoded(how.id));
    if (common.json) {
        print_json(answer);
    } else {
        show_submission(std::cout, answer);
    }
}

void search(common_options common, const bericht_options& how) {
    session hub{as_operator(std::move(common)), door::operators};
    json::value answer;
    if (!how.kenmerk.empty()) {
        // An own reference may be telling: it never stands in a URL.
        answer = hub.post(
            "/api/berichten/_zoek",
            json::serialize(json::object{{"afzender", how.afzender}, {"kenmerk", how.kenmerk}})
        );
    } else {
        std::string target = "/api/berichten?maximum=" + std::to_string(how.maximum);
        const std::array<std::pair<std::string_view, const std::string*>, 4> filters{{
            {"afzender", &how.afzender},
            {"toestand", &how.toestand},
            {"soort", &how.soort},
            {"casus", &how.casus},
        }};
        for (const auto& [name, value] : filters) {
            if (!value->empty()) {
                target += "&" + std::string{name} + "=" + encoded(*value);
            }
        }
        answer = hub.get(target);
    }
    if (common.json) {
        print_json(answer);
    } else {
        show_messages(std::cout, answer);
    }
}

// Asks again until nothing more is awaited, a second apart, for a minute at most.
void follow(const common_options& common, const bericht_options& how) {
    session hub{common, door::organisations};
    std::string shown;
    for (int attempt = 0; attempt < 60; ++attempt) {
        const auto answer = hub.get("/v1/inzendingen/" + encoded(how.id));
        std::ostringstream text;
        show_submission(text, answer);
        if (text.str() != shown) {
            shown = text.str();
            std::cout << shown << std::flush;
        }
        if (nothing_awaited(answer)) {
            return;
        }
        wait_a_second();
    }
    throw command_failed{exit_code::retry, "Er is nog geen eindtoestand; vraag het later opnieuw."};
}

}  // namespace

void add_bericht(CLI::App& program, common_options& common) {
    auto how = std::make_shared<bericht_options>();
    auto* noun = program.add_subcommand("bericht", "Berichten insturen en volgen");
    noun->require_subcommand(1)->fallthrough();

    auto* send_verb =
        noun->add_subcommand("stuur", "Stuurt een aanmelding, signaal, bericht of registermutatie");
    send_verb->add_option("BESTAND", how->file, "JSON-bestand")->required();
    send_verb->add_option("--soort", how->soort, "aanmelding, signaal, bericht of registermutatie");
    send_verb->add_option(
        "--bewijs", how->receipt_file, "Bewaart het ontvangstbewijs in dit bestand"
    );
    send_verb->callback([how, &common] { send(as_organisation(common), *how); });

    auto* check_verb = noun->add_subcommand(
        "controleer", "Zegt wat de hub van een bestand zou zeggen; slaat niets op"
    );
    check_verb->add_option("BESTAND", how->file, "JSON- of XML-bestand")->required();
    check_verb->add_option(
        "--soort",
        how->soort,
        "aanmelding, signaal, bericht, registermutatie, cloudevents, cloudevents-batch, zgw of "
        "stuf; blijkt anders uit het bestand"
    );
    check_verb->callback([how, &common] { check(as_organisation(common), *how); });

    auto* show_verb =
        noun->add_subcommand("toon", "Toont toestand en geschiedenis van een eigen inzending");
    show_verb->add_option("INZENDING", how->id, "Id van de inzending")->required();
    show_verb->callback([how, &common] { show(as_organisation(common), *how); });

    auto* follow_verb = noun->add_subcommand(
        "volg", "Volgt een eigen inzending tot er niets meer te verwachten is"
    );
    follow_verb->add_option("INZENDING", how->id, "Id van de inzending")->required();
    follow_verb->callback([how, &common] { follow(as_organisation(common), *how); });

    auto* why_verb = noun->add_subcommand(
        "waarom", "Beheer: de weg van een bericht, elke stap met tijd en reden"
    );
    why_verb->add_option("INZENDING", how->id, "Id van de inzending")->required();
    why_verb->callback([how, &common] { why(common, *how); });

    auto* search_verb = noun->add_subcommand("zoek", "Beheer: zoekt berichten, nieuwste eerst");
    search_verb->add_option("--afzender", how->afzender, "OIN van de eigenaar");
    search_verb->add_option("--toestand", how->toestand, "bijvoorbeeld geparkeerd");
    search_verb->add_option("--soort", how->soort, "bijvoorbeeld aanmelding");
    search_verb->add_option("--casus", how->casus, "Id van de casus");
    search_verb->add_option(
        "--kenmerk", how->kenmerk, "Eigen kenmerk van de afzender (met --afzender)"
    );
    search_verb->add_option("--maximum", how->maximum, "Hoeveel ten hoogste")
        ->capture_default_str();
    search_verb->callback([how, &common] { search(common, *how); });
}

}  // namespace hub::app::hubctl
