#include "hub/intake/validation.hpp"

#include "hub/intake/addressees.hpp"
#include "hub/intake/form_rules.hpp"
#include "hub/intake/personal_data.hpp"
#include "hub/intake/refusal.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace hub::intake {
namespace {

using pmm::v1::CanonicalMessage;

casus_need need_of(pmm::v1::BerichtSoort kind) noexcept {
    switch (kind) {
        case pmm::v1::BERICHT_SOORT_ANTWOORD:
        case pmm::v1::BERICHT_SOORT_AANVULLING:
        case pmm::v1::BERICHT_SOORT_AANVULVERZOEK:
        case pmm::v1::BERICHT_SOORT_ESCALATIE:
        case pmm::v1::BERICHT_SOORT_VOORTGANG:
            return casus_need::must_exist;
        default:
            // Protobuf enumerations are open: what a newer decoder adds begins like a question.
            return casus_need::may_open;
    }
}

bool is_for_loket_only(pmm::v1::BerichtSoort kind) noexcept {
    return kind == pmm::v1::BERICHT_SOORT_ESCALATIE || kind == pmm::v1::BERICHT_SOORT_VOORTGANG ||
           kind == pmm::v1::BERICHT_SOORT_AANVULVERZOEK;
}

bool is_loket(const access::caller& who) noexcept {
    return who.snapshot->oin_of(model::instrument::loket) == who.owner;
}

bool is_in_force(const std::optional<access::dated_code>& configured, std::string_view today) {
    return configured && (configured->vanaf.empty() || configured->vanaf <= today) &&
           (configured->tot.empty() || today < configured->tot);
}

// Fills in a grondslag or doel that the sender left to the configuration.
template <class Dated>
void supply(Dated& target, const access::dated_code& configured) {
    target.set_code(configured.code);
    target.set_omschrijving(configured.omschrijving);
    if (!configured.vanaf.empty()) {
        target.mutable_geldigheid()->set_vanaf(configured.vanaf);
    }
    if (!configured.tot.empty()) {
        target.mutable_geldigheid()->set_tot(configured.tot);
    }
}

void note_supplied(sound_message& sound, std::string field, std::string place) {
    sound.notices.push_back(
        {.name = std::move(place),
         .code = field + "_aangevuld",
         .reason = "Niet meegestuurd; overgenomen uit de instellingen van uw organisatie."}
    );
    sound.supplied.push_back(std::move(field));
}

template <class Content>
void supply_defaults(
    const access::caller& who,
    Content& content,
    sound_message& sound,
    model::timestamp now
) {
    if (who.is_outsider()) {
        return;
    }
    constexpr std::size_t full_date_size = 10;
    const auto today = model::to_rfc3339(now).substr(0, full_date_size);
    const auto& defaults = who.organisation->defaults;
    if (!content.has_grondslag() && is_in_force(defaults.grondslag, today)) {
        supply(*content.mutable_grondslag(), *defaults.grondslag);
        note_supplied(sound, "grondslag", "/grondslag");
    }
    if (!content.has_doel() && is_in_force(defaults.doel, today)) {
        supply(*content.mutable_doel(), *defaults.doel);
        note_supplied(sound, "doel", "/doel");
    }
}

// Forms other than our own may have no place for whom to call.
void supply_professional(
    const access::caller& who,
    pmm::v1::Aanmelding& content,
    sound_message& sound
) {
    if (who.is_outsider() || content.has_maatwerkprofessional() ||
        !who.organisation->defaults.maatwerkprofessional) {
        return;
    }
    const auto& configured = *who.organisation->defaults.maatwerkprofessional;
    auto& professional = *content.mutable_maatwerkprofessional();
    professional.set_soort(
        configured.is_team ? pmm::v1::PROFESSIONAL_SOORT_TEAM : pmm::v1::PROFESSIONAL_SOORT_PERSOON
    );
    professional.set_naam(configured.naam);
    professional.set_email(configured.email);
    professional.set_telefoon(configured.telefoon);
    note_supplied(sound, "maatwerkprofessional", "/maatwerkprofessional");
}

template <class Content>
void take_leefgebieden(const Content& content, routing::question& question) {
    for (int i = 0; i < content.leefgebieden_size(); ++i) {
        question.leefgebieden.push_back(content.leefgebieden(i));
    }
}

// Organisations named by an OIN that the hub can reach.
template <class Content>
void take_involved(const access::caller& who, const Content& content, sound_message& sound) {
    auto& involved = sound.question.involved;
    for (const auto& organisation : content.betrokken_organisaties()) {
        if (organisation.oin().empty()) {
            continue;
        }
        const auto oin = model::oin::parse(organisation.oin());
        if (!oin || !access::may_receive(*who.snapshot, *oin)) {
            sound.notices.push_back(
                {.name = "/betrokkenOrganisaties/*/oin",
                 .code = "organisatie_niet_aangesloten",
                 .reason =
                     "Deze organisatie is niet bij de hub aangesloten en krijgt hierover geen "
                     "berichten."}
            );
        } else if (std::find(involved.begin(), involved.end(), *oin) == involved.end()) {
            involved.push_back(*oin);
        }
    }
}

void look_at_aanmelding(
    const access::caller& who,
    pmm::v1::Aanmelding& content,
    verdict& result,
    model::timestamp now
) {
    auto& sound = result.sound;
    sound.reference = content.kenmerk();
    take_leefgebieden(content, sound.question);
    take_involved(who, content, sound);
    sound.participants = sound.question.involved;
    supply_defaults(who, content, sound, now);
    supply_professional(who, content, sound);
    const bool may_send_bsn =
        !who.is_outsider() && who.snapshot->may_send_bsn(who.organisation->soort);
    if (!content.betrokkene().bsn().empty() && !may_send_bsn) {
        result.refusals.push_back(refuse(
            "bsn_niet_toegestaan",
            "Een organisatie van deze soort mag geen BSN sturen. Laat het BSN weg; de aanmelding "
            "kan zonder.",
            {{.name = "/betrokkene/bsn",
              .code = "bsn_niet_toegestaan",
              .reason = "Laat dit veld weg."}}
        ));
    }
}

void look_at_signaal(const access::caller& who, const pmm::v1::Signaal& content, verdict& result) {
    result.sound.reference = content.kenmerk();
    take_leefgebieden(content, result.sound.question);
    take_involved(who, content, result.sound);
    if (auto found = find_personal_data(content); !found.empty()) {
        result.refusals.push_back(refuse(
            "persoonsgegevens_in_signaal",
            "Een signaal bevat geen persoonsgegevens. Haal ze weg en stuur het signaal opnieuw; er "
            "is niets van bewaard.",
            std::move(found)
        ));
    }
}

void look_at_bericht(
    const access::caller& who,
    pmm::v1::Bericht& content,
    verdict& result,
    model::timestamp now
) {
    auto& sound = result.sound;
    sound.reference = content.kenmerk();
    sound.refers_to = model::message_id::parse(content.antwoord_op());
    if (is_for_loket_only(content.soort()) && !is_loket(who)) {
        result.refusals.push_back(refuse(
            "alleen_loket",
            "Een bericht van deze soort kan alleen het Landelijk Maatwerkloket sturen.",
            {{.name = "/soort", .code = "alleen_loket", .reason = "Kies een andere soort."}}
        ));
    }
    auto found = addressees_of(who, content);
    std::move(found.refusals.begin(), found.refusals.end(), std::back_inserter(result.refusals));
    for (const auto& destination : found.destinations) {
        if (const auto* oin = destination.as_organisation()) {
            sound.participants.push_back(*oin);
        }
    }
    sound.fixed_recipient = found.fixed;
    sound.question.addressed = std::move(found.destinations);
    supply_defaults(who, content, sound, now);
}

void look_at_registermutatie(const pmm::v1::Registermutatie& content, sound_message& sound) {
    sound.reference = content.kenmerk();
    take_leefgebieden(content, sound.question);
    if (content.actie() != pmm::v1::REGISTER_ACTIE_TOEVOEGEN) {
        // The form requires it; a nil one finds nothing.
        sound.entry =
            model::message_id::parse(content.vermelding_id()).value_or(model::message_id{});
    }
}

void look_at_content(const access::caller& who, verdict& result, model::timestamp now) {
    auto& message = result.sound.message;
    switch (message.content_case()) {
        case CanonicalMessage::kAanmelding:
            look_at_aanmelding(who, *message.mutable_aanmelding(), result, now);
            break;
        case CanonicalMessage::kSignaal:
            look_at_signaal(who, message.signaal(), result);
            break;
        case CanonicalMessage::kBericht:
            look_at_bericht(who, *message.mutable_bericht(), result, now);
            break;
        case CanonicalMessage::kRegistermutatie:
            look_at_registermutatie(message.registermutatie(), result.sound);
            break;
        case CanonicalMessage::kStatusbericht:
        case CanonicalMessage::CONTENT_NOT_SET:
            break;
    }
}

}  // namespace

