// kafka bereid-voor: makes topics and rights as topics.yaml states them, after showing the
// difference; kafka toon|hervat|herhaal: what operators see and say of the streams.
#include "adapters/configuration/configuration.hpp"
#include "adapters/kafka/administration.hpp"
#include "hub/app/hubctl/commands.hpp"
#include "hub/app/hubctl/show.hpp"
#include "hub/app/kafka_options.hpp"

#include <iostream>
#include <memory>
#include <variant>

namespace hub::app::hubctl {

namespace configuration = adapters::configuration;
namespace kafka = adapters::kafka;

namespace {

struct prepare_words {
    std::string file;
    std::string principal = "beheer";
    bool only_check = false;
};

configuration::configuration load(const std::string& file) {
    auto loaded = configuration::load(file, {});
    if (const auto* mistakes = std::get_if<std::vector<configuration::mistake>>(&loaded)) {
        throw command_failed{exit_code::not_sound, configuration::to_string(mistakes->front())};
    }
    auto how = std::get<configuration::configuration>(std::move(loaded));
    if (how.broker.kind != configuration::broker_kind::kafka) {
        throw command_failed{
            exit_code::usage, "Deze configuratie gebruikt de ingebouwde berichtendienst."};
    }
    return how;
}

void show(const kafka::preparation& what) {
    for (const auto& one : what.remarks) {
        std::cout << "  " << one << "\n";
    }
    for (const auto& one : what.lines()) {
        std::cout << "  " << one << "\n";
    }
}

void prepare(const prepare_words& words) {
    const auto how = load(words.file);
    const auto stated = topic_table_of(how.broker);
    kafka::administration cluster{connection_as(words.principal, how.broker)};
    const auto what = kafka::prepare(stated, how.environment, cluster.look(stated));
    show(what);
    if (!what.obstacles.empty()) {
        std::string all;
        for (const auto& one : what.obstacles) {
            all += one + "\n";
        }
        throw command_failed{exit_code::not_sound, all + "Er is niets veranderd."};
    }
    if (what.nothing_to_do()) {
        std::cout << "Kafka is zoals het hoort.\n";
        return;
    }
    if (words.only_check) {
        throw command_failed{exit_code::not_sound, "Kafka is anders (proef: niets veranderd)."};
    }
    cluster.perform(what, stated, how.environment);
    std::cout << "Kafka is voorbereid.\n";
}

void add_operators_verbs(CLI::App& noun, common_options& common) {
    auto* show_verb = noun.add_subcommand(
        "toon", "Beheer: per rol en partitie de plaats, de achterstand en wat er mis is"
    );
    show_verb->callback([&common] {
        session hub{as_operator(common), door::operators};
        print_json(hub.get("/api/berichtendienst"));
    });

    auto role = std::make_shared<std::string>();
    auto* resume_verb = noun.add_subcommand(
        "hervat", "Beheer: een rol die zijn plaats kwijt is, gaat verder bij het oudste dat er is"
    );
    resume_verb->add_option("ROL", *role, "bijvoorbeeld loket, of intake")->required();
    resume_verb->callback([role, &common] {
        session hub{as_operator(common), door::operators};
        print_json(hub.post("/api/verwerkers/" + encoded(*role) + "/hervattingen", "{}"));
    });

    auto hours = std::make_shared<std::uint32_t>(24);
    auto* again_verb = noun.add_subcommand(
        "herhaal",
        "Beheer: publiceert opnieuw wat nog geen uitkomst heeft, en wat de rollen verstuurden"
    );
    again_verb->add_option("--uren", *hours, "Zo ver terug wat de rollen verstuurden")
        ->capture_default_str();
    again_verb->callback([hours, &common] {
        session hub{as_operator(common), door::operators};
        print_json(hub.post("/api/herpublicaties?uren=" + std::to_string(*hours), "{}"));
    });
}

}  // namespace

void add_kafka(CLI::App& program, common_options& common) {
    auto words = std::make_shared<prepare_words>();
    auto* noun = program.add_subcommand("kafka", "Het Kafka-cluster van deze omgeving");
    noun->require_subcommand(1)->fallthrough();
    add_operators_verbs(*noun, common);
    auto* verb = noun->add_subcommand(
        "bereid-voor", "Maakt onderwerpen en rechten zoals topics.yaml ze noemt; toont eerst wat"
    );
    verb->add_option("--config", words->file, "hub.yaml")->required();
    verb->add_option("--beheerder", words->principal, "Naam van het certificaat dat dit mag")
        ->capture_default_str();
    verb->add_flag("--proef", words->only_check, "Alleen vergelijken");
    verb->callback([words] {
        try {
            prepare(*words);
        } catch (const command_failed&) {
            throw;
        } catch (const std::runtime_error& failed) {
            throw command_failed{exit_code::no_connection, failed.what()};
        }
    });
}

}  // namespace hub::app::hubctl
