#include "hub/app/hub/front.hpp"

#include "adapters/formats/json/encoder.hpp"
#include "adapters/formats/json/openapi.hpp"
#include "hub/app/hub/logging.hpp"
#include "hub/model/hexadecimal.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace hub::app {

namespace json = adapters::formats::json;
using adapters::configuration::role;

namespace {

documents::documents_options documents_options(const adapters::configuration::configuration& how) {
    documents::documents_options options;
    options.largest = how.limits.document_bytes;
    options.share = how.limits.documents_share_bytes;
    options.term = how.limits.documents_term;
    return options;
}

}  // namespace

front::front(
    const adapters::configuration::configuration& how,
    const rulebook& rules,
    storage& durable,
    roles& at_work,
    ports::clock& clock,
    runtime::readiness& readiness,
    adapters::telemetry::metrics& metrics
)
    : how_{how},
      rules_{rules},
      durable_{durable},
      roles_{at_work},
      clock_{clock},
      readiness_{readiness},
      metrics_{metrics},
      encoder_{json::create_encoder()},
      forms_{how},
      given_out_{durable.vault(), durable.readable_documents()} {
    if (how.roles.contains(role::intake)) {
        make_intake();
        make_inzage();
        fetching_ = std::make_unique<fetching>(
            how, *reception_, *forms_.fetched, clock, at_work.executor()
        );
    }
}

void front::make_intake() {
    bijlagen_ = std::make_unique<documents::documents>(
        documents::documents_parts{
            durable_.vault(),
            *durable_.documents(),
            *durable_.messages(),
            clock_,
            durable_.quarantined()},
        documents_options(how_)
    );
    const intake::quarantine_parts rooms{
        .vault = durable_.vault(),
        .store = *durable_.quarantined(),
        .log = *durable_.messages(),
        .clock = clock_,
        .organisations = rules_.organisations(),
        .documents = bijlagen_.get(),
    };
    const auto& kept = how_.quarantine;
    quarantine_ = std::make_unique<intake::quarantine>(
        rooms,
        intake::quarantine_options{
            .term = kept.term, .bounds = {kept.count_each, kept.bytes_each, kept.bytes_all}}
    );
    intake::reception_parts parts{
        .vault = durable_.vault(),
        .store = *durable_.messages(),
        .casus = *durable_.messages(),
        .clock = clock_,
        .decoders = {},
        .quarantine = quarantine_.get(),
        .documents = bijlagen_.get(),
    };
    const auto known = forms_.known();
    for (const auto& form : known) {
        parts.decoders.push_back(form.decoder);
    }
    parts.decoders.push_back(forms_.fetched.get());
    reception_ = intake::make_reception(std::move(parts), rules_.rules());
    quarantine_desk_ = std::make_unique<intake::quarantine_desk>(intake::quarantine_desk_parts{
        rooms, *reception_, known});
    intake_desk_ = std::make_unique<intake::intake_desk>(intake::intake_desk_parts{
        durable_.vault(), *durable_.messages(), clock_, rules_.organisations(), *reception_, known}
    );
    casus_erasure_ = std::make_unique<intake::casus_erasure>(
        intake::casus_erasure_parts{
            .vault = durable_.vault(),
            .planned = *durable_.erasures(),
            .messages = *durable_.messages(),
            .documents = *durable_.documents(),
            .quarantined = *durable_.quarantined(),
            .clock = clock_,
        },
        intake::casus_erasure_options{
            .notice = how_.erasure.notice, .most_a_day = how_.erasure.most_a_day}
    );
    intake::erasure_options erasure;
    erasure.notice = kept.notice;
    erasure.most_a_day = kept.erased_a_day;
    notices_ = std::make_unique<intake::postvak_notices>(
        durable_.vault(), *durable_.messages(), clock_, how_.own
    );
    quarantine_erasure_ = std::make_unique<intake::quarantine_erasure>(rooms, *notices_, erasure);
}

void front::make_inzage() {
    const auto& door = how_.inzage;
    inzage::inzage_options options;
    options.asked_term = door.asked_term;
    options.approved_term = door.approved_term;
    options.most_looks = door.most_looks;
    options.most_open = door.most_open;
    options.most_open_each = door.most_open_each;
    inzagen_ = &durable_.open_book(std::string{inzage::book_name});
    inzage_desk_ = std::make_unique<inzage::inzage_desk>(
        inzage::inzage_parts{
            *inzagen_,
            {durable_.vault(),
             *durable_.messages(),
             *durable_.quarantined(),
             *encoder_,
             bijlagen_.get()},
            *notices_,
            clock_},
        options
    );
}

boost::asio::awaitable<void> front::erase_what_is_due() {
    if (quarantine_erasure_ == nullptr) {
        co_return;
    }
    const auto round = co_await quarantine_erasure_->sweep();
    if (round.announced > 0 || round.erased > 0) {
        log(level::info,
            "quarantaine_termijn",
            {{"aangekondigd", std::to_string(round.announced)},
             {"gewist", std::to_string(round.erased)}});
    }
}

boost::asio::awaitable<void> front::finish_handing_in() {
    if (quarantine_desk_ == nullptr) {
        co_return;
    }
    const auto finished = co_await quarantine_desk_->finish_what_was_begun();
    if (finished > 0) {
        log(level::info, "herhaling_afgemaakt", {{"aantal", std::to_string(finished)}});
    }
}

