#include "adapters/formats/receipt/receipt_reader.hpp"
#include "hub/app/hubctl/commands.hpp"
#include "hub/app/hubctl/show.hpp"
#include "hub/vault/receipt.hpp"

#include <boost/json/serialize.hpp>

#include <iostream>
#include <memory>
#include <optional>

namespace hub::app::hubctl {
namespace {

struct receipt_options {
    std::string id;
    std::string file;
    std::string original_file;
    std::string seals_file;
};

// The seal certificates from a kept file, or as the hub publishes them now.
vault::seal_trust seals(const common_options& common, const std::string& file) {
    std::string text;
    if (!file.empty()) {
        text = read_file(file);
    } else {
        session hub{common, door::organisations};
        text = boost::json::serialize(hub.get("/v1/zegels"));
    }
    auto trust = adapters::formats::receipt::read_seals(text);
    if (!trust) {
        throw command_failed{exit_code::not_sound, "De zegelcertificaten zijn niet te lezen."};
    }
    return std::move(*trust);
}

// Only the hub knows, and only its sender is told: the receipt itself stays what it was.
bool is_erased(const common_options& common, const model::message_id& message) {
    session hub{common, door::organisations};
    return hub.ask("/v1/inzendingen/" + message.to_string()).status == 410;
}

void check(const common_options& common, const receipt_options& how) {
    const auto receipt = adapters::formats::receipt::read_receipt(read_file(how.file));
    if (!receipt) {
        throw command_failed{exit_code::not_sound, "Dit is geen ontvangstbewijs."};
    }
    std::string original_bytes;
    std::optional<std::string_view> original;
    if (!how.original_file.empty()) {
        original_bytes = read_file(how.original_file);
        original = original_bytes;
    }
    const auto verdict = vault::verify_receipt(*receipt, original, seals(common, how.seals_file));
    if (verdict.fault) {
        throw command_failed{
            exit_code::not_sound, "Het klopt niet: " + std::string{vault::explain(*verdict.fault)}};
    }
    const bool erased = how.seals_file.empty() && is_erased(common, verdict.leaf.message);
    std::cout << "klopt: inzending " << verdict.leaf.message.to_string() << ", in log "
              << verdict.leaf.log.log_id << " (" << model::to_string(verdict.leaf.log.environment)
              << ")" << (original ? ", en dit zijn de ontvangen bytes" : "")
              << (erased ? "; de hub heeft de inhoud gewist, dit bewijs blijft geldig" : "")
              << "\n";
}

}  // namespace

void add_ontvangstbewijs(CLI::App& program, common_options& common) {
    auto how = std::make_shared<receipt_options>();
    auto* noun =
        program.add_subcommand("ontvangstbewijs", "Ontvangstbewijzen opvragen en controleren");
    noun->require_subcommand(1)->fallthrough();

    auto* show_verb =
        noun->add_subcommand("toon", "Haalt het ontvangstbewijs van een eigen inzending op");
    show_verb->add_option("INZENDING", how->id, "Id van de inzending")->required();
    show_verb->callback([how, &common] {
        session hub{as_organisation(common), door::organisations};
        print_json(hub.get("/v1/inzendingen/" + encoded(how->id) + "/ontvangstbewijs"));
    });

    auto* check_verb = noun->add_subcommand(
        "controleer", "Controleert een ontvangstbewijs, zonder de hub te geloven"
    );
    check_verb->add_option("BESTAND", how->file, "Ontvangstbewijs als JSON")->required();
    check_verb->add_option("--origineel", how->original_file, "De bytes die u inzond");
    check_verb->add_option(
        "--zegels",
        how->seals_file,
        "Bewaard antwoord van /v1/zegels, in plaats van het op te halen"
    );
    check_verb->callback([how, &common] { check(as_organisation(common), *how); });
}

}  // namespace hub::app::hubctl
