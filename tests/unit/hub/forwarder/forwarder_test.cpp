#include "hub/forwarder/forwarder.hpp"

#include "tests/support/await.hpp"
#include "tests/support/fake_broker.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/fake_waiter.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <vector>

namespace hub::forwarder {
namespace {

// An outbox with everything committed before the forwarder starts; closed when all is marked.
class finite_outbox final : public ports::outbox {
public:
    explicit finite_outbox(std::size_t records) {
        for (std::size_t i = 1; i <= records; ++i) {
            waiting.push_back(
                {i, ports::record{model::stream::bericht, key(i), std::to_string(i), {}}}
            );
        }
    }

    static std::string key(std::size_t i) { return "casus-" + std::to_string(i % 3); }

    ports::async_result<std::vector<ports::outgoing>>
    next_outgoing(std::uint64_t after_sequence, std::size_t limit) override {
        std::vector<ports::outgoing> result;
        for (const auto& one : waiting) {
            if (one.sequence > after_sequence && result.size() < limit) {
                result.push_back(one);
            }
        }
        if (result.empty()) {
            co_return ports::errc::closed;
        }
        co_return result;
    }

    ports::async_result<void> mark_published(
        std::vector<ports::published> done,
        std::vector<ports::unpublishable> parked
    ) override {
        if (mark_failures > 0) {
            --mark_failures;
            co_return ports::errc::retry;
        }
        published_.insert(published_.end(), done.begin(), done.end());
        parked_.insert(parked_.end(), parked.begin(), parked.end());
        co_return boost::system::in_place_value;
    }

    std::uint64_t published_up_to() const noexcept override { return watermark; }
    ports::outbox_depth depth() const noexcept override { return {}; }
    void close_outbox() override { waiting.clear(); }

    std::deque<ports::outgoing> waiting;
    std::uint64_t watermark = 0;
    std::size_t mark_failures = 0;
    std::vector<ports::published> published_;
    std::vector<ports::unpublishable> parked_;
};

class forwarder_test : public ::testing::Test {
protected:
    void run(finite_outbox& outbox, forwarder_options options = {}) {
        options.groups.batch_records = 4;
        forwarder brings{{outbox, broker_, clock_, waiter_}, options};
        waiter_.on_wait = [&](std::size_t waits) {
            if (waits == give_up_after_waits_) {
                brings.close();
            }
        };
        tests::support::await(brings.run());
        failing_ = brings.counts().failing;
    }

    // The values of one key on the broker, in order.
    std::string on_broker(const std::string& key) {
        std::string text;
        for (const auto& one : broker_.contents(model::stream::bericht)) {
            if (one.record->key == key) {
                text += one.record->value + ' ';
            }
        }
        return text;
    }

    tests::support::fake_clock clock_;
    tests::support::fake_waiter waiter_{clock_};
    tests::support::fake_broker broker_;
    std::size_t give_up_after_waits_ = 1'000;
    std::uint32_t failing_ = 0;
};

TEST_F(forwarder_test, brings_everything_in_order_and_marks_it) {
    finite_outbox outbox{10};
    run(outbox);
    EXPECT_EQ(outbox.published_.size(), 10U);
    EXPECT_EQ(on_broker("casus-1"), "1 4 7 10 ");
}

TEST_F(forwarder_test, goes_on_behind_the_watermark_after_a_restart) {
    finite_outbox outbox{10};
    outbox.watermark = 8;
    run(outbox);
    EXPECT_EQ(outbox.published_.size(), 2U);
    EXPECT_EQ(on_broker("casus-0"), "9 ");
}

TEST_F(forwarder_test, tries_again_for_as_long_as_the_broker_fails) {
    finite_outbox outbox{4};
    broker_.fail_publishing(ports::errc::retry, 4 * 40);
    run(outbox);
    EXPECT_EQ(outbox.published_.size(), 4U);
    EXPECT_GE(waiter_.waits.size(), 40U);
    EXPECT_EQ(failing_, 0U);
}

TEST_F(forwarder_test, keeps_order_per_key_whichever_record_fails) {
    for (std::size_t failing = 1; failing <= 9; ++failing) {
        finite_outbox outbox{9};
        broker_.fail_publishing(ports::errc::unknown, failing);
        run(outbox);
        EXPECT_EQ(outbox.published_.size(), 9U);
    }
    // A repeat may stand on the broker, but never an earlier one behind a later one for good.
    const auto all = on_broker("casus-0");
    EXPECT_TRUE(all.ends_with("3 6 9 "));
}

TEST_F(forwarder_test, parks_what_can_not_heal_and_goes_on) {
    finite_outbox outbox{5};
    broker_.fail_publishing(ports::errc::refused, 1);
    run(outbox);
    ASSERT_EQ(outbox.parked_.size(), 1U);
    EXPECT_EQ(outbox.parked_.front().sequence, 1U);
    EXPECT_EQ(outbox.published_.size(), 4U);
}

TEST_F(forwarder_test, marks_again_when_marking_fails) {
    finite_outbox outbox{4};
    outbox.mark_failures = 3;
    run(outbox);
    EXPECT_EQ(outbox.published_.size(), 4U);
    EXPECT_EQ(broker_.contents(model::stream::bericht).size(), 4U);
}

TEST_F(forwarder_test, ends_when_closed_while_the_broker_is_down) {
    finite_outbox outbox{4};
    broker_.fail_publishing(ports::errc::retry, 1'000'000);
    give_up_after_waits_ = 5;
    run(outbox);
    EXPECT_TRUE(outbox.published_.empty());
    EXPECT_GE(failing_, 5U);
}

TEST_F(forwarder_test, lets_batches_form_under_load) {
    finite_outbox outbox{9};
    forwarder_options options;
    options.groups.pace = std::chrono::milliseconds{2};
    run(outbox, options);
    // Two full batches wait for nothing; the last, smaller one keeps the pace.
    ASSERT_EQ(waiter_.waits.size(), 1U);
    EXPECT_EQ(waiter_.waits.front(), options.groups.pace);
}

TEST_F(forwarder_test, paces_a_small_batch_by_what_it_held) {
    forwarder_options options;
    options.groups.pace_per_record = std::chrono::milliseconds{5};
    options.groups.pace = std::chrono::milliseconds{12};
    finite_outbox two{2};
    run(two, options);
    finite_outbox three{3};
    run(three, options);
    const std::vector<std::chrono::microseconds> expected{
        std::chrono::milliseconds{10}, std::chrono::milliseconds{12}};
    EXPECT_EQ(waiter_.waits, expected);
}

}  // namespace
}  // namespace hub::forwarder
