#include "tests/unit/adapters/http/api/room.hpp"

#include "adapters/formats/cloudevents/delivery.hpp"
#include "adapters/formats/cloudevents/form.hpp"
#include "adapters/formats/json/decoder.hpp"
#include "adapters/formats/json/encoder.hpp"
#include "adapters/formats/json/requests.hpp"
#include "adapters/formats/stuf/delivery.hpp"
#include "adapters/formats/stuf/form.hpp"
#include "adapters/formats/zgw/delivery.hpp"
#include "adapters/formats/zgw/form.hpp"
#include "hub/delivery/postvak_instrument.hpp"
#include "hub/instruments/register/register_instrument.hpp"
#include "hub/vault/primitives.hpp"
#include "tests/support/await.hpp"
#include "tests/support/finite_subscriber.hpp"

#include <memory>
#include <stdexcept>

namespace tests::unit::api {

using namespace adapters::http;
using namespace hub;
using model::message_type;

namespace {

namespace json = adapters::formats::json;

constexpr auto environment = model::environment::ontwikkel;

class json_bodies final : public adapters::http::api::request_bodies {
public:
    [[nodiscard]] model::decision<adapters::http::api::claim_body> claim(std::string_view bytes
    ) const override {
        const auto read = json::decode_uitgifte(bytes);
        if (!read) {
            return read.error();
        }
        return adapters::http::api::claim_body{
            read->aantal,
            std::chrono::seconds{read->lease_seconden},
            std::chrono::seconds{read->wacht_seconden}};
    }
    [[nodiscard]] model::decision<delivery::refusal> refusal(std::string_view bytes
    ) const override {
        const auto read = json::decode_weigering(bytes);
        if (!read) {
            return read.error();
        }
        return delivery::refusal{read->code, read->reden};
    }
    [[nodiscard]] model::decision<instruments::register_::register_query> register_search(
        std::string_view bytes
    ) const override {
        const auto read = json::decode_zoek(bytes);
        if (!read) {
            return read.error();
        }
        instruments::register_::register_query query;
        query.text = read->tekst;
        query.regio = read->regio;
        query.limit = read->maximum;
        return query;
    }
    [[nodiscard]] model::decision<void> nothing(std::string_view bytes) const override {
        const auto read = json::decode_bevestiging(bytes);
        if (!read) {
            return read.error();
        }
        return {};
    }
};

access::organisation listed(const model::oin& oin, std::string name) {
    access::organisation result;
    result.oin = oin;
    result.naam = std::move(name);
    result.soort = access::soort::gemeente;
    result.deelname = access::deelname::deelnemer;
    result.may_submit = {
        message_type::aanmelding,
        message_type::signaal,
        message_type::bericht,
        message_type::registermutatie};
    result.has_postvak = true;
    return result;
}

std::shared_ptr<const access::organisations> make_organisations(
    access::outgoing_form form = access::outgoing_form::json
) {
    access::organisations_values values;
    values.listed = {listed(own, "Gemeente Proef"), listed(other, "Uitvoerder Proef")};
    values.listed.front().delivery.form = form;
    values.listed.front().may_read_register = true;
    auto& forms = values.listed.front().forms;
    forms.announcements = {
        {"zaken", "zaak", "create", access::announced_as::aanmelding},
        {"zaken", "status", "", access::announced_as::mededeling},
        {"zaken", "", "destroy", access::announced_as::niets}};
    forms.subscription = vault::sha256({subscription_authorization});
    values.listed.back().forms.deviations = {"bron_geen_oin", "inhoudstype_json"};
    for (const auto& owner : {own, other}) {
        for (const auto what : {access::right::send, access::right::read_state}) {
            values.acts_for.push_back({supplier, owner, what, model::timestamp{}, std::nullopt});
        }
    }
    return std::make_shared<const access::organisations>(std::move(values));
}

routing::rule to(std::string name, message_type type, model::instrument which) {
    routing::rule result;
    result.name = std::move(name);
    result.words = "Zo is het afgesproken.";
    result.types = {type};
    result.targets = {
        {.what = routing::target::kind::fixed, .destination = model::destination{which}}};
    return result;
}

std::shared_ptr<const intake::rules> make_rules(
    std::shared_ptr<const access::organisations> organisations
) {
    auto addressed = to("bericht", message_type::bericht, model::instrument::loket);
    addressed.targets = {{.what = routing::target::kind::addressed, .destination = {}}};
    intake::rules result;
    result.organisations = std::move(organisations);
    result.routes = routing::table{
        {to("aanmelding", message_type::aanmelding, model::instrument::loket),
         to("signaal", message_type::signaal, model::instrument::systeemleren),
         to("register", message_type::registermutatie, model::instrument::register_),
         addressed}};
    return std::make_shared<const intake::rules>(std::move(result));
}

instruments::consumer::runner_options identity() {
    instruments::consumer::runner_options result;
    result.name = "bezorging";
    result.own = *model::oin::parse("00000099200000009000");
    result.environment = environment;
    return result;
}

}  // namespace

std::string_view to_string(role who) noexcept {
    switch (who) {
        case role::eigen:
            return "eigen";
        case role::ander:
            return "ander";
        case role::buitenstaander:
            return "buitenstaander";
        case role::fout:
            return "fout";
        case role::beheerder:
            return "beheerder";
        case role::niemand:
            return "niemand";
    }
    return "";
}

std::shared_ptr<exchange::peer> peer_with(const model::oin& oin) {
    auto result = std::make_shared<exchange::peer>();
    result->trust = exchange::trust_class::organisation;
    result->certificate = oin;
    result->organisation = "Organisatie Proef";
    result->thumbprint = "00ff";
    result->not_before = model::from_microseconds(1'750'000'000'000'000);
    result->not_after = model::from_microseconds(1'850'000'000'000'000);
    result->chain = {{"CN=proef", "CN=uitgever", *result->not_after}};
    result->tls_version = "TLSv1.3";
    result->cipher = "TLS_AES_256_GCM_SHA384";
    return result;
}

std::shared_ptr<exchange::peer> peer_of(role who) {
    auto result =
        peer_with(who == role::ander ? other : (who == role::buitenstaander ? stranger : own));
    if (who == role::fout) {
        result->faults = {exchange::certificate_fault::verlopen};
    }
    if (who == role::beheerder) {
        result->trust = exchange::trust_class::operators;
        result->roles = {"operator"};
    }
    if (who == role::niemand) {
        *result = {};
    }
    return result;
}

exchange::response ask(exchange::handler& server, question asked) {
    auto target = exchange::parse_target(asked.target);
    if (!target) {
        throw std::logic_error{"the test asks for what is no target"};
    }
    exchange::request request;
    request.method = std::move(asked.method);
    request.path = std::move(target->path);
    request.query = std::move(target->query);
    for (const auto& [name, value] : asked.headers) {
        request.fields.add(name, value);
    }
    request.peer = std::move(asked.who);
    request.correlation_id = "0190a000-0000-7000-8000-000000000001";
    request.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    auto admitted = server.admit(request);
    if (auto* refused = std::get_if<exchange::response>(&admitted)) {
        return std::move(*refused);
    }
    request.body = std::move(asked.body);
    return support::await(server.handle(std::move(request)));
}

std::string member(std::string_view json, std::string_view name) {
    const std::string start = "\"" + std::string{name} + "\":\"";
    const auto at = json.find(start);
    if (at == std::string_view::npos) {
        return {};
    }
    const auto rest = json.substr(at + start.size());
    return std::string{rest.substr(0, rest.find('"'))};
}

std::string aanmelding(std::string_view id, std::string_view question) {
    return R"({"id":")" + std::string{id} +
           R"(","kenmerk":"K-1","maatwerkprofessional":{"soort":"team","naam":"Team",)"
           R"("email":"maatwerk@gemeente-a.example"},"vraag":")" +
           std::string{question} + R"("})";
}

