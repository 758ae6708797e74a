#include "hub/app/hubctl/commands.hpp"
#include "hub/app/hubctl/show.hpp"

#include <boost/json/serialize.hpp>

#include <iostream>
#include <memory>

namespace hub::app::hubctl {
namespace {

namespace json = boost::json;

struct postvak_options {
    std::string oin;
    std::string id;
    std::string code;
    std::string reason;
    std::size_t maximum = 20;
    std::size_t wait_seconds = 20;
};

// The mailbox that was named, or the only one this caller may read.
std::string mailbox(session& hub, const postvak_options& how) {
    if (!how.oin.empty()) {
        return how.oin;
    }
    const auto answer = hub.get("/v1/postvakken");
    const auto& mailboxes = items(answer, "postvakken");
    if (mailboxes.size() != 1) {
        throw command_failed{
            exit_code::usage,
            "Geef met --oin aan welk postvak; er zijn er " + std::to_string(mailboxes.size()) +
                " die u mag lezen."};
    }
    return text_of(mailboxes.front(), "oin");
}

void show_item(const json::value& item) {
    std::cout << text_of(item, "klaargezet") << "  " << text_of(item, "soort") << "  "
              << text_of(item, "inzending") << "  " << text_of(item, "toestand") << "\n";
    if (const auto casus = text_of(item, "casusId"); !casus.empty()) {
        std::cout << "  casus " << casus << "\n";
    }
    if (const auto content = text_of(item, "inhoud"); !content.empty()) {
        std::cout << "  " << content << "\n";
    }
}

void print_items(const common_options& common, const json::value& answer) {
    if (common.json) {
        print_json(answer);
        return;
    }
    const auto& found = items(answer, "berichten");
    for (const auto& item : found) {
        show_item(item);
    }
    if (found.empty()) {
        std::cout << "Het postvak is leeg.\n";
    }
}

void show(const common_options& common, const postvak_options& how) {
    session hub{common, door::organisations};
    const auto box = mailbox(hub, how);
    print_items(
        common,
        hub.get(
            "/v1/postvakken/" + encoded(box) + "/berichten?maximum=" + std::to_string(how.maximum)
        )
    );
}

void follow(const common_options& common, const postvak_options& how) {
    session hub{common, door::organisations};
    const auto box = mailbox(hub, how);
    const json::object claim{{"aantal", how.maximum}, {"wachtSeconden", how.wait_seconds}};
    const auto answer = hub.post(
        "/v1/postvakken/" + encoded(box) + "/uitgiften",
        json::serialize(claim),
        std::chrono::seconds{how.wait_seconds + 10}
    );
    print_items(common, answer);
}

void acknowledge(const common_options& common, const postvak_options& how) {
    session hub{common, door::organisations};
    const auto box = mailbox(hub, how);
    hub.post(
        "/v1/postvakken/" + encoded(box) + "/berichten/" + encoded(how.id) + "/bevestigingen", "{}"
    );
    std::cout << "Bevestigd.\n";
}

void refuse(const common_options& common, const postvak_options& how) {
    session hub{common, door::organisations};
    const auto box = mailbox(hub, how);
    hub.post(
        "/v1/postvakken/" + encoded(box) + "/berichten/" + encoded(how.id) + "/weigeringen",
        json::serialize(json::object{{"code", how.code}, {"reden", how.reason}})
    );
    std::cout << "Geweigerd; de afzender krijgt het te horen.\n";
}

}  // namespace

void add_postvak(CLI::App& program, common_options& common) {
    auto how = std::make_shared<postvak_options>();
    auto* noun = program.add_subcommand("postvak", "Uw postvak lezen, ophalen en bevestigen");
    noun->require_subcommand(1)->fallthrough();
    noun->add_option("--oin", how->oin, "OIN van het postvak, als u er meer mag lezen");

    auto* show_verb = noun->add_subcommand("toon", "Toont wat er ligt; verandert niets");
    show_verb->add_option("--maximum", how->maximum, "Hoeveel ten hoogste")->capture_default_str();
    show_verb->callback([how, &common] { show(as_organisation(common), *how); });

    auto* follow_verb = noun->add_subcommand(
        "volg", "Haalt op wat er ligt of binnenkomt, en leent het voor een tijd"
    );
    follow_verb->add_option("--maximum", how->maximum, "Hoeveel ten hoogste")
        ->capture_default_str();
    follow_verb->add_option("--wacht", how->wait_seconds, "Hoeveel seconden op iets gewacht wordt")
        ->capture_default_str();
    follow_verb->callback([how, &common] { follow(as_organisation(common), *how); });

    auto* acknowledge_verb = noun->add_subcommand("bevestig", "Meldt een bericht als verwerkt");
    acknowledge_verb->add_option("BERICHT", how->id, "Id van het bericht")->required();
    acknowledge_verb->callback([how, &common] { acknowledge(as_organisation(common), *how); });

    auto* refuse_verb = noun->add_subcommand("weiger", "Weigert een bericht met een reden");
    refuse_verb->add_option("BERICHT", how->id, "Id van het bericht")->required();
    refuse_verb->add_option("--code", how->code, "Korte vaste code")->required();
    refuse_verb->add_option("--reden", how->reason, "Waarom, in gewone woorden");
    refuse_verb->callback([how, &common] { refuse(as_organisation(common), *how); });
}

}  // namespace hub::app::hubctl
