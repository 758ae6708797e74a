// An instrument for tests: counts per casus what it handled, in the order handled.
#pragma once

#include "hub/instruments/consumer/runner.hpp"
#include "tests/support/await.hpp"
#include "tests/support/consumer_room.hpp"
#include "tests/support/finite_subscriber.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <gtest/gtest.h>

#include <exception>
#include <functional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace hub::instruments::consumer {

class counting_instrument final : public instrument {
public:
    content_form takes() const noexcept override { return content_form::opened; }

    std::vector<model::destination> addressed(
        model::message_type,
        const std::vector<model::destination>& destinations
    ) const override {
        std::vector<model::destination> mine;
        for (const auto& destination : destinations) {
            if (destination.as_instrument() != nullptr &&
                *destination.as_instrument() == model::instrument::loket) {
                mine.push_back(destination);
            }
        }
        return mine;
    }

    std::vector<record_key> wants(const input& message) const override {
        return {{"dagboek", message.key.to_string()}};
    }

    decided decide(const input& message, const book_view& book) const override {
        const auto& text = message.content.bericht().tekst();
        if (poison.contains(text)) {
            throw std::runtime_error{"can't handle this"};
        }
        const auto* before = book.find("dagboek", message.key.to_string());
        decided result;
        result.changes.push_back(
            {{"dagboek", message.key.to_string()}, (before != nullptr ? *before : "") + text + ' '}
        );
        outcome done;
        done.destination = "loket";
        result.outcomes.push_back(done);
        result.processings.push_back({"tellen", "", "", "Ok"});
        return result;
    }

    // Texts that it can't handle.
    std::set<std::string> poison;
};

class recording_events final : public events {
public:
    void not_authentic(
        std::string_view,
        const ports::position&,
        std::optional<model::message_id>,
        std::string_view fault
    ) override {
        faults.emplace_back(fault);
    }
    void parked(std::string_view, std::string_view, std::string_view code) override {
        parkings.emplace_back(code);
    }
    void held(std::string_view, model::message_id) override { ++holds; }
    void failing(std::string_view, const boost::system::error_code&, std::uint32_t) override {
        ++failures;
    }
    void stopped(std::string_view, const boost::system::error_code&) override {
        ++stops;
        if (on_stopped) {
            on_stopped();
        }
    }
    void resumed(std::string_view) override { ++resumptions; }

    std::vector<std::string> faults;
    std::vector<std::string> parkings;
    std::size_t holds = 0;
    std::size_t failures = 0;
    std::size_t stops = 0;
    std::size_t resumptions = 0;
    std::function<void()> on_stopped;
};

// Runs it, with an operator who lets it go on as soon as it stops.
inline boost::asio::awaitable<void> run_and_resume(runner& runs, recording_events& watcher) {
    const auto executor = co_await boost::asio::this_coro::executor;
    watcher.on_stopped = [&runs, executor] {
        boost::asio::co_spawn(executor, runs.resume(), [](std::exception_ptr, auto&&) {});
    };
    co_await runs.run();
}

// Tests send with verbs and look at what stands in the book.
class runner_fixture : public ::testing::Test {
protected:
    static inline const std::vector<model::stream> streams{
        model::stream::aanmelding,
        model::stream::bericht};

    [[nodiscard]] tests::support::handed_in bericht(
        model::casus_id casus,
        std::string text,
        model::stream target = model::stream::bericht
    ) const {
        tests::support::handed_in what;
        what.casus = casus;
        what.target = target;
        what.destinations = {model::destination{model::instrument::loket}};
        what.content.mutable_bericht()->set_tekst(std::move(text));
        return what;
    }

    [[nodiscard]] runner_options options() const {
        runner_options values;
        values.name = "loket";
        values.own = tests::support::test_oin(900);
        values.batch_limit = batch_limit;
        return values;
    }

    // Runs a consumer from a fresh start until it has read everything, gave up, or handled so many
    // batches.
    void run(std::size_t batches = 1'000) { run_on(book, room.vault, batches); }

    void run_on(ports::book& on, vault::vault& with, std::size_t batches = 1'000) {
        tests::support::fake_waiter waiter{room.clock};
        std::size_t reads = 0;
        tests::support::finite_subscriber subscriber{
            room.broker.subscribe({"loket", streams}, on),
            [&] { return room.all_read(book, streams) || reads++ == batches; }};
        runner runs{
            counter,
            {subscriber, on, with, room.verifier, room.clock, waiter, watcher, nullptr},
            options()};
        waiter.on_wait = [&](std::size_t waits) {
            if (on_wait) {
                on_wait(waits);
            }
            if (waits >= give_up_after_waits) {
                runs.close();
            }
        };
        watcher.on_stopped = [&runs] { runs.close(); };
        tests::support::await(operator_resumes ? run_and_resume(runs, watcher) : runs.run());
    }

    [[nodiscard]] runner_ports ports_with(ports::subscriber& subscriber, ports::waiter& waiter) {
        return {subscriber, book, room.vault, room.verifier, room.clock, waiter, watcher, nullptr};
    }

    [[nodiscard]] std::string diary(model::casus_id casus) {
        return room.value_of(book, "dagboek", casus.to_string());
    }

    std::size_t batch_limit = 256;
    std::size_t give_up_after_waits = 100;
    // After a lost position; otherwise the run ends there.
    bool operator_resumes = false;
    std::function<void(std::size_t)> on_wait;
    tests::support::consumer_room room;
    tests::support::fake_book book{{room.environment, "loket"}, room.seal, room.clock};
    counting_instrument counter;
    recording_events watcher;
};

}  // namespace hub::instruments::consumer
