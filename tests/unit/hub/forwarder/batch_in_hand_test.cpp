#include "hub/forwarder/batch_in_hand.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hub::forwarder {
namespace {

using outcomes = std::vector<ports::result<ports::position>>;

std::vector<ports::outgoing> records(const std::vector<std::string>& keys) {
    std::vector<ports::outgoing> result;
    for (const auto& key : keys) {
        const auto sequence = result.size() + 1;
        result.push_back(
            {sequence, ports::record{model::stream::bericht, key, std::to_string(sequence), {}}}
        );
    }
    return result;
}

std::string values(const std::vector<ports::shared_record>& chunk) {
    std::string text;
    for (const auto& record : chunk) {
        text += record->value;
    }
    return text;
}

ports::result<ports::position> at(std::int64_t offset) {
    return ports::position{model::stream::bericht, 0, offset};
}

TEST(batch_in_hand, is_done_when_all_are_published) {
    batch_in_hand batch{records({"a", "b"})};
    EXPECT_EQ(values(batch.next_chunk(1'000)), "12");
    batch.settle(outcomes{at(10), at(11)});
    EXPECT_TRUE(batch.done());
    ASSERT_EQ(batch.published().size(), 2U);
    EXPECT_EQ(batch.published()[1].position.offset, 11);
}

TEST(batch_in_hand, bounds_a_chunk_in_bytes_but_gives_at_least_one) {
    batch_in_hand batch{records({"a", "b", "c"})};
    EXPECT_EQ(values(batch.next_chunk(4)), "12");
    batch.settle(outcomes{at(1), at(2)});
    EXPECT_FALSE(batch.done());
    EXPECT_EQ(values(batch.next_chunk(1)), "3");
    batch.settle(outcomes{at(3)});
    EXPECT_TRUE(batch.done());
}

TEST(batch_in_hand, sends_what_failed_again_and_all_behind_it_of_the_same_key) {
    batch_in_hand batch{records({"a", "b", "a", "b"})};
    static_cast<void>(batch.next_chunk(1'000));
    batch.settle(outcomes{ports::errc::retry, at(1), at(2), at(3)});
    EXPECT_TRUE(batch.failed());
    EXPECT_FALSE(batch.done());
    batch.begin_round();
    EXPECT_EQ(values(batch.next_chunk(1'000)), "13");
    batch.settle(outcomes{at(4), at(5)});
    EXPECT_TRUE(batch.done());
    EXPECT_EQ(batch.published().size(), 4U);
}

TEST(batch_in_hand, keeps_order_when_a_round_breaks_off_between_chunks) {
    batch_in_hand batch{records({"a", "b", "a"})};
    static_cast<void>(batch.next_chunk(4));
    batch.settle(outcomes{ports::errc::unknown, at(1)});
    batch.begin_round();
    EXPECT_EQ(values(batch.next_chunk(1'000)), "13");
}

TEST(batch_in_hand, parks_only_what_can_not_heal) {
    batch_in_hand batch{records({"a", "a", "b"})};
    static_cast<void>(batch.next_chunk(1'000));
    batch.settle(outcomes{ports::errc::too_large, at(1), ports::errc::refused});
    EXPECT_TRUE(batch.done());
    ASSERT_EQ(batch.parked().size(), 2U);
    EXPECT_EQ(batch.parked()[0].code, "te_groot_voor_transport");
    EXPECT_EQ(batch.parked()[1].code, "geweigerd_door_transport");
    EXPECT_EQ(batch.published().size(), 1U);
}

TEST(batch_in_hand, treats_a_missing_answer_as_unknown) {
    batch_in_hand batch{records({"a", "b"})};
    static_cast<void>(batch.next_chunk(1'000));
    batch.settle(outcomes{at(1)});
    batch.begin_round();
    EXPECT_EQ(values(batch.next_chunk(1'000)), "2");
}

}  // namespace
}  // namespace hub::forwarder
