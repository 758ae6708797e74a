#include "adapters/kafka/log_judge.hpp"

#include <gtest/gtest.h>

namespace {

using adapters::kafka::log_judge;
using adapters::kafka::log_sight;
using adapters::kafka::reading;
using hub::model::stream;
using supply = log_judge::supply;
using verdict = log_judge::verdict;

constexpr reading::place place{stream::status, 3};

log_sight ends_at(std::int64_t end) {
    log_sight seen;
    seen.ends.push_back({place.first, place.second, end});
    return seen;
}

log_sight nothing_there() {
    log_sight seen;
    seen.missing.insert(place.first);
    return seen;
}

std::map<reading::place, reading::progress> at(std::int64_t next, std::int64_t begun = 0) {
    return {{place, {next, next, begun}}};
}

class kafka_log_judge : public testing::Test {
protected:
    verdict look(const log_sight& seen, std::int64_t next, supply now = supply::flows) {
        return judge.judge(seen, at(next), now);
    }

    log_judge judge;
};

TEST_F(kafka_log_judge, is_content_with_a_reader_at_the_end_and_with_one_that_goes_on) {
    for (auto round = 0; round < 5; ++round) {
        EXPECT_EQ(look(ends_at(7), 7), verdict::fine);
    }
    for (auto next = 7; next < 20; ++next) {
        EXPECT_EQ(look(ends_at(100), next), verdict::fine);
    }
}

TEST_F(kafka_log_judge, calls_a_client_silent_that_brings_nothing_of_what_waits) {
    EXPECT_EQ(look(ends_at(9), 7), verdict::fine) << "just written, perhaps";
    EXPECT_EQ(look(ends_at(9), 7), verdict::silent);
    judge.begin_anew();
    EXPECT_EQ(look(ends_at(9), 7), verdict::fine) << "the next client has its time as well";
    EXPECT_EQ(look(ends_at(9), 7), verdict::silent);
}

TEST_F(kafka_log_judge, lets_a_paused_reader_be) {
    for (auto round = 0; round < 5; ++round) {
        EXPECT_EQ(look(ends_at(9), 7, supply::held_back), verdict::fine);
    }
    EXPECT_EQ(look(ends_at(9), 7), verdict::fine);
    EXPECT_EQ(look(ends_at(9), 7), verdict::silent);
}

TEST_F(kafka_log_judge, takes_a_log_that_became_shorter_for_another_one) {
    EXPECT_EQ(look(ends_at(7), 7), verdict::fine);
    EXPECT_EQ(look(ends_at(2), 7), verdict::fine) << "one look is none";
    EXPECT_EQ(look(ends_at(2), 7), verdict::lost);
    EXPECT_TRUE(judge.is_remade(place));
    EXPECT_EQ(look(ends_at(2), 7), verdict::lost) << "until it was put right";
    judge.put_right();
    EXPECT_FALSE(judge.is_remade(place));
    EXPECT_EQ(look(ends_at(2), 0), verdict::fine);
}

TEST_F(kafka_log_judge, compares_with_where_the_reader_was_one_look_ago_and_what_was_newest) {
    using positions = std::vector<hub::ports::position>;
    std::map<reading::place, reading::progress> ours{{place, {7, 7, 0, 500}}};
    EXPECT_TRUE(judge.read().empty());
    EXPECT_EQ(judge.judge(ends_at(7), ours, supply::flows), verdict::fine);
    EXPECT_EQ(judge.read(), (positions{{place.first, place.second, 7, 500}}));
    // Remade meanwhile, and the client read on in it.
    ours[place] = {30, 30, 0, 900};
    auto seen = ends_at(30);
    seen.others.insert(place);
    EXPECT_EQ(judge.judge(seen, ours, supply::flows), verdict::lost);
    EXPECT_TRUE(judge.is_remade(place));
    judge.put_right();
    EXPECT_FALSE(judge.is_remade(place));
    EXPECT_TRUE(judge.read().empty());
}

TEST_F(kafka_log_judge, asks_nothing_of_a_log_that_was_not_read_from_its_beginning) {
    std::map<reading::place, reading::progress> ours{
        {place, {7, 7, 5, reading::unknown_time}}};
    EXPECT_EQ(judge.judge(ends_at(7), ours, supply::flows), verdict::fine);
    EXPECT_TRUE(judge.read().empty());
}

TEST_F(kafka_log_judge, knows_of_another_log_before_the_reading_began) {
    judge.found_others({{place.first, place.second, 7, 500}});
    EXPECT_TRUE(judge.is_remade(place));
    judge.put_right();
    EXPECT_FALSE(judge.is_remade(place));
}

TEST_F(kafka_log_judge, takes_one_short_look_for_a_broker_that_is_behind) {
    EXPECT_EQ(look(ends_at(7), 7), verdict::fine);
    EXPECT_EQ(look(ends_at(2), 7), verdict::fine);
    EXPECT_EQ(look(ends_at(7), 7), verdict::fine);
    EXPECT_EQ(look(ends_at(2), 7), verdict::fine);
}

TEST_F(kafka_log_judge, knows_a_log_that_ends_before_the_position_it_was_never_seen_longer) {
    EXPECT_EQ(look(ends_at(2), 7), verdict::fine);
    EXPECT_EQ(look(ends_at(2), 7), verdict::lost);
}

TEST_F(kafka_log_judge, knows_a_topic_that_was_away_however_long_it_is_now) {
    EXPECT_EQ(look(ends_at(7), 7), verdict::fine);
    EXPECT_EQ(look(nothing_there(), 7), verdict::fine);
    EXPECT_FALSE(judge.is_remade(place)) << "one look is none";
    EXPECT_EQ(look(nothing_there(), 7), verdict::fine);
    EXPECT_TRUE(judge.is_remade(place)) << "an operator may already resume";
    EXPECT_EQ(look(ends_at(50), 7), verdict::lost);
}

TEST_F(kafka_log_judge, loses_nothing_for_who_read_nothing_of_what_was) {
    EXPECT_EQ(look(ends_at(5), 0), verdict::fine);
    EXPECT_EQ(look(nothing_there(), 0), verdict::fine);
    EXPECT_EQ(look(nothing_there(), 0), verdict::fine);
    EXPECT_EQ(look(ends_at(50), 0), verdict::fine);
    EXPECT_EQ(look(ends_at(50), 30), verdict::fine);
    EXPECT_EQ(look(ends_at(50), 50), verdict::fine);
}

TEST_F(kafka_log_judge, judges_a_topic_that_was_away_from_the_start_by_where_the_reader_begins) {
    for (const auto begun : {0, 4}) {
        log_judge fresh;
        EXPECT_EQ(fresh.judge(nothing_there(), {}, supply::flows), verdict::fine);
        EXPECT_EQ(fresh.judge(nothing_there(), {}, supply::flows), verdict::fine);
        EXPECT_EQ(fresh.judge(ends_at(9), {}, supply::flows), verdict::fine);
        EXPECT_EQ(
            fresh.judge(ends_at(9), at(9, begun), supply::flows),
            begun == 0 ? verdict::fine : verdict::lost
        );
    }
}

}  // namespace
