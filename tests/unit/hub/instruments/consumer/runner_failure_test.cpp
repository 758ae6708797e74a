#include "tests/unit/hub/instruments/consumer/counting_instrument.hpp"

#include <gtest/gtest.h>

#include <tuple>

namespace hub::instruments::consumer {
namespace {

// Lets one step of the work fail, the n-th call over all of them.
class failing_book final : public ports::book {
public:
    explicit failing_book(tests::support::fake_book& inner) : book_{inner} {}

    // Before: nothing happens. After: it happened, and the answer was lost.
    enum class moment { before, after };
    std::size_t fail_at = 0;
    ports::errc error = ports::errc::retry;
    moment when = moment::before;
    std::size_t calls = 0;

    ports::async_result<std::vector<bool>> handled(std::vector<model::message_id> ids) override {
        if (fails()) {
            co_return error;
        }
        co_return co_await book_.handled(std::move(ids));
    }
    ports::async_result<std::vector<ports::book_record>>
    load(std::string kind, std::vector<std::string> ids) override {
        if (fails()) {
            co_return error;
        }
        co_return co_await book_.load(std::move(kind), std::move(ids));
    }
    ports::async_result<std::vector<ports::book_record>>
    scan(std::string kind, std::uint64_t after, std::size_t limit) override {
        co_return co_await book_.scan(std::move(kind), after, limit);
    }
    ports::async_result<void> commit(ports::book_transaction transaction) override {
        const auto failing = fails();
        if (failing && when == moment::before) {
            co_return error;
        }
        auto done = co_await book_.commit(std::move(transaction));
        if (failing) {
            co_return error;
        }
        co_return done;
    }
    ports::async_result<std::vector<ports::processing_entry>>
    read_processing(std::uint64_t after, std::size_t limit) override {
        co_return co_await book_.read_processing(after, limit);
    }
    ports::async_result<std::vector<ports::outgoing>>
    next_outgoing(std::uint64_t after, std::size_t limit) override {
        co_return co_await book_.next_outgoing(after, limit);
    }
    ports::async_result<void> mark_published(
        std::vector<ports::published> done,
        std::vector<ports::unpublishable> parked
    ) override {
        co_return co_await book_.mark_published(std::move(done), std::move(parked));
    }
    std::uint64_t published_up_to() const noexcept override { return book_.published_up_to(); }
    ports::outbox_depth depth() const noexcept override { return book_.depth(); }
    void close_outbox() override { book_.close_outbox(); }
    std::string_view log_id() const noexcept override { return book_.log_id(); }
    ports::async_result<void> record(std::vector<ports::audit_act> acts) override {
        co_return co_await book_.record(std::move(acts));
    }
    ports::async_result<std::vector<ports::log_batch>>
    read(std::uint64_t from, std::size_t limit, ports::leaves what) override {
        co_return co_await book_.read(from, limit, what);
    }
    ports::async_result<std::optional<ports::position>>
    next_position(model::stream stream, std::int32_t partition) override {
        co_return co_await book_.next_position(stream, partition);
    }
    ports::async_result<std::vector<ports::outgoing>>
    published_since(model::timestamp since, std::uint64_t after, std::size_t limit) override {
        co_return co_await book_.published_since(since, after, limit);
    }
    ports::async_result<void> move_to(std::vector<ports::position> next) override {
        co_return co_await book_.move_to(std::move(next));
    }

private:
    bool fails() { return ++calls == fail_at; }

    tests::support::fake_book& book_;
};

struct failure {
    ports::errc error;
    failing_book::moment when;
};

class restarting_runner_test : public runner_fixture {
protected:
    // Two casussen, one with an early message and a poison one.
    void send_all() {
        counter.poison = {"gif"};
        first_ = room.new_casus();
        second_ = room.new_casus();
        for (const auto* text : {"1", "2", "3"}) {
            room.commit(bericht(first_, text));
        }
        for (const auto* text : {"1", "gif", "3"}) {
            room.commit(bericht(second_, text));
        }
        auto records = room.take_outbox(room.writer);
        std::swap(records[0], records[2]);
        for (auto& record : records) {
            room.publish(std::move(record));
        }
    }