std::optional<nature> nature_of(const CanonicalMessage& message) {
    switch (message.content_case()) {
        case CanonicalMessage::kAanmelding:
            return nature{model::message_type::aanmelding, casus_need::may_open};
        case CanonicalMessage::kSignaal:
            return nature{model::message_type::signaal, casus_need::none};
        case CanonicalMessage::kBericht: {
            const auto kind = message.bericht().soort();
            const auto type = kind == pmm::v1::BERICHT_SOORT_ESCALATIE
                                  ? model::message_type::escalatie
                                  : model::message_type::bericht;
            return nature{type, need_of(kind)};
        }
        case CanonicalMessage::kRegistermutatie:
            return nature{model::message_type::registermutatie, casus_need::none};
        case CanonicalMessage::kStatusbericht:
        case CanonicalMessage::CONTENT_NOT_SET:
            return std::nullopt;
    }
    return std::nullopt;
}

verdict validate(const access::caller& who, ports::decoded_message decoded, model::timestamp now) {
    verdict result;
    apply_form_rules(who, decoded, result);
    const auto nature = nature_of(decoded.message);
    if (!nature) {
        result.refusals.push_back(
            refuse("type_niet_toegestaan", "Berichten van dit type maakt alleen de hub zelf.")
        );
        return result;
    }
    if (const auto may = access::may_submit(who, nature->type); may.has_error()) {
        result.refusals.push_back(may.error());
    }
    if (nature->casus == casus_need::must_exist && !decoded.casus &&
        decoded.casus_reference.empty()) {
        result.refusals.push_back(refuse(
            "casus_nodig",
            "Noem de casus waarin dit bericht hoort, met casusId of met uw eigen casuskenmerk."
        ));
    }
    auto& sound = result.sound;
    sound.nature = *nature;
    sound.message = std::move(decoded.message);
    sound.extensions = std::move(decoded.extensions);
    sound.attachments = std::move(decoded.attachments);
    sound.question.type = nature->type;
    sound.question.owner = who.owner;
    if (!who.is_outsider()) {
        sound.question.owner_kind = who.organisation->soort;
    }
    look_at_content(who, result, now);
    return result;
}

}  // namespace hub::intake
