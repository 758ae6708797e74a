#include "hub/app/hubctl/commands.hpp"
#include "hub/app/hubctl/show.hpp"

#include <boost/json/serialize.hpp>

#include <memory>

namespace hub::app::hubctl {
namespace {

namespace json = boost::json;

struct casus_options {
    std::string id;
    std::string reason;
    bool trial = false;
};

void say(const common_options& common, const casus_options& how, std::string_view what) {
    session hub{as_operator(common), door::operators};
    const auto target = "/api/casussen/" + encoded(how.id) + "/" + std::string{what};
    json::object body{{"reden", how.reason}, {"uitvoering", how.trial ? "proef" : "echt"}};
    print_json(hub.post(target, json::serialize(body)));
}

void add_words(CLI::App& verb, casus_options& how) {
    verb.add_option("CASUS", how.id, "Id van de casus")->required();
    verb.add_option("--reden", how.reason, "Waarom: een woord, zonder persoonsgegevens")
        ->required();
    verb.add_flag("--proef", how.trial, "Alleen zeggen wat er zou gebeuren");
}

}  // namespace

void add_casus(CLI::App& program, common_options& common) {
    auto how = std::make_shared<casus_options>();
    auto* noun = program.add_subcommand("casus", "Beheer: casussen wissen");
    noun->require_subcommand(1)->fallthrough();

    auto* erase_verb = noun->add_subcommand(
        "wis", "Kondigt aan dat een casus voorgoed wordt gewist; een tweede persoon bevestigt"
    );
    add_words(*erase_verb, *how);
    erase_verb->callback([how, &common] { say(common, *how, "wissingen"); });

    auto* keep_verb =
        noun->add_subcommand("behoud", "Trekt een aangekondigde wissing in, zolang het nog kan");
    add_words(*keep_verb, *how);
    keep_verb->callback([how, &common] { say(common, *how, "intrekkingen"); });

    auto* show_verb =
        noun->add_subcommand("toon", "Toont wat aangekondigd, ingetrokken of gewist is");
    show_verb->callback([&common] {
        session hub{as_operator(common), door::operators};
        print_json(hub.get("/api/wissingen"));
    });
}

}  // namespace hub::app::hubctl
