#include "hub/access/caller.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace hub::access {
namespace {

model::rejection refuse(std::string code, std::string words) {
    return {
        .kind = model::finality::rejected,
        .code = std::move(code),
        .words = std::move(words),
        .invalid_params = {}};
}

model::rejection unknown_organisation() {
    return refuse(
        "organisatie_onbekend",
        "Deze hub kent geen organisatie met het OIN van dit certificaat en laat alleen bekende "
        "organisaties toe."
    );
}

model::rejection suspended() {
    return refuse(
        "organisatie_geschorst",
        "De aansluiting van deze organisatie is geschorst. Neem contact op met de beheerder van de "
        "hub."
    );
}

model::rejection not_on_behalf_of() {
    return refuse(
        "namens_niet_toegestaan",
        "Dit certificaat mag dit niet (of niet meer) namens deze organisatie doen."
    );
}

// Outsiders may submit and follow; what is theirs alone needs no further right.
bool is_for_outsiders(right what) noexcept {
    return what == right::send || what == right::read_state;
}

}  // namespace

model::decision<void> admit_connection(
    const organisations& snapshot,
    const model::oin& certificate,
    model::timestamp now
) {
    if (const auto* own = snapshot.find(certificate); own != nullptr) {
        if (own->status == organisation_status::geschorst) {
            return suspended();
        }
        return {};
    }
    bool acts_for_nobody = true;
    for (const auto what : {right::send, right::read_state, right::postvak, right::register_}) {
        const auto owners = snapshot.owners_of(certificate, what, now);
        const bool is_itself = owners.size() == 1 && owners.front() == certificate;
        if (!owners.empty() && !is_itself) {
            return {};
        }
        acts_for_nobody = acts_for_nobody && is_itself;
    }
    if (acts_for_nobody && snapshot.outsiders() == outsider_policy::toegelaten) {
        return {};
    }
    return unknown_organisation();
}

model::decision<caller> resolve_caller(
    std::shared_ptr<const organisations> snapshot,
    const model::oin& certificate,
    const std::optional<model::oin>& on_behalf_of,
    right what,
    model::timestamp now
) {
    const auto owners = snapshot->owners_of(certificate, what, now);
    if (on_behalf_of && std::find(owners.begin(), owners.end(), *on_behalf_of) == owners.end()) {
        return not_on_behalf_of();
    }
    if (owners.empty()) {
        return not_on_behalf_of();
    }
    if (owners.size() > 1 && !on_behalf_of) {
        return refuse(
            "namens_nodig",
            "Dit certificaat handelt voor meer dan een organisatie. Noem in namens het OIN van de "
            "organisatie waarvoor dit is."
        );
    }
    caller who{
        .certificate = certificate,
        .owner = on_behalf_of.value_or(owners.front()),
        .organisation = nullptr,
        .snapshot = std::move(snapshot)};
    who.organisation = who.snapshot->find(who.owner);
    const auto* own = who.snapshot->find(certificate);
    if (own != nullptr && own->status == organisation_status::geschorst) {
        return suspended();
    }
    if (who.is_outsider()) {
        if (who.snapshot->outsiders() == outsider_policy::geweigerd) {
            return unknown_organisation();
        }
        if (!is_for_outsiders(what)) {
            return refuse(
                "alleen_deelnemers", "Dit kan alleen een organisatie die bij de hub is aangesloten."
            );
        }
        return who;
    }
    if (who.organisation->status == organisation_status::geschorst) {
        return suspended();
    }
    return who;
}

model::decision<void> may_submit(const caller& who, model::message_type type) {
    const bool may = who.is_outsider() ? type == model::message_type::aanmelding
                                       : who.organisation->may_submit.contains(type);
    if (!may) {
        return refuse(
            "type_niet_toegestaan",
            "Deze organisatie mag berichten van het type " + std::string{to_string(type)} +
                " niet insturen."
        );
    }
    return {};
}

model::decision<void> may_read_register(const caller& who) {
    if (who.is_outsider() || !who.organisation->may_read_register) {
        return refuse(
            "register_niet_toegestaan", "Deze organisatie mag het Maatwerkregister niet inzien."
        );
    }
    return {};
}

bool may_read(const caller& who, const ports::stored_message& message) noexcept {
    return message.submission.owner == who.owner;
}

bool may_read_postvak(const caller& who, const model::oin& postvak) noexcept {
    return !who.is_outsider() && who.owner == postvak && may_receive(*who.snapshot, postvak);
}

bool may_receive(const organisations& snapshot, const model::oin& recipient) noexcept {
    const auto* found = snapshot.find(recipient);
    return found != nullptr && found->has_postvak && found->status == organisation_status::actief;
}

model::decision<model::destination> may_have_key(
    const organisations& snapshot,
    const model::oin& role,
    std::span<const std::string_view> destinations
) {
    const auto is_for = [destinations](const model::destination& one) {
        return std::ranges::find(destinations, one.name()) != destinations.end();
    };
    const model::destination itself{role};
    const auto instrument = snapshot.instrument_of(role);
    const bool for_instrument = instrument && is_for(model::destination{*instrument});
    if (!for_instrument && !is_for(itself)) {
        return refuse("niet_gevonden", "Dit bericht is er niet, of niet voor deze rol.");
    }
    const auto* listed = snapshot.find(role);
    if (listed != nullptr && listed->status == organisation_status::geschorst) {
        return suspended();
    }
    if (for_instrument) {
        return model::destination{*instrument};
    }
    if (!may_receive(snapshot, role)) {
        return refuse("recht_vervallen", "Deze organisatie mag geen berichten (meer) ontvangen.");
    }
    return itself;
}

std::vector<model::oin> readable_postvakken(
    const organisations& snapshot,
    const model::oin& certificate,
    model::timestamp now
) {
    auto owners = snapshot.owners_of(certificate, right::postvak, now);
    std::erase_if(owners, [&snapshot](const model::oin& owner) {
        return !may_receive(snapshot, owner);
    });
    return owners;
}

}  // namespace hub::access
