// What every store of planned erasures must do: included once by the test of each implementation,
// which instantiates the suite with its own harness.
#pragma once

#include "hub/ports/erasure_store.hpp"
#include "tests/contract/store_harness.hpp"
#include "tests/support/await.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace tests::contract {

class erasure_store_contract
    : public testing::TestWithParam<store_case<hub::ports::erasure_store>> {
protected:
    using errc = hub::ports::errc;
    using state = hub::ports::erasure_state;

    [[nodiscard]] static hub::model::timestamp at(std::int64_t hour) {
        return hub::model::from_microseconds(1'782'907'200'000'000) + std::chrono::hours{hour};
    }
    [[nodiscard]] static hub::model::casus_id casus(std::uint8_t number) {
        return hub::model::casus_id{small_uuid(number)};
    }
    [[nodiscard]] static hub::ports::planned_erasure planned(std::uint8_t number, int hour) {
        return {casus(number), state::aangekondigd, "reden", "een", "twee", at(0), at(hour), at(0)};
    }

    hub::ports::result<void> announce(std::uint8_t number, int hour) {
        return support::await(harness->store().announce(planned(number, hour)));
    }
    hub::ports::result<void> move(std::uint8_t number, state from, state to, int hour = 0) {
        return support::await(harness->store().move(casus(number), from, to, at(hour)));
    }
    hub::ports::result<hub::ports::planned_erasure> find(std::uint8_t number) {
        return support::await(harness->store().find(casus(number)));
    }
    std::vector<hub::model::casus_id> due(int hour) {
        std::vector<hub::model::casus_id> all;
        for (const auto& one : support::await(harness->store().due(at(hour), 10)).value()) {
            all.push_back(one.casus);
        }
        return all;
    }

    std::unique_ptr<store_harness<hub::ports::erasure_store>> harness = GetParam().make();
};

TEST_P(erasure_store_contract, finds_what_was_announced_also_when_opened_again) {
    EXPECT_EQ(find(1).error(), errc::not_found);
    ASSERT_TRUE(announce(1, 5));
    for (int round = 0; round < 2; ++round) {
        const auto found = find(1);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->state, state::aangekondigd);
        EXPECT_EQ(found->reason, "reden");
        EXPECT_EQ(found->proposed_by, "een");
        EXPECT_EQ(found->confirmed_by, "twee");
        EXPECT_EQ(found->announced_at, at(0));
        EXPECT_EQ(found->erase_at, at(5));
        harness->reopen();
    }
}

TEST_P(erasure_store_contract, announces_once_unless_it_was_withdrawn) {
    ASSERT_TRUE(announce(1, 5));
    EXPECT_EQ(announce(1, 6).error(), errc::conflict);
    ASSERT_TRUE(move(1, state::aangekondigd, state::ingetrokken));
    ASSERT_TRUE(announce(1, 7));
    EXPECT_EQ(find(1)->erase_at, at(7));
    ASSERT_TRUE(move(1, state::aangekondigd, state::bezig));
    EXPECT_EQ(announce(1, 8).error(), errc::conflict);
    ASSERT_TRUE(move(1, state::bezig, state::gewist));
    EXPECT_EQ(announce(1, 8).error(), errc::conflict);
    ASSERT_TRUE(announce(2, 5));
    ASSERT_TRUE(move(2, state::aangekondigd, state::onherroepelijk));
    EXPECT_EQ(announce(2, 8).error(), errc::conflict);
}

TEST_P(erasure_store_contract, moves_only_from_where_it_is) {
    EXPECT_EQ(move(1, state::aangekondigd, state::bezig).error(), errc::not_found);
    ASSERT_TRUE(announce(1, 5));
    EXPECT_EQ(move(1, state::bezig, state::gewist).error(), errc::conflict);
    ASSERT_TRUE(move(1, state::aangekondigd, state::bezig, 6));
    harness->reopen();
    EXPECT_EQ(move(1, state::aangekondigd, state::ingetrokken).error(), errc::conflict);
    EXPECT_EQ(find(1)->changed_at, at(6));
}

TEST_P(erasure_store_contract, tells_what_is_due_what_is_going_on_first) {
    ASSERT_TRUE(announce(1, 5));
    ASSERT_TRUE(announce(2, 3));
    ASSERT_TRUE(announce(3, 9));
    ASSERT_TRUE(move(3, state::aangekondigd, state::bezig));
    EXPECT_EQ(due(2), (std::vector{casus(3)}));
    EXPECT_EQ(due(4), (std::vector{casus(3), casus(2)}));
    EXPECT_EQ(due(5), (std::vector{casus(3), casus(2), casus(1)}));
    ASSERT_TRUE(announce(4, 10));
    ASSERT_TRUE(move(4, state::aangekondigd, state::onherroepelijk));
    harness->reopen();
    EXPECT_EQ(due(2), (std::vector{casus(3), casus(4)}));
    EXPECT_EQ(due(4), (std::vector{casus(3), casus(4), casus(2)}));
    EXPECT_EQ(find(4)->state, state::onherroepelijk);
    ASSERT_TRUE(move(4, state::onherroepelijk, state::bezig));
    ASSERT_TRUE(move(4, state::bezig, state::gewist));
    ASSERT_TRUE(move(3, state::bezig, state::gewist));
    ASSERT_TRUE(move(2, state::aangekondigd, state::ingetrokken));
    EXPECT_EQ(due(9), (std::vector{casus(1)}));
    EXPECT_EQ(support::await(harness->store().list(10))->size(), 4U);
}

TEST_P(erasure_store_contract, counts_what_began_since) {
    const auto since = [this](int hour) {
        return support::await(harness->store().begun_since(at(hour))).value();
    };
    ASSERT_TRUE(announce(1, 5));
    ASSERT_TRUE(announce(2, 5));
    EXPECT_EQ(since(0), 0U);
    ASSERT_TRUE(move(1, state::aangekondigd, state::bezig, 6));
    ASSERT_TRUE(move(2, state::aangekondigd, state::bezig, 7));
    ASSERT_TRUE(move(2, state::bezig, state::gewist, 8));
    EXPECT_EQ(since(6), 2U);
    EXPECT_EQ(since(7), 1U);
    EXPECT_EQ(since(9), 0U);
    ASSERT_TRUE(announce(3, 5));
    ASSERT_TRUE(move(3, state::aangekondigd, state::onherroepelijk, 9));
    EXPECT_EQ(since(9), 1U);
}

}  // namespace tests::contract
