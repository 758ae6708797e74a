#include "hub/app/hubctl/commands.hpp"
#include "hub/app/hubctl/show.hpp"

namespace hub::app::hubctl {

void add_certificaat(CLI::App& program, common_options& common) {
    auto* noun = program.add_subcommand("certificaat", "Wat de hub van uw certificaat ziet");
    noun->require_subcommand(1)->fallthrough();
    auto* show_verb = noun->add_subcommand(
        "toon", "Certificaat, keten, OIN, rechten en wat er ontbreekt, in woorden"
    );
    show_verb->callback([&common] {
        session hub{as_organisation(common), door::organisations};
        print_json(hub.get("/v1/verbinding"));
    });
}

void add_organisatie(CLI::App& program, common_options& common) {
    auto* noun = program.add_subcommand("organisatie", "Beheer: aangesloten organisaties");
    noun->require_subcommand(1)->fallthrough();
    auto* show_verb = noun->add_subcommand(
        "toon", "Toont de organisaties en hun rechten zoals de hub ze nu kent"
    );
    show_verb->callback([&common] {
        session hub{as_operator(common), door::operators};
        print_json(hub.get("/api/organisaties"));
    });
}

}  // namespace hub::app::hubctl
