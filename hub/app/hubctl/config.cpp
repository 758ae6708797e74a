#include "adapters/configuration/configuration.hpp"
#include "hub/app/hubctl/commands.hpp"

#include <iostream>
#include <memory>
#include <variant>

namespace hub::app::hubctl {

namespace configuration = adapters::configuration;

void add_config(CLI::App& program, common_options& /*common*/) {
    auto file = std::make_shared<std::string>();
    auto* noun = program.add_subcommand("config", "Configuratie van de hub");
    noun->require_subcommand(1)->fallthrough();
    auto* check_verb = noun->add_subcommand(
        "controleer", "Zegt alle fouten in een configuratie, met bestand en regel"
    );
    check_verb->add_option("BESTAND", *file, "hub.yaml")->required();
    check_verb->callback([file] {
        const auto loaded = configuration::load(*file, {});
        if (const auto* mistakes = std::get_if<std::vector<configuration::mistake>>(&loaded)) {
            std::string words;
            for (const auto& one : *mistakes) {
                words += configuration::to_string(one) + "\n";
            }
            throw command_failed{
                exit_code::not_sound, words + std::to_string(mistakes->size()) + " fout(en)"};
        }
        std::cout << "De configuratie is in orde.\n";
    });
}

}  // namespace hub::app::hubctl
