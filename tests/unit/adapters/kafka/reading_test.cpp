#include "adapters/kafka/reading.hpp"

#include <gtest/gtest.h>

namespace {

using adapters::kafka::reading;
using hub::model::stream;
using kind = reading::step::kind;

hub::ports::delivered record_at(std::int64_t offset) {
    return {hub::ports::record{stream::status, "k", "v", {}}, {stream::status, 3, offset}};
}

// A reading that was given partition 3 from an offset on.
void begin(reading& one, std::int64_t offset) {
    const reading::places given{{stream::status, 3}};
    one.ask(given);
    ASSERT_EQ(one.take(1).what, kind::positions);
    one.answer(given, {{stream::status, 3, offset}});
    ASSERT_TRUE(one.answered());
}

TEST(kafka_reading, asks_for_positions_before_anything_else) {
    reading one;
    EXPECT_EQ(one.take(1).what, kind::wait);
    begin(one, 7);
    EXPECT_EQ(one.take(1).what, kind::wait);
}

TEST(kafka_reading, an_answer_for_partitions_that_went_away_is_dropped) {
    reading one;
    one.ask({{stream::status, 3}});
    const auto first = one.take(1);
    one.forget();
    one.ask({{stream::status, 4}});
    one.answer(first.asked, {{stream::status, 3, 7}});
    EXPECT_FALSE(one.answered());
    EXPECT_EQ(one.take(1).asked, (reading::places{{stream::status, 4}}));
}

TEST(kafka_reading, knows_whether_the_handler_has_something_in_hand) {
    reading one;
    begin(one, 7);
    one.give(record_at(7));
    EXPECT_FALSE(one.in_hand());
    EXPECT_EQ(one.take(10).records.size(), 1U);
    EXPECT_TRUE(one.in_hand());
    EXPECT_EQ(one.take(10).what, kind::wait);
    EXPECT_FALSE(one.in_hand());
}

TEST(kafka_reading, gives_nothing_twice_when_the_library_fetches_again) {
    reading one;
    begin(one, 7);
    one.give(record_at(7));
    one.give(record_at(8));
    one.give(record_at(7));
    one.give(record_at(8));
    one.give(record_at(11));
    const auto got = one.take(10).records;
    ASSERT_EQ(got.size(), 3U);
    EXPECT_EQ(got[2].position.offset, 11) << "compaction leaves gaps";
}

TEST(kafka_reading, what_was_revoked_is_not_handed_out_and_may_come_again) {
    reading one;
    begin(one, 7);
    one.give(record_at(7));
    one.forget();
    EXPECT_EQ(one.take(10).what, kind::wait);
    begin(one, 7);
    one.give(record_at(7));
    EXPECT_EQ(one.take(10).records.size(), 1U);
}

TEST(kafka_reading, a_lost_position_and_closing_come_before_records) {
    reading one;
    begin(one, 7);
    one.give(record_at(7));
    one.lose();
    EXPECT_EQ(one.take(10).what, kind::lost);
    one.close();
    EXPECT_EQ(one.take(10).what, kind::closed);
}

TEST(kafka_reading, commits_only_what_was_confirmed_since) {
    reading one;
    begin(one, 7);
    one.confirm({{stream::status, 3, 9}});
    EXPECT_EQ(one.to_commit(), (std::vector<hub::ports::position>{{stream::status, 3, 9}}));
    EXPECT_TRUE(one.to_commit().empty());
}

// How many wait says nothing: as many may have been taken as were given.
TEST(kafka_reading, tells_of_what_was_given_while_others_were_taken) {
    reading one;
    begin(one, 0);
    one.give(record_at(0));
    one.tell_of_given();
    ASSERT_EQ(one.take(1).records.size(), 1U);
    const auto heard = one.changed().rung();
    one.give(record_at(1));
    one.tell_of_given();
    EXPECT_EQ(one.changed().rung(), heard + 1);
    one.tell_of_given();
    EXPECT_EQ(one.changed().rung(), heard + 1) << "nothing new";
}

}  // namespace
