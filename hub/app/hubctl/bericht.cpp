#include "hub/app/hubctl/commands.hpp"
#include "hub/app/hubctl/message_file.hpp"
#include "hub/app/hubctl/show.hpp"

#include <boost/json/serialize.hpp>

#include <array>
#include <iostream>
#include <memory>
#include <sstream>

namespace hub::app::hubctl {
namespace {

namespace json = boost::json;

constexpr const char* kinds =
    "aanmelding, signaal, bericht, registermutatie, cloudevents, "
    "cloudevents-batch, zgw of stuf; blijkt anders uit het bestand";

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

// Its answer is no JSON but an envelope too, a refusal as well.
void send_envelope(session& hub, const message_file& what, const std::string& body) {
    const auto answer = hub.hand_in(what.resource, body, what.content_type);
    std::cout << answer.body << "\n";
    if (answer.status >= 300) {
        throw command_failed{exit_code::refused, "De hub nam het bericht niet aan."};
    }
}

void send(const common_options& common, const bericht_options& how) {
    const auto body = read_file(how.file);
    session hub{common, door::organisations};
    const auto what = recognise(body, how.soort);
    if (what.form == "stuf") {
        send_envelope(hub, what, body);
        return;
    }
    const auto answer = hub.post_as(what.resource, body, what.content_type);
    if (answer.is_null()) {
        std::cout << "Ontvangen\n";
        return;
    }
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

void check(const common_options& common, const bericht_options& how) {
    const auto body = read_file(how.file);
    const auto what = recognise(body, how.soort);
    session hub{common, door::organisations};
    print_json(hub.post_as(what.resource + "/_controleer", body, what.content_type));
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

    auto* send_verb = noun->add_subcommand("stuur", "Stuurt een bericht in, in welke vorm ook");
    send_verb->add_option("BESTAND", how->file, "JSON- of XML-bestand")->required();
    send_verb->add_option("--soort", how->soort, kinds);
    send_verb->add_option(
        "--bewijs", how->receipt_file, "Bewaart het ontvangstbewijs in dit bestand"
    );
    send_verb->callback([how, &common] { send(as_organisation(common), *how); });

    auto* check_verb = noun->add_subcommand(
        "controleer", "Zegt wat de hub van een bestand zou zeggen; slaat niets op"
    );
    check_verb->add_option("BESTAND", how->file, "JSON- of XML-bestand")->required();
    check_verb->add_option("--soort", how->soort, kinds);
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
