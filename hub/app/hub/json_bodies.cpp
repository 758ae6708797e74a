#include "hub/app/hub/json_bodies.hpp"

#include "adapters/formats/json/operator_requests.hpp"
#include "adapters/formats/json/requests.hpp"
#include "hub/model/oin.hpp"

namespace hub::app {

namespace api = adapters::http::api;
namespace console = adapters::http::console;
namespace consumer = instruments::consumer;
namespace json = adapters::formats::json;

namespace {

consumer::execution execution_of(json::uitvoering how) {
    return how == json::uitvoering::proef ? consumer::execution::rehearse
                                          : consumer::execution::perform;
}

}  // namespace

model::decision<api::claim_body> json_bodies::claim(std::string_view bytes) const {
    auto read = json::decode_uitgifte(bytes);
    if (read.has_error()) {
        return read.error();
    }
    return api::claim_body{
        .most = read->aantal,
        .lease = std::chrono::seconds{read->lease_seconden},
        .wait = std::chrono::seconds{read->wacht_seconden},
    };
}

model::decision<delivery::refusal> json_bodies::refusal(std::string_view bytes) const {
    auto read = json::decode_weigering(bytes);
    if (read.has_error()) {
        return read.error();
    }
    return delivery::refusal{.code = std::move(read->code), .words = std::move(read->reden)};
}

model::decision<instruments::register_::register_query> json_bodies::register_search(
    std::string_view bytes
) const {
    auto read = json::decode_zoek(bytes);
    if (read.has_error()) {
        return read.error();
    }
    instruments::register_::register_query query;
    query.text = std::move(read->tekst);
    // The field takes an OIN or a part of a name; the text is looked for in names as well.
    if (const auto organisation = model::oin::parse(read->organisatie)) {
        query.organisation = organisation;
    } else if (!read->organisatie.empty()) {
        query.text += " " + read->organisatie;
    }
    if (read->leefgebied != pmm::v1::LEEFGEBIED_UNSPECIFIED) {
        query.leefgebied = read->leefgebied;
    }
    if (read->soort != pmm::v1::PROFESSIONAL_SOORT_UNSPECIFIED) {
        query.soort = read->soort;
    }
    query.regio = std::move(read->regio);
    if (read->maximum != 0) {
        query.limit = read->maximum;
    }
    return query;
}

model::decision<void> json_bodies::nothing(std::string_view bytes) const {
    auto read = json::decode_bevestiging(bytes);
    if (read.has_error()) {
        return read.error();
    }
    return {};
}

model::decision<console::reference_search_body> json_operator_bodies::reference_search(
    std::string_view bytes
) const {
    auto read = json::decode_kenmerk(bytes);
    if (read.has_error()) {
        return read.error();
    }
    // The decoder took it for an OIN.
    return console::reference_search_body{
        .owner = model::oin::parse(read->afzender).value(),
        .reference = std::move(read->kenmerk),
    };
}

model::decision<console::replay_body> json_operator_bodies::replay(std::string_view bytes) const {
    const auto read = json::decode_herhaling(bytes);
    if (read.has_error()) {
        return read.error();
    }
    return console::replay_body{.how = execution_of(read->hoe)};
}

model::decision<console::closing_body> json_operator_bodies::closing(std::string_view bytes) const {
    auto read = json::decode_sluiting(bytes);
    if (read.has_error()) {
        return read.error();
    }
    return console::closing_body{
        .as = read->als == json::afloop::teruggestuurd ? consumer::ending::teruggestuurd
                                                       : consumer::ending::afgesloten,
        .reason = std::move(read->reden),
        .how = execution_of(read->hoe),
    };
}

namespace {

inzage::content_part part_of(json::inzage_deel deel) noexcept {
    switch (deel) {
        case json::inzage_deel::origineel:
            return inzage::content_part::origineel;
        case json::inzage_deel::canoniek:
            return inzage::content_part::canoniek;
        case json::inzage_deel::bijlage:
            break;
    }
    return inzage::content_part::bijlage;
}

}  // namespace

model::decision<inzage::wish> json_operator_bodies::inzage(std::string_view bytes) const {
    auto read = json::decode_inzage(bytes);
    if (read.has_error()) {
        return read.error();
    }
    return inzage::wish{
        .what = read->soort == json::inzage_soort::bericht ? inzage::subject::bericht
                                                           : inzage::subject::quarantaine,
        // The decoder took it for a UUID.
        .about = model::message_id::parse(read->id).value(),
        .part = part_of(read->deel),
        .reason = std::move(read->reden),
        .reference = std::move(read->kenmerk),
        .document = model::document_id::parse(read->bijlage),
    };
}

}  // namespace hub::app
