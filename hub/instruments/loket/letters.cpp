#include "hub/instruments/loket/letters.hpp"

#include <stdexcept>
#include <string>

namespace hub::instruments::loket {

consumer::draft supplement_request(
    const consumer::input& message,
    const std::vector<pmm::v1::Ontbrekend>& missing
) {
    consumer::draft request;
    request.purpose = "aanvulverzoek";
    request.casus = message.casus;
    request.destinations = {model::destination{message.owner}};
    request.refers_to = message.id;
    auto* content = request.content.mutable_bericht();
    content->set_kenmerk("aanvulverzoek");
    content->set_soort(pmm::v1::BERICHT_SOORT_AANVULVERZOEK);
    content->add_aan(message.owner.to_string());
    content->set_onderwerp("Het loket vraagt om een aanvulling");
    content->set_tekst(
        "Uw aanmelding is ontvangen. Wilt u aanvullen wat hieronder "
        "gevraagd wordt? Stuur daarvoor een bericht van de soort aanvulling in dezelfde casus."
    );
    content->set_antwoord_op(message.id.to_string());
    for (const auto& one : missing) {
        *content->add_ontbreekt() = one;
    }
    return request;
}

consumer::draft progress_status(
    const pmm::v1::CasusAfzender& sender,
    pmm::v1::CasusStatus status,
    model::timestamp now
) {
    const auto oin = model::oin::parse(sender.oin());
    const auto about = model::message_id::from_bytes(sender.message_id());
    if (!oin || !about) {
        throw std::runtime_error{"a casus record names no sender"};
    }
    consumer::draft draft;
    draft.purpose = "voortgang/" + sender.oin();
    draft.type = model::message_type::statusbericht;
    draft.target = model::stream::status;
    draft.destinations = {model::destination{*oin}};
    draft.refers_to = *about;
    auto* content = draft.content.mutable_statusbericht();
    content->set_inzending(about->to_string());
    content->set_bestemming(std::string{loket_name});
    content->set_toestand(std::string{model::to_string(model::state::verwerkt)});
    content->set_casus_status(status);
    content->set_tijd_us(model::to_microseconds(now));
    return draft;
}

}  // namespace hub::instruments::loket
