// A postvak around the organisations 1 (sends) and 2 (receives).
#pragma once

#include "hub/delivery/postvak_instrument.hpp"
#include "hub/delivery/postvak_service.hpp"
#include "tests/support/await.hpp"
#include "tests/support/consumer_room.hpp"
#include "tests/support/finite_subscriber.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace hub::delivery {

class fake_rights final : public postvak_rights {
public:
    [[nodiscard]] bool may_receive(const model::oin& recipient) const override {
        return !lost.contains(recipient);
    }
    std::set<model::oin> lost;
};

class postvak_fixture : public ::testing::Test {
protected:
    using strings = std::vector<std::string>;

    static instruments::consumer::runner_options identity() {
        instruments::consumer::runner_options options;
        options.name = "delivery";
        options.own = tests::support::test_oin(902);
        return options;
    }

    [[nodiscard]] tests::support::handed_in bericht(std::string text) {
        tests::support::handed_in what;
        what.owner = sender;
        what.casus = casus;
        what.destinations = {model::destination{recipient}};
        what.content.mutable_bericht()->set_tekst(std::move(text));
        return what;
    }

    model::message_id send(std::string text) { return send(bericht(std::move(text))); }

    model::message_id send(const tests::support::handed_in& what) {
        const auto id = room.send(what);
        deliver();
        return id;
    }

    // Delivers all that is on the broker.
    void deliver() {
        const std::vector<model::stream> streams{model::stream::bericht, model::stream::status};
        tests::support::finite_subscriber subscriber{
            room.broker.subscribe({"delivery", streams}, book),
            [this, streams] { return room.all_read(book, streams); }};
        instruments::consumer::no_events watcher;
        instruments::consumer::runner runs{
            delivers,
            {subscriber,
             book,
             room.vault,
             room.verifier,
             room.clock,
             room.waiter,
             watcher,
             &service},
            identity()};
        tests::support::await(runs.run());
        handled = runs.counts().handled;
        parked = runs.counts().parked;
    }

    // Forwards what delivery sent until nothing is left to deliver.
    void deliver_statuses() {
        while (room.forward(book) > 0) {
            deliver();
        }
    }

    [[nodiscard]] std::vector<postvak_message> list(const model::oin& whose) {
        return tests::support::await(service.list(whose, 0, 100)).value();
    }

    [[nodiscard]] std::vector<postvak_message> claim(std::size_t limit = 10) {
        return tests::support::await(service.claim(request(limit))).value();
    }

    [[nodiscard]] claim_request request(std::size_t limit) const {
        claim_request wanted;
        wanted.recipient = recipient;
        wanted.claimant = "werker";
        wanted.limit = limit;
        return wanted;
    }

    ports::result<void> acknowledge(model::message_id id) {
        return tests::support::await(service.acknowledge(recipient, id));
    }
    ports::result<void> refuse(model::message_id id, std::string code = "onbekende_casus") {
        return tests::support::await(
            service.refuse(recipient, id, refusal{std::move(code), "Deze casus kennen wij niet."})
        );
    }

    static strings texts(const std::vector<postvak_message>& messages) {
        strings result;
        for (const auto& message : messages) {
            result.push_back(message.content ? message.content->bericht().tekst() : message.code);
        }
        return result;
    }

    model::oin sender = tests::support::test_oin(1);
    model::oin recipient = tests::support::test_oin(2);
    tests::support::consumer_room room;
    tests::support::fake_book book{{room.environment, "delivery"}, room.seal, room.clock};
    fake_rights rights;
    postvak_instrument delivers;
    postvak_service service{{book, room.vault, room.clock, rights}, identity(), {}};
    model::casus_id casus = room.new_casus();
    std::uint64_t handled = 0;
    std::uint64_t parked = 0;
};

}  // namespace hub::delivery
