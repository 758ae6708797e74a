#include "hub/app/hubctl/commands.hpp"
#include "hub/app/hubctl/show.hpp"

#include <boost/json/serialize.hpp>

#include <memory>

namespace hub::app::hubctl {
namespace {

namespace json = boost::json;

struct geparkeerd_options {
    std::string consumer;
    std::string id;
    std::string reason;
    bool trial = false;
};

std::string target(const geparkeerd_options& how, std::string_view act) {
    return "/api/geparkeerd/" + encoded(how.consumer) + "/" + encoded(how.id) + "/" +
           std::string{act};
}

}  // namespace

void add_geparkeerd(CLI::App& program, common_options& common) {
    auto how = std::make_shared<geparkeerd_options>();
    auto* noun = program.add_subcommand("geparkeerd", "Beheer: berichten die niet verder kunnen");
    noun->require_subcommand(1)->fallthrough();

    auto* show_verb = noun->add_subcommand("toon", "Toont wat geparkeerd is en wat daarop wacht");
    show_verb->callback([&common] {
        session hub{as_operator(common), door::operators};
        print_json(hub.get("/api/geparkeerd"));
    });

    auto* replay_verb =
        noun->add_subcommand("herhaal", "Laat een geparkeerd bericht opnieuw beoordelen");
    replay_verb->add_option("ROL", how->consumer, "bijvoorbeeld loket")->required();
    replay_verb->add_option("BERICHT", how->id, "Id van het bericht")->required();
    replay_verb->add_flag("--proef", how->trial, "Alleen zeggen wat er zou gebeuren");
    replay_verb->callback([how, &common] {
        session hub{as_operator(common), door::operators};
        print_json(hub.post(
            target(*how, "herhalingen"),
            json::serialize(json::object{{"uitvoering", how->trial ? "proef" : "echt"}})
        ));
    });

    auto* close_verb = noun->add_subcommand(
        "sluit", "Sluit een geparkeerd bericht af; een tweede persoon bevestigt"
    );
    close_verb->add_option("ROL", how->consumer, "bijvoorbeeld loket")->required();
    close_verb->add_option("BERICHT", how->id, "Id van het bericht")->required();
    close_verb->add_option("--reden", how->reason, "Waarom, zonder persoonsgegevens")->required();
    close_verb->callback([how, &common] {
        session hub{as_operator(common), door::operators};
        print_json(hub.post(
            target(*how, "sluitingen"), json::serialize(json::object{{"reden", how->reason}})
        ));
    });
}

}  // namespace hub::app::hubctl
