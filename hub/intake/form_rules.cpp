#include "hub/intake/form_rules.hpp"

#include "hub/intake/refusal.hpp"
#include "hub/model/words.hpp"

#include <iterator>
#include <string>
#include <utility>

namespace hub::intake {
namespace {

// On which Open Notificaties tries a new subscription.
constexpr std::string_view trial_channel = "test";
constexpr std::string_view deviations_extension = "pmmafwijkingen";

std::optional<access::announced_as>
rule_for(const access::caller& who, const ports::announcement& what) {
    return who.is_outsider() ? std::nullopt : who.organisation->forms.find(what);
}

void judge_deviations(const access::caller& who, ports::decoded_message& decoded, verdict& result) {
    std::vector<model::invalid_param> refused;
    std::string allowed;
    for (auto& one : decoded.deviations) {
        if (who.is_outsider() || !who.organisation->forms.allows(one.code)) {
            refused.push_back(std::move(one));
            continue;
        }
        allowed += allowed.empty() ? one.code : " " + one.code;
        result.sound.notices.push_back(std::move(one));
    }
    if (!allowed.empty()) {
        // Whoever opens the message sees what was let through.
        decoded.extensions.insert_or_assign(std::string{deviations_extension}, allowed);
    }
    if (!refused.empty()) {
        result.refusals.push_back(refuse(
            "afwijking_niet_toegestaan",
            "Het bericht wijkt af van de standaard, en voor uw organisatie is dat niet "
            "afgesproken.",
            std::move(refused)
        ));
    }
}

// Tells the loket what happened to a zaak; the casus is the one that the zaak opened.
void make_mededeling(const ports::announcement& what, pmm::v1::CanonicalMessage& message) {
    const std::string reference = message.aanmelding().kenmerk();
    const std::string explanation = message.aanmelding().toelichting();
    auto& bericht = *message.mutable_bericht();
    bericht.set_kenmerk(reference);
    bericht.set_soort(pmm::v1::BERICHT_SOORT_MEDEDELING);
    bericht.add_aan(std::string{model::to_string(model::instrument::loket)});
    bericht.set_onderwerp("Melding: " + what.resource + " " + what.action);
    bericht.set_tekst(explanation);
}

}  // namespace

bool is_trial(const ports::decoded_message& decoded) {
    return decoded.announcement && decoded.announcement->channel == trial_channel;
}

bool is_set_aside(const access::caller& who, const ports::decoded_message& decoded) {
    if (is_trial(decoded)) {
        return true;
    }
    return decoded.announcement &&
           rule_for(who, *decoded.announcement) == access::announced_as::niets;
}

void apply_form_rules(const access::caller& who, ports::decoded_message& decoded, verdict& result) {
    judge_deviations(who, decoded, result);
    std::move(
        decoded.notices.begin(), decoded.notices.end(), std::back_inserter(result.sound.notices)
    );
    if (!decoded.announcement) {
        return;
    }
    const auto becomes = rule_for(who, *decoded.announcement);
    if (!becomes) {
        result.refusals.push_back(refuse(
            "melding_zonder_regel",
            "Voor meldingen van dit kanaal, deze resource en deze actie is voor uw organisatie "
            "niets afgesproken."
        ));
    } else if (*becomes == access::announced_as::mededeling) {
        make_mededeling(*decoded.announcement, decoded.message);
    }
}

}  // namespace hub::intake