std::string signaal(std::string_view id) {
    return R"({"id":")" + std::string{id} +
           R"(","kenmerk":"S-7","categorie":"botsende_regels","omschrijving":"Termijnen botsen."})";
}

std::string bericht(std::string_view id, const model::oin& to) {
    return R"({"id":")" + std::string{id} +
           R"(","casusKenmerk":"casus-1","kenmerk":"B-1","soort":"vraag","aan":[")" +
           to.to_string() + R"("],"onderwerp":"Vraag","tekst":"Kunt u meedenken?"})";
}

std::string registermutatie(std::string_view id) {
    return R"({"id":")" + std::string{id} +
           R"(","actie":"toevoegen","professional":{"soort":"team","naam":"Team",)"
           R"("email":"maatwerk@gemeente-a.example"},"leefgebieden":["schulden"],"regio":"Noord"})";
}

room::room()
    : events{adapters::formats::cloudevents::create_form({})},
      notifications{adapters::formats::zgw::create_form({})},
      stuf{adapters::formats::stuf::create_form({.addressees = {loket}})},
      encoder{json::create_encoder()},
      bodies{std::make_unique<json_bodies>()},
      organisations{make_organisations()},
      postvakken{{mail_book, vault, clock, rights}, identity(), {}},
      register_{register_book, vault, {100, {}}} {
    std::vector<const ports::decoder*> known;
    for (const auto type :
         {message_type::aanmelding,
          message_type::signaal,
          message_type::bericht,
          message_type::registermutatie}) {
        decoders.emplace(type, json::create_decoder(type, {}));
        known.push_back(decoders.at(type).get());
    }
    for (const auto* form : {events.get(), notifications.get(), stuf.get()}) {
        for (const auto* one : form->decoders()) {
            known.push_back(one);
        }
    }
    reception = intake::make_reception(
        {.vault = vault, .store = store, .casus = store, .clock = clock, .decoders = known},
        make_rules(organisations.current())
    );
    using access::outgoing_form;
    outgoing.emplace(
        outgoing_form::cloudevents,
        adapters::formats::cloudevents::create_delivery_form(
            adapters::formats::cloudevents::content_mode::structured
        )
    );
    outgoing.emplace(
        outgoing_form::zgw, adapters::formats::zgw::create_delivery_form("https://hub.example")
    );
    outgoing.emplace(
        outgoing_form::stuf,
        adapters::formats::stuf::create_delivery_form(loket, "https://hub.example")
    );
    delivery::delivery_forms offered;
    for (const auto& [which, form] : outgoing) {
        offered.offer(which, *form);
    }
    const auto parts = [this, offered] {
        return adapters::http::api::parts{
            .environment = environment,
            .organisations = organisations,
            .clock = clock,
            .telemetry = telemetry,
            .bodies = *bodies,
            .encoder = *encoder,
            .openapi = std::make_shared<const std::string>(R"({"openapi":"3.1.0"})"),
            .seals = {seal.certificate()},
            .logs = {&store, &mail_book},
            .intake =
                {reception.get(),
                 &store,
                 decoders.at(message_type::aanmelding).get(),
                 decoders.at(message_type::signaal).get(),
                 decoders.at(message_type::bericht).get(),
                 decoders.at(message_type::registermutatie).get(),
                 events.get(),
                 notifications.get(),
                 stuf.get()},
            .postvakken = &postvakken,
            .outgoing = offered,
            .register_ = &register_};
    };
    server = adapters::http::api::create_api(parts());
    open_server = adapters::http::api::create_open_api(parts());
}

