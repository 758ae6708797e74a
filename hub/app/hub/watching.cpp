#include "hub/app/hub/watching.hpp"

#include "hub/app/hub/logging.hpp"

#include <chrono>
#include <string>

namespace hub::app {
namespace {

std::string_view to_string(adapters::http::listener::listener_kind kind) {
    using adapters::http::listener::listener_kind;
    switch (kind) {
        case listener_kind::main:
            return "berichten";
        case listener_kind::open:
            return "open";
        case listener_kind::operators:
            return "beheer";
    }
    return {};
}

}  // namespace

void consumer_log::not_authentic(
    std::string_view consumer,
    const ports::position& where,
    std::optional<model::message_id> claimed,
    std::string_view code
) {
    telemetry_.not_authentic(consumer, code);
    log(level::error,
        "beveiliging_niet_authentiek",
        {{"rol", consumer},
         {"stroom", model::to_string(where.stream)},
         {"partitie", std::to_string(where.partition)},
         {"positie", std::to_string(where.offset)},
         {"code", code},
         {"bericht", claimed ? claimed->to_string() : "onleesbaar"}});
}

void consumer_log::parked(
    std::string_view consumer,
    std::string_view record_id,
    std::string_view code
) {
    telemetry_.parked(consumer, code);
    log(level::warning, "geparkeerd", {{"rol", consumer}, {"bericht", record_id}, {"code", code}});
}

void consumer_log::held(std::string_view consumer, model::message_id message) {
    log(level::warning, "wacht_op_voorganger", {{"rol", consumer}, {"bericht", message.to_string()}}
    );
}

void consumer_log::failing(
    std::string_view consumer,
    const boost::system::error_code& why,
    std::uint32_t failures
) {
    log(level::warning,
        "rol_hapert",
        {{"rol", consumer},
         {"code", std::to_string(why.value())},
         {"pogingen", std::to_string(failures)}});
}

void consumer_log::stopped(std::string_view consumer, const boost::system::error_code& why) {
    readiness_.degraded(
        "rol " + std::string{consumer},
        "De plaats waar deze rol verder moet lezen, is er niet meer. Kijk waarom, en dan: "
        "pmm-hubctl kafka hervat " +
            std::string{consumer}
    );
    log(level::error, "rol_gestopt", {{"rol", consumer}, {"code", std::to_string(why.value())}});
}

void consumer_log::resumed(std::string_view consumer) {
    readiness_.ready("rol " + std::string{consumer});
    log(level::warning, "rol_hervat", {{"rol", consumer}});
}

void connection_log::refused(const adapters::http::listener::refused_connection& what) noexcept {
    if (const auto left_out = admit()) {
        log(level::info,
            "verbinding_geweigerd",
            {{"luisteraar", to_string(what.listener)},
             {"code", what.code},
             {"certificaat", what.thumbprint},
             {"oin", what.oin},
             {"adres", what.address},
             {"weggelaten", std::to_string(*left_out)}});
    }
}

void connection_log::failed(std::string_view route, std::string_view correlation_id) noexcept {
    log(level::error, "verzoek_mislukt", {{"route", route}, {"correlatie", correlation_id}});
}

std::optional<std::uint64_t> connection_log::admit() noexcept {
    const auto now =
        std::chrono::floor<std::chrono::seconds>(clock_.now()).time_since_epoch().count();
    // Two threads that both see a new second both start it: a few lines more do no harm.
    if (second_.exchange(now) != now) {
        lines_ = 0;
    }
    if (lines_.fetch_add(1) >= lines_per_second) {
        ++left_out_;
        return std::nullopt;
    }
    return left_out_.exchange(0);
}

}  // namespace hub::app
