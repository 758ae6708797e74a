// The operators' port with everything behind it in memory: a parked message, content behind its
// door, and who comes to the port.
#pragma once

#include "adapters/http/console/console.hpp"
#include "adapters/http/exchange/target.hpp"
#include "tests/support/counting_telemetry.hpp"
#include "tests/support/fake_message_store.hpp"
#include "tests/support/fake_quarantine_store.hpp"
#include "tests/unit/adapters/http/console/fixed_sources.hpp"
#include "tests/unit/hub/instruments/consumer/counting_instrument.hpp"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace adapters::http::console {

using tests::support::await;

enum class role { beheerder, tweede, metingen, fout, organisatie, niemand };
inline constexpr std::array roles{
    role::beheerder,
    role::tweede,
    role::metingen,
    role::fout,
    role::organisatie,
    role::niemand};

inline std::shared_ptr<exchange::peer> peer_of(role who) {
    auto result = std::make_shared<exchange::peer>();
    if (who == role::niemand) {
        return result;
    }
    result->trust = exchange::trust_class::operators;
    result->thumbprint = "00ff";
    result->roles = {who == role::metingen ? "metingen" : "operator"};
    result->chain = {{who == role::tweede ? "CN=tweede" : "CN=eerste", "CN=beheer", {}}};
    if (who == role::fout) {
        result->faults = {exchange::certificate_fault::ingetrokken};
    }
    if (who == role::organisatie) {
        result->trust = exchange::trust_class::organisation;
    }
    return result;
}

// A log that can be out of order.
class breakable_log final : public hub::ports::audit_log {
public:
    explicit breakable_log(hub::ports::audit_log& whole) : whole_{whole} {}

    [[nodiscard]] std::string_view log_id() const noexcept override { return whole_.log_id(); }
    [[nodiscard]] hub::ports::async_result<void> record(std::vector<hub::ports::audit_act> acts
    ) override {
        if (broken) {
            co_return hub::ports::errc::retry;
        }
        co_return co_await whole_.record(std::move(acts));
    }
    [[nodiscard]] hub::ports::async_result<std::vector<hub::ports::log_batch>>
    read(std::uint64_t from, std::size_t limit, hub::ports::leaves what) override {
        return whole_.read(from, limit, what);
    }

    bool broken = false;

private:
    hub::ports::audit_log& whole_;
};

inline std::shared_ptr<const hub::access::organisations> one_organisation() {
    hub::access::organisations_values values;
    hub::access::organisation one;
    one.oin = tests::support::test_oin(1);
    one.naam = "Gemeente Proef";
    values.listed = {one};
    return std::make_shared<const hub::access::organisations>(std::move(values));
}

// One message of a casus is parked, the next one waits for it.
class console_test : public consumer::runner_fixture {
protected:
    void SetUp() override {
        counter.poison = {"gif"};
        const auto casus = room.new_casus();
        parked_id = room.send(bericht(casus, "gif")).to_string();
        room.send(bericht(casus, "daarna"));
        run();
        subscriber_ = room.broker.subscribe({"balie", {}}, book);
        desk_ = std::make_unique<consumer::parked_desk>(
            counter, ports_with(*subscriber_, room.waiter), options()
        );
        model::admitted_message message;
        message.id = room.vault.mint_message_id();
        message.submission = {tests::support::test_oin(1), "bron", "id-1"};
        message.certificate = tests::support::test_oin(1);
        message.destinations = {model::destination{model::instrument::loket}};
        message.accepted_at = room.clock.now();
        message.reference = room.vault.reference_digest(tests::support::test_oin(1), "K-1");
        message_id = message.id.to_string();
        static_cast<void>(await(store.append(std::move(message))));
        state.ready("doorgifte");
        const auto own = tests::support::test_oin(9);
        notices.emplace(room.vault, store, room.clock, own);
        hub::intake::postvak_notice secret{
            tests::support::test_oin(1), room.vault.mint_message_id(), "proef", "Proef", "geheim"};
        static_cast<void>(await(notices->tell(std::move(secret))));
        hub::ports::message_query told;
        told.owner = own;
        sealed_id = await(store.search(told)).value().front().id.to_string();
        door.emplace(
            hub::inzage::inzage_parts{
                book, {room.vault, store, quarantine, encoder}, *notices, room.clock},
            hub::inzage::inzage_options{}
        );
        server = create_operators_api(
            {.environment = model::environment::ontwikkel,
             .organisations = organisations_,
             .clock = room.clock,
             .telemetry = telemetry,
             .readiness = state,
             .metrics = metrics_,
             .configuration = configuration_,
             .expiries = expiries_,
             .bodies = bodies_,
             .audit = audit,
             .logs = {&store},
             .seals = {room.seal.certificate()},
             .store = &store,
             .vault = &room.vault,
             .broker = &room.broker,
             .desks = {{"loket", desk_.get()}},
             .books = {{"loket", &book}},
             .readers = {{"loket", &streams}},
             .again = &streams,
             .transport = &streams,
             .put_back = &data,
             .inzage = &*door,
             .inzage_steps_per_minute = 30}
        );
    }

    exchange::response
    ask(std::string method, std::string target, role who = role::beheerder, std::string body = "") {
        auto parsed = exchange::parse_target(target).value();
        exchange::request request;
        request.method = std::move(method);
        request.path = std::move(parsed.path);
        request.query = std::move(parsed.query);
        request.fields.add("Content-Type", "application/json");
        request.peer = peer_of(who);
        auto admitted = server->admit(request);
        if (auto* refused = std::get_if<exchange::response>(&admitted)) {
            return std::move(*refused);
        }
        request.body = std::move(body);
        return await(server->handle(std::move(request)));
    }

    exchange::response get(std::string target, role who = role::beheerder) {
        return ask("GET", std::move(target), who);
    }

    std::string closing() const { return "/api/geparkeerd/loket/" + parked_id + "/sluitingen"; }
    std::string replay() const { return "/api/geparkeerd/loket/" + parked_id + "/herhalingen"; }

    // Every operator's act that the log holds.
    std::string recorded() {
        std::string result;
        const auto batches = await(store.read(1, 100, hub::ports::leaves::with)).value();
        for (const auto& batch : batches) {
            for (const auto& leaf : batch.leaves) {
                result += leaf;
            }
        }
        return result;
    }

    std::string wish() const {
        return R"({"soort":"bericht","id":")" + sealed_id + R"(","reden":"onderzoek_storing"})";
    }

    std::string parked_id;
    std::string message_id;
    // A message with content.
    std::string sealed_id;
    tests::support::fake_quarantine_store quarantine;
    fixed_encoder encoder;
    std::optional<hub::intake::postvak_notices> notices;
    std::optional<hub::inzage::inzage_desk> door;
    tests::support::fake_message_store store{model::environment::ontwikkel, room.seal, room.clock};
    breakable_log audit{store};
    tests::support::counting_telemetry telemetry;
    hub::runtime::readiness state;
    fixed_streams streams;
    fixed_data data;
    std::unique_ptr<console::server> server;

private:
    hub::access::organisation_directory organisations_{one_organisation()};
    fixed_metrics metrics_;
    fixed_configuration configuration_;
    fixed_expiries expiries_;
    bodies bodies_;
    std::unique_ptr<hub::ports::subscriber> subscriber_;
    std::unique_ptr<consumer::parked_desk> desk_;
};

}  // namespace adapters::http::console
