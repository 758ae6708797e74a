#include "hub/app/hubctl/commands.hpp"
#include "hub/app/hubctl/show.hpp"

#include <boost/json/serialize.hpp>

#include <chrono>
#include <memory>

namespace hub::app::hubctl {
namespace {

namespace json = boost::json;

struct geparkeerd_options {
    std::string consumer;
    std::string id;
    std::string reason;
    bool trial = false;
    // Which of the quarantine, when it is not one by its id.
    std::string code;
    std::string form;
    std::string sender;
};

std::string target(const geparkeerd_options& how, std::string_view act) {
    return "/api/geparkeerd/" + encoded(how.consumer) + "/" + encoded(how.id) + "/" +
           std::string{act};
}

// Many at once is for the quarantine alone: what a changed mapping or rule heals comes in numbers.
std::string target_of_many(const geparkeerd_options& how) {
    if (how.consumer != "quarantaine") {
        throw command_failed{
            exit_code::usage, "Noem een BERICHT; zonder kan alleen bij quarantaine."};
    }
    std::string result = "/api/quarantaine/_herhaal?maximum=500";
    const auto narrow = [&result](std::string_view name, const std::string& value) {
        if (!value.empty()) {
            result += "&" + std::string{name} + "=" + encoded(value);
        }
    };
    narrow("code", how.code);
    narrow("vorm", how.form);
    narrow("afzender", how.sender);
    return result;
}

// A whole batch, or hundreds of them, one after the other.
constexpr std::chrono::minutes longest_replay{2};

void replay(const common_options& common, const geparkeerd_options& how) {
    session hub{as_operator(common), door::operators};
    const auto where = how.id.empty() ? target_of_many(how) : target(how, "herhalingen");
    print_json(hub.post(
        where,
        json::serialize(json::object{{"uitvoering", how.trial ? "proef" : "echt"}}),
        longest_replay
    ));
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
    replay_verb->add_option("ROL", how->consumer, "bijvoorbeeld loket, of quarantaine")->required();
    replay_verb->add_option(
        "BERICHT", how->id, "Id van het bericht; weggelaten: alles in quarantaine"
    );
    replay_verb->add_flag("--proef", how->trial, "Alleen zeggen wat er zou gebeuren");
    replay_verb->add_option("--code", how->code, "Quarantaine: alleen met deze code");
    replay_verb->add_option("--vorm", how->form, "Quarantaine: alleen in deze vorm");
    replay_verb->add_option("--afzender", how->sender, "Quarantaine: alleen van dit OIN");
    replay_verb->callback([how, &common] { replay(common, *how); });

    auto* close_verb = noun->add_subcommand(
        "sluit", "Sluit een geparkeerd bericht af; een tweede persoon bevestigt"
    );
    close_verb->add_option("ROL", how->consumer, "bijvoorbeeld loket, of quarantaine")->required();
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
