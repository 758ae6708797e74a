#include "adapters/http/api/answers.hpp"

#include "adapters/http/exchange/json_writer.hpp"
#include "hub/vault/receipt.hpp"

namespace adapters::http::api {
namespace {

namespace intake = hub::intake;
namespace model = hub::model;
using exchange::json_writer;

void write_places(
    json_writer& json,
    std::string_view name,
    const std::vector<model::invalid_param>& places
) {
    json.begin_array(name);
    for (const auto& place : places) {
        json.begin_object()
            .member("name", place.name)
            .member("code", place.code)
            .member("reason", place.reason)
            .end_object();
    }
    json.end_array();
}

void write_objections(json_writer& json, const std::vector<model::rejection>& refusals) {
    json.begin_array("bezwaren");
    for (const auto& why : refusals) {
        json.begin_object().member("code", why.code).member("uitleg", why.words);
        if (!why.invalid_params.empty()) {
            write_places(json, "invalidParams", why.invalid_params);
        }
        json.end_object();
    }
    json.end_array();
}

void write_names(
    json_writer& json,
    std::string_view name,
    const std::vector<model::destination>& destinations
) {
    json.begin_array(name);
    for (const auto& destination : destinations) {
        json.text(destination.name());
    }
    json.end_array();
}

void write_route(json_writer& json, const hub::routing::route& route) {
    write_names(json, "bestemmingen", route.destinations);
    json.begin_array("waarom");
    for (const auto& why : route.why) {
        json.begin_object().member("regel", why.rule).member("uitleg", why.words);
        write_names(json, "bestemmingen", why.destinations);
        json.end_object();
    }
    json.end_array();
}

}  // namespace

std::string body_of(const intake::acceptance& accepted) {
    constexpr std::size_t usual_rest = 256;
    const auto receipt = hub::vault::receipt_text(accepted.receipt);
    json_writer json{receipt.size() + usual_rest};
    json.begin_object().member("inzending", accepted.message.to_string());
    if (accepted.casus) {
        json.member("casusId", accepted.casus->to_string());
    }
    if (accepted.entry) {
        json.member("vermelding", accepted.entry->to_string());
    }
    json.member("ontvangen", model::to_rfc3339(accepted.accepted_at))
        .raw_member("ontvangstbewijs", receipt)
        .end_object();
    return json.take();
}

std::string body_of(const intake::dry_run& said) {
    json_writer json;
    json.begin_object()
        .member("oordeel", said.refusals.empty() ? "aangenomen" : "geweigerd")
        .member("soort", model::to_string(said.type));
    write_objections(json, said.refusals);
    write_route(json, said.route);
    write_places(json, "opmerkingen", said.notices);
    write_places(json, "ontbreekt", said.missing);
    json.end_object();
    return json.take();
}

std::string body_of(const model::rejection& why) {
    json_writer json;
    json.begin_object().member("oordeel", "geweigerd");
    write_objections(json, {why});
    write_route(json, {});
    json.begin_array("opmerkingen").end_array();
    json.begin_array("ontbreekt").end_array().end_object();
    return json.take();
}

std::string body_of_set_aside() {
    const std::vector<model::invalid_param> notices{
        {.name = "",
         .code = "melding_terzijde",
         .reason =
             "De hub beantwoordt deze melding en bewaart er niets van: zo is het afgesproken, "
             "of zij is de proef van een abonnement."}};
    json_writer json;
    json.begin_object().member("oordeel", "terzijde");
    write_objections(json, {});
    write_route(json, {});
    write_places(json, "opmerkingen", notices);
    json.begin_array("ontbreekt").end_array().end_object();
    return json.take();
}

}  // namespace adapters::http::api
