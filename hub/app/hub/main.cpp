// pmm-hub: receives, proves and routes messages. `run` starts the roles that the configuration
// names.
#include "adapters/configuration/configuration.hpp"
#include "hub/app/hub/instance.hpp"
#include "hub/app/hub/logging.hpp"
#include "hub/runtime/kill_points/kill_points.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <string>
#include <variant>

namespace {

namespace configuration = adapters::configuration;

// What systemd and scripts can tell apart.
enum class exit_code : int {
    drained = 0,
    // The start failed: a store, a key, a port.
    start_failed = 1,
    // The configuration is not right.
    configuration_wrong = 2,
    // The deadline of the shutdown cut off what was still in hand; nothing receipted is lost.
    cut_short = 3,
};

void tell(const std::vector<configuration::mistake>& mistakes) {
    for (const auto& one : mistakes) {
        std::cerr << configuration::to_string(one) << "\n";
    }
    std::cerr << mistakes.size() << (mistakes.size() == 1 ? " fout" : " fouten")
              << " in de configuratie\n";
}

exit_code run(const std::string& file) {
    const auto outside = configuration::overrides_from_environment();
    auto loaded = configuration::load(file, outside);
    if (const auto* mistakes = std::get_if<std::vector<configuration::mistake>>(&loaded)) {
        tell(*mistakes);
        return exit_code::configuration_wrong;
    }
    auto& how = std::get<configuration::configuration>(loaded);
    hub::app::start_log(how.folders.log);
    const auto end = hub::app::run_instance(std::move(how), file, outside);
    hub::app::end_log();
    return end == hub::app::ending::drained ? exit_code::drained : exit_code::cut_short;
}

exit_code check(const std::string& file) {
    const auto loaded = configuration::load(file, {});
    if (const auto* mistakes = std::get_if<std::vector<configuration::mistake>>(&loaded)) {
        tell(*mistakes);
        return exit_code::configuration_wrong;
    }
    std::cout << "De configuratie is in orde.\n";
    return exit_code::drained;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App program{"Ontvangt, bewijst en bezorgt berichten over vastgelopen casussen", "pmm-hub"};
    program.require_subcommand(1);
    program.footer(
        "Afsluitcodes: 0 afgerond, 1 start mislukt, 2 configuratie onjuist, 3 afronden afgebroken "
        "(niets dat ontvangen is, "
        "gaat verloren)."
    );
    std::string file;
    auto* run_verb = program.add_subcommand("run", "Start de rollen die de configuratie noemt");
    run_verb->add_option("--config", file, "hub.yaml")->required();
    auto* check_verb =
        program.add_subcommand("controleer", "Controleert een configuratie en stopt");
    check_verb->add_option("--config", file, "hub.yaml")->required();
    if constexpr (hub::runtime::kill_points::present) {
        if (const char* place = std::getenv("PMM_KILL_POINT")) {
            hub::runtime::kill_points::arm(place);
        }
    }
    try {
        program.parse(argc, argv);
        return static_cast<int>(check_verb->parsed() ? check(file) : run(file));
    } catch (const CLI::ParseError& error) {
        return program.exit(error);
    } catch (const std::exception& failure) {
        hub::app::log(hub::app::level::error, "start_mislukt");
        hub::app::end_log();
        std::cerr << failure.what() << "\n";
        return static_cast<int>(exit_code::start_failed);
    }
}
