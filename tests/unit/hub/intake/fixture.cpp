#include "tests/unit/hub/intake/fixture.hpp"

#include "tests/support/await.hpp"

#include <google/protobuf/text_format.h>

#include <stdexcept>
#include <utility>

namespace tests::unit::admitting {

using namespace hub;
using model::message_type;

namespace {

access::organisation
listed(const oin& number, access::soort kind, access::message_types may_submit) {
    access::organisation result;
    result.oin = number;
    result.naam = "Proef";
    result.soort = kind;
    result.may_submit = may_submit;
    result.has_postvak = true;
    return result;
}

routing::rule rule_for(std::string name, message_type type, std::vector<routing::target> targets) {
    routing::rule result;
    result.name = std::move(name);
    result.words = "Zo is het afgesproken.";
    result.types = {type};
    result.targets = std::move(targets);
    return result;
}

routing::target to(model::instrument which) {
    return {.what = routing::target::kind::fixed, .destination = model::destination{which}};
}

}  // namespace

model::decision<ports::decoded_message> text_decoder::decode(std::string_view bytes) const {
    ports::decoded_message result;
    if (!google::protobuf::TextFormat::ParseFromString(std::string{bytes}, &result.message)) {
        return model::rejection{.code = "json_onjuist", .words = {}, .invalid_params = {}};
    }
    return result;
}

std::shared_ptr<const access::organisations> make_organisations() {
    using access::soort;
    const access::message_types all{
        message_type::aanmelding,
        message_type::signaal,
        message_type::bericht,
        message_type::registermutatie};
    access::organisations_values values;
    values.listed = {
        listed(municipality, soort::gemeente, all),
        listed(executor, soort::uitvoerder, all),
        listed(other_executor, soort::uitvoerder, all),
        listed(care, soort::zorginstelling, {message_type::aanmelding}),
        listed(loket, soort::pmm, {message_type::bericht, message_type::escalatie})};
    values.listed[0].defaults.grondslag = access::dated_code{
        .code = "Wmo 2015", .omschrijving = "Artikel 5.1.1", .vanaf = "2015-01-01", .tot = {}};
    values.listed[0].defaults.doel = access::dated_code{
        .code = "afgelopen", .omschrijving = {}, .vanaf = {}, .tot = "2026-07-01"};
    values.instruments = {
        {model::instrument::loket, loket}, {model::instrument::let, escalation_team}};
    values.may_send_bsn = {soort::gemeente, soort::uitvoerder};
    return std::make_shared<const access::organisations>(std::move(values));
}

std::shared_ptr<const intake::rules> make_rules() {
    intake::rules result;
    result.organisations = make_organisations();
    result.routes = routing::table{
        {rule_for("aanmelding", message_type::aanmelding, {to(model::instrument::loket)}),
         rule_for("bericht", message_type::bericht, {{routing::target::kind::addressed, {}}}),
         rule_for("register", message_type::registermutatie, {to(model::instrument::register_)})}};
    result.digest.fill(7);
    result.missing = [](const pmm::v1::Aanmelding& given) {
        std::vector<model::invalid_param> missing;
        if (!given.has_huishouden()) {
            missing.push_back(
                {.name = "/huishouden", .code = "ontbreekt", .reason = "Wie wonen er?"}
            );
        }
        return missing;
    };
    return std::make_shared<const intake::rules>(std::move(result));
}

access::caller caller_for(const oin& owner) {
    auto who = access::resolve_caller(
        make_organisations(),
        owner,
        std::nullopt,
        access::right::send,
        tests::support::fake_clock{}.now()
    );
    if (who.has_error()) {
        throw std::logic_error{who.error().code};
    }
    return *who;
}

ports::decoded_message decoded(std::string id, std::string_view text) {
    auto result = text_decoder{}.decode(text);
    if (result.has_error()) {
        throw std::logic_error{"not a message"};
    }
    result->id = std::move(id);
    return *result;
}

intake::submission submission_of(const oin& owner, std::string id, std::string_view text) {
    intake::submission given;
    given.caller = caller_for(owner);
    given.decoded = decoded(std::move(id), text);
    given.form = text_decoder{}.form();
    given.decoder_version = text_decoder{}.version();
    given.content_type = "application/json";
    given.original = text;
    given.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    return given;
}

intake::submission in_casus(intake::submission given, const model::casus_id& casus) {
    given.decoded.casus = casus;
    return given;
}

intake::submission under_reference(intake::submission given, std::string reference) {
    given.decoded.casus_reference = std::move(reference);
    return given;
}

surroundings::surroundings()
    : reception{intake::make_reception(
          {.vault = vault, .store = store, .casus = store, .clock = clock, .decoders = {&decoder}},
          make_rules()
      )} {}

model::decision<intake::acceptance> surroundings::accept(intake::submission given) {
    return tests::support::await(reception->accept(std::move(given)));
}

}  // namespace tests::unit::admitting
