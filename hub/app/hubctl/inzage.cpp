#include "hub/app/hubctl/commands.hpp"
#include "hub/app/hubctl/show.hpp"

#include <boost/json/serialize.hpp>

#include <iostream>
#include <memory>

namespace hub::app::hubctl {
namespace {

namespace json = boost::json;

struct inzage_options {
    std::string what;
    std::string id;
    std::string part = "origineel";
    std::string document;
    std::string reason;
    std::string reference;
    // Of the request.
    std::string request;
    std::string to;
    bool ended = false;
};

std::string target(const inzage_options& how, std::string_view act) {
    return "/api/inzagen/" + encoded(how.request) + "/" + std::string{act};
}

void ask(const common_options& common, const inzage_options& how) {
    json::object body{
        {"soort", how.what}, {"id", how.id}, {"deel", how.part}, {"reden", how.reason}};
    if (!how.document.empty()) {
        body["deel"] = "bijlage";
        body["bijlage"] = how.document;
    }
    if (!how.reference.empty()) {
        body["kenmerk"] = how.reference;
    }
    session hub{as_operator(common), door::operators};
    print_json(hub.post("/api/inzagen", json::serialize(body)));
}

void show(const common_options& common, const inzage_options& how) {
    session hub{as_operator(common), door::operators};
    if (!how.request.empty()) {
        print_json(hub.get("/api/inzagen/" + encoded(how.request)));
        return;
    }
    print_json(hub.get(how.ended ? "/api/inzagen?stand=beeindigd" : "/api/inzagen"));
}

void fetch(const common_options& common, const inzage_options& how) {
    session hub{as_operator(common), door::operators};
    const auto content = hub.fetch(target(how, "inhoud"), "{}");
    if (how.to.empty()) {
        std::cout << content << std::flush;
        return;
    }
    write_file(how.to, content);
}

void add_request_verbs(
    CLI::App& noun,
    common_options& common,
    const std::shared_ptr<inzage_options>& how
) {
    const auto act = [&](const char* verb, const char* help, const char* path) {
        auto* added = noun.add_subcommand(verb, help);
        added->add_option("INZAGE", how->request, "Id van de inzage")->required();
        added->callback([how, &common, path] {
            session hub{as_operator(common), door::operators};
            print_json(hub.post(target(*how, path), "{}"));
        });
    };
    act("keur", "Keurt goed wat een ander vroeg", "goedkeuringen");
    act("sluit", "Wijst af wat een ander vroeg, of trekt de eigen vraag in", "beeindigingen");
}

}  // namespace

void add_inzage(CLI::App& program, common_options& common) {
    auto how = std::make_shared<inzage_options>();
    auto* noun = program.add_subcommand(
        "inzage", "Beheer: inhoud zien, met een reden en een tweede persoon"
    );
    noun->require_subcommand(1)->fallthrough();

    auto* ask_verb = noun->add_subcommand("vraag", "Vraagt de inhoud van een bericht te zien");
    ask_verb->add_option("SOORT", how->what, "bericht of quarantaine")->required();
    ask_verb->add_option("ID", how->id, "Id daarvan")->required();
    ask_verb->add_option("--reden", how->reason, "Waarom; de afzender leest het")->required();
    ask_verb->add_option("--kenmerk", how->reference, "Kenmerk uit de eigen administratie");
    ask_verb->add_option("--deel", how->part, "origineel of canoniek")->capture_default_str();
    ask_verb->add_option(
        "--bijlage", how->document, "Nummer van een bijlage van het bericht (zie bericht waarom)"
    );
    ask_verb->callback([how, &common] { ask(common, *how); });

    add_request_verbs(*noun, common, how);

    auto* fetch_verb =
        noun->add_subcommand("haal", "Haalt de inhoud; de afzender krijgt er bericht van");
    fetch_verb->add_option("INZAGE", how->request, "Id van de inzage")->required();
    fetch_verb->add_option("--naar", how->to, "Bestand; anders naar de uitvoer");
    fetch_verb->callback([how, &common] { fetch(common, *how); });

    auto* show_verb = noun->add_subcommand("toon", "Toont wat openstaat, of een inzage");
    show_verb->add_option("INZAGE", how->request, "Id van de inzage");
    show_verb->add_flag("--beeindigd", how->ended, "Wat voorbij is");
    show_verb->callback([how, &common] { show(common, *how); });
}

}  // namespace hub::app::hubctl