void room::bring() {
    auto records = support::await(store.next_outgoing(store.published_up_to(), 100)).value();
    std::vector<ports::published> done;
    for (auto& one : records) {
        done.push_back({one.sequence, {}});
        base.publish(*one.record);
    }
    static_cast<void>(support::await(store.mark_published(std::move(done), {})));
    run(delivery::postvak_instrument{}, mail_book, postvakken, {model::stream::bericht});
    run(instruments::register_::register_instrument{},
        register_book,
        register_,
        {model::stream::register_});
}

void room::run(
    const instruments::consumer::instrument& decides,
    support::fake_book& book,
    instruments::consumer::commit_observer& observer,
    std::vector<model::stream> streams
) {
    support::finite_subscriber subscriber{
        base.broker.subscribe({"proef", streams}, book),
        [this, &book, streams] { return base.all_read(book, streams); }};
    instruments::consumer::no_events watcher;
    instruments::consumer::runner runs{
        decides,
        {subscriber, book, vault, base.verifier, clock, base.waiter, watcher, &observer},
        identity()};
    support::await(runs.run());
}

exchange::response room::get(std::string target, role who) {
    question asked;
    asked.target = std::move(target);
    asked.who = peer_of(who);
    return ask(*server, std::move(asked));
}

exchange::response room::get_as(std::string target, std::string accept) {
    question asked;
    asked.target = std::move(target);
    asked.headers = {{"Accept", std::move(accept)}};
    return ask(*server, std::move(asked));
}

void room::deliver_as(access::outgoing_form form) {
    organisations.replace(make_organisations(form));
}

exchange::response room::post(std::string target, std::string body, role who) {
    question asked;
    asked.method = "POST";
    asked.target = std::move(target);
    asked.body = std::move(body);
    asked.who = peer_of(who);
    return ask(*server, std::move(asked));
}

}  // namespace tests::unit::api
