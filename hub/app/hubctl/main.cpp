// pmm-hubctl: the command line of operators and integrators. It goes through the hub's ports like
// everyone.
#include "hub/app/hubctl/commands.hpp"

#include <cstdlib>
#include <iostream>

namespace {

using namespace hub::app::hubctl;

constexpr const char* footer = R"(
Afsluitcodes: 0 gelukt, 1 geweigerd, 2 verkeerd gebruik, 3 nog niet gelukt (opnieuw proberen mag),
  4 uitkomst onbekend (opnieuw proberen is veilig), 5 geen verbinding, 6 klopt niet, 7 niet gevonden.

Voorbeelden:
  pmm-hubctl --als gemeente-a bericht stuur schemas/samples/json/aanmelding-minimaal.json
  pmm-hubctl --als gemeente-a postvak toon
  pmm-hubctl bericht zoek --toestand geparkeerd
  pmm-hubctl --als gemeente-a verbinding rapporteer --naar aansluitrapport.html BERICHT...
  pmm-hubctl ontvangstbewijs controleer bewijs.json --origineel aanmelding.json)";

std::filesystem::path default_certificates() {
    const char* home = std::getenv("PMM_HOME");
    return std::filesystem::path{home != nullptr ? home : ".pmm"} / "certs";
}

void add_common_options(CLI::App& program, common_options& options) {
    options.certificates = default_certificates();
    program
        .add_option(
            "--als", options.as, "Naam van het certificaat waarmee u spreekt (NAAM.pem en NAAM.key)"
        )
        ->envname("PMM_ALS")
        ->default_str("operator voor beheer, gemeente-a voor de rest");
    program.add_option("--certificaten", options.certificates, "Map met certificaten en ca.pem")
        ->capture_default_str();
    program.add_option("--host", options.host, "Naam van de hub")->capture_default_str();
    program.add_option("--poort", options.port, "Poort voor organisaties")
        ->envname("PMM_PORT")
        ->capture_default_str();
    program.add_option("--beheerpoort", options.operators_port, "Poort voor beheer")
        ->envname("PMM_OPERATORS_PORT")
        ->capture_default_str();
    program.add_flag("--json", options.json, "Het antwoord als JSON, voor scripts");
}

}  // namespace

int main(int argc, char** argv) {
    common_options options;
    CLI::App program{
        "Berichten, ontvangstbewijzen, postvakken en beheer van de PMM-hub", "pmm-hubctl"};
    program.footer(footer);
    program.require_subcommand(1);
    program.fallthrough();
    add_common_options(program, options);
    add_bericht(program, options);
    add_ontvangstbewijs(program, options);
    add_postvak(program, options);
    add_register(program, options);
    add_geparkeerd(program, options);
    add_inzage(program, options);
    add_casus(program, options);
    add_organisatie(program, options);
    add_certificaat(program, options);
    add_verbinding(program, options);
    add_config(program, options);
    add_audit(program, options);
    add_kafka(program, options);
    try {
        program.parse(argc, argv);
        return static_cast<int>(exit_code::done);
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? static_cast<int>(exit_code::done)
                                        : static_cast<int>(exit_code::usage);
    } catch (const command_failed& failed) {
        std::cerr << failed.what() << "\n";
        return static_cast<int>(failed.code());
    }
}