    void expect_all_effects_once() {
        EXPECT_EQ(diary(first_), "1 2 3 ");
        EXPECT_EQ(diary(second_), "1 ");
        EXPECT_EQ(room.count(book, "geparkeerd"), 1U);
        EXPECT_EQ(room.count(book, "wachtend"), 1U);
        EXPECT_EQ(room.statuses(book).size(), 5U);
        EXPECT_EQ(book.processing().size(), 4U);
    }

    model::casus_id first_;
    model::casus_id second_;
};

class runner_failure_test : public restarting_runner_test,
                            public ::testing::WithParamInterface<std::tuple<failure, std::size_t>> {
};

TEST_P(runner_failure_test, has_every_effect_once_whichever_step_fails) {
    const auto& [how, step] = GetParam();
    failing_book failing{book};
    failing.error = how.error;
    failing.when = how.when;
    failing.fail_at = step;
    send_all();
    run_on(failing, room.vault);
    expect_all_effects_once();
}

INSTANTIATE_TEST_SUITE_P(
    errors_and_steps,
    runner_failure_test,
    ::testing::Combine(
        ::testing::Values(
            failure{ports::errc::retry, failing_book::moment::before},
            failure{ports::errc::conflict, failing_book::moment::before},
            failure{ports::errc::unknown, failing_book::moment::before},
            failure{ports::errc::unknown, failing_book::moment::after}
        ),
        // More steps than one batch has.
        ::testing::Range(std::size_t{1}, std::size_t{8})
    )
);

TEST_F(restarting_runner_test, goes_on_from_its_book_after_an_end_in_mid_stream) {
    batch_limit = 2;
    send_all();
    // Each start handles one batch and ends; the next one goes on from the book alone.
    for (std::size_t starts = 0; starts < 3; ++starts) {
        run(1);
    }
    EXPECT_TRUE(room.all_read(book, streams));
    expect_all_effects_once();
}

TEST_F(restarting_runner_test, handles_a_batch_again_that_ended_before_its_commit) {
    send_all();
    failing_book failing{book};
    failing.error = ports::errc::retry;
    give_up_after_waits = 1;
    for (std::size_t step = 1; step < 5; ++step) {
        failing.calls = 0;
        failing.fail_at = step;
        run_on(failing, room.vault);
    }
    run();
    expect_all_effects_once();
}

TEST_F(restarting_runner_test, tries_again_when_keys_can_not_be_read) {
    const auto casus = room.new_casus();
    room.commit(bericht(casus, "een"));
    room.forward(room.writer);
    // Another vault, which has not seen the key yet.
    vault::vault fresh{room.environment, room.root_keys, room.case_keys, room.clock};
    room.case_keys.fail(ports::errc::retry);
    on_wait = [&](std::size_t waits) {
        if (waits == 3) {
            room.case_keys.work();
        }
    };
    run_on(book, fresh);
    EXPECT_EQ(diary(casus), "een ");
    EXPECT_EQ(watcher.failures, 3U);
    EXPECT_TRUE(watcher.parkings.empty());
}

TEST_F(restarting_runner_test, stops_rather_than_guess_a_lost_position) {
    for (int i = 0; i < 5; ++i) {
        room.send(bericht(room.new_casus(), "een"));
    }
    run();
    for (int i = 0; i < 50; ++i) {
        room.send(bericht(room.new_casus(), "een"));
    }
    for (std::int32_t partition = 0; partition < 3; ++partition) {
        room.broker.drop_before({model::stream::bericht, partition, 15});
    }
    run();
    EXPECT_EQ(watcher.stops, 1U);
    EXPECT_EQ(watcher.resumptions, 0U);
}

TEST_F(restarting_runner_test, goes_on_at_the_oldest_after_an_operators_word) {
    const auto casus = room.new_casus();
    room.send(bericht(casus, "een"));
    run();
    for (int i = 0; i < 50; ++i) {
        room.send(bericht(room.new_casus(), "lang geleden"));
    }
    for (std::int32_t partition = 0; partition < 3; ++partition) {
        room.broker.drop_before({model::stream::bericht, partition, 15});
    }
    const auto kept = room.broker.contents(model::stream::bericht).size();
    const auto before = room.statuses(book).size();
    operator_resumes = true;
    run();
    EXPECT_EQ(watcher.stops, 1U);
    EXPECT_EQ(watcher.resumptions, 1U);
    EXPECT_TRUE(room.all_read(book, streams));
    EXPECT_GE(room.statuses(book).size(), before + kept - 3) << "what is there is handled";
}

}  // namespace
}  // namespace hub::instruments::consumer