boost::asio::awaitable<void> front::erase_casussen() {
    if (casus_erasure_ == nullptr) {
        co_return;
    }
    const auto erased = co_await casus_erasure_->sweep();
    if (erased > 0) {
        log(level::info, "casussen_gewist", {{"aantal", std::to_string(erased)}});
    }
}

adapters::http::api::parts front::api_parts() {
    adapters::http::api::parts parts{
        .environment = how_.environment,
        .organisations = rules_.organisations(),
        .clock = clock_,
        .telemetry = metrics_,
        .bodies = bodies_,
        .encoder = *encoder_,
        .openapi = std::make_shared<const std::string>(json::openapi_document()),
        .seals = durable_.seals().certificates(),
        .logs = logs(),
        .intake = {},
        .postvakken = roles_.postvakken(),
        .outgoing = roles_.outgoing(),
        .register_ = roles_.register_(),
        .documents = bijlagen_.get(),
        .given_out = &given_out_,
        .largest_body = how_.limits.body_bytes,
        .largest_event = how_.limits.event_bytes,
        .dry_runs_per_minute = how_.limits.dry_runs_per_minute,
    };
    if (reception_ != nullptr) {
        parts.intake = {
            .reception = reception_.get(),
            .store = durable_.messages(),
            .aanmeldingen = forms_.aanmeldingen.get(),
            .signalen = forms_.signalen.get(),
            .berichten = forms_.berichten.get(),
            .registermutaties = forms_.registermutaties.get(),
            .events = forms_.events.get(),
            .notifications = forms_.notifications.get(),
            .stuf = forms_.stuf.get(),
            .completing = &fetching_->completing(),
            .quarantine = quarantine_.get(),
            .quarantined = durable_.quarantined(),
        };
    }
    return parts;
}

adapters::http::console::parts
front::console_parts(const door_keys& keys, adapters::http::console::put_back_data& put_back) {
    adapters::http::console::parts parts{
        .environment = how_.environment,
        .organisations = rules_.organisations(),
        .clock = clock_,
        .telemetry = metrics_,
        .readiness = readiness_,
        .metrics = metrics_,
        .configuration = rules_,
        .expiries = keys,
        .bodies = operator_bodies_,
        .audit = durable_.acts(),
        .logs = logs(),
        .seals = durable_.seals().certificates(),
        .store = durable_.messages(),
        .vault = &durable_.vault(),
        .broker = &durable_.transport().any(),
        .desks = {},
        .books = {},
        .readers = roles_.readers(),
        .again = &roles_,
        .transport = &durable_.transport(),
        .quarantine = quarantine_desk_.get(),
        .intake = intake_desk_.get(),
        .erasure = casus_erasure_.get(),
        .put_back = &put_back,
        .inzage = inzage_desk_.get(),
        .inzage_steps_per_minute = how_.inzage.steps_per_minute,
    };
    for (const auto& one : roles_.consumers()) {
        parts.desks.push_back({one->name(), &one->desk()});
        parts.books.push_back({one->name(), &one->book()});
    }
    return parts;
}

adapters::http::internal::parts front::internal_parts(vault::envelope_verifier& verifier) {
    return {
        .organisations = rules_.organisations(),
        .clock = clock_,
        .telemetry = metrics_,
        .verifier = verifier,
        .vault = durable_.vault(),
        .audit = durable_.acts(),
        .releases_per_minute = how_.limits.key_releases_per_minute,
    };
}

adapters::telemetry::metric_sources front::metric_sources(const door_keys& keys) {
    adapters::telemetry::metric_sources sources;
    sources.store = durable_.messages();
    if (sources.store != nullptr) {
        sources.outboxes.push_back({"intake", sources.store});
    }
    for (const auto& one : roles_.consumers()) {
        sources.outboxes.push_back({one->name(), &one->book()});
    }
    sources.broker = &durable_.transport().any();
    sources.connections = &durable_.transport();
    sources.expiries = &keys;
    return sources;
}

void front::start(runtime::task_group& tasks) {
    if (fetching_ != nullptr) {
        fetching_->start(tasks);
    }
}

void front::close() {
    if (fetching_ != nullptr) {
        fetching_->close();
    }
}

boost::asio::awaitable<void> front::sweep() {
    if (bijlagen_ != nullptr) {
        co_await bijlagen_->sweep();
    }
}

void front::announce() {
    for (const std::string_view part : {"hub", "berichtendienst"}) {
        readiness_.announce(part);
    }
    if (durable_.messages() != nullptr) {
        readiness_.announce("berichten");
    }
}

void front::replace_rules() {
    if (reception_ != nullptr) {
        reception_->replace_rules(rules_.rules());
    }
}

boost::asio::awaitable<void> front::record_configuration() {
    ports::audit_act act;
    act.kind = "configuratie";
    act.actor = "hub";
    act.facts = {{"digest", model::hexadecimal(rules_.current().digest)}};
    std::vector<ports::audit_act> acts;
    acts.push_back(std::move(act));
    const auto recorded = co_await durable_.acts().record(std::move(acts));
    if (!recorded) {
        log(level::error, "configuratie_niet_vastgelegd");
    }
}

std::vector<ports::audit_log*> front::logs() {
    std::vector<ports::audit_log*> result;
    if (durable_.messages() != nullptr) {
        result.push_back(durable_.messages());
    }
    if (inzagen_ != nullptr) {
        result.push_back(inzagen_);
    }
    for (const auto& one : roles_.consumers()) {
        result.push_back(&one->book());
    }
    return result;
}

}  // namespace hub::app
