#include "adapters/kafka/partition_queues.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using adapters::kafka::flight_batch;
using adapters::kafka::partition_queues;
using adapters::kafka::topic_table;
using adapters::kafka::waiting_record;
using hub::model::stream;

topic_table two_topics() {
    topic_table made;
    made.topics.resize(2);
    made.topics[0].stream = stream::aanmelding;
    made.topics[0].partitions = 3;
    made.topics[1].stream = stream::status;
    made.topics[1].partitions = 2;
    return made;
}

// A batch whose records all go to one partition.
struct batch_for {
    batch_for(stream to, std::int32_t partition, std::size_t count) : batch{count} {
        for (auto& one : batch.records) {
            one.stream = to;
            one.partition = partition;
        }
    }

    waiting_record record(std::size_t place, std::string value = "v") {
        auto& flight = batch.records[place];
        return {hub::ports::record{flight.stream, "k", std::move(value), {}}, &flight};
    }

    flight_batch batch;
};

std::vector<std::size_t> places(const std::vector<waiting_record>& records) {
    std::vector<std::size_t> all;
    for (const auto& one : records) {
        all.push_back(one.flight->place);
    }
    return all;
}

using order = std::vector<std::size_t>;

TEST(kafka_partition_queues, gives_nothing_while_something_of_the_partition_is_in_flight) {
    partition_queues queues{two_topics(), {}};
    batch_for given{stream::aanmelding, 1, 4};
    ASSERT_TRUE(queues.add(given.record(0)));
    ASSERT_TRUE(queues.add(given.record(1)));
    EXPECT_EQ(places(queues.take(given.batch.records[0])), (order{0, 1}));
    ASSERT_TRUE(queues.add(given.record(2)));
    ASSERT_TRUE(queues.add(given.record(3)));
    EXPECT_TRUE(queues.take(given.batch.records[0]).empty());
    queues.ended(given.batch.records[0]);
    EXPECT_TRUE(queues.take(given.batch.records[0]).empty());
    queues.ended(given.batch.records[1]);
    EXPECT_EQ(places(queues.take(given.batch.records[0])), (order{2, 3}));
}

TEST(kafka_partition_queues, other_partitions_and_streams_go_on) {
    partition_queues queues{two_topics(), {}};
    batch_for first{stream::aanmelding, 1, 1};
    batch_for beside{stream::aanmelding, 2, 1};
    batch_for other{stream::status, 1, 1};
    for (auto* one : {&first, &beside, &other}) {
        ASSERT_TRUE(queues.add(one->record(0)));
    }
    EXPECT_EQ(queues.take(first.batch.records[0]).size(), 1U);
    EXPECT_EQ(queues.take(beside.batch.records[0]).size(), 1U);
    EXPECT_EQ(queues.take(other.batch.records[0]).size(), 1U);
    EXPECT_TRUE(queues.empty());
}

TEST(kafka_partition_queues, takes_what_fits_into_one_request_and_always_one) {
    partition_queues queues{two_topics(), {.request_bytes = 10}};
    batch_for given{stream::status, 0, 3};
    ASSERT_TRUE(queues.add(given.record(0, std::string(50, 'v'))));
    ASSERT_TRUE(queues.add(given.record(1, std::string(4, 'v'))));
    ASSERT_TRUE(queues.add(given.record(2, std::string(4, 'v'))));
    EXPECT_EQ(places(queues.take(given.batch.records[0])), (order{0}));
    queues.ended(given.batch.records[0]);
    EXPECT_EQ(places(queues.take(given.batch.records[0])), (order{1, 2}));
}

TEST(kafka_partition_queues, takes_no_more_than_it_may_hold) {
    partition_queues queues{two_topics(), {.records = 2, .bytes = 20}};
    batch_for given{stream::status, 0, 4};
    EXPECT_FALSE(queues.add(given.record(0, std::string(20, 'v'))));
    EXPECT_TRUE(queues.add(given.record(1)));
    EXPECT_TRUE(queues.add(given.record(2)));
    EXPECT_FALSE(queues.add(given.record(3)));
    EXPECT_EQ(queues.take(given.batch.records[0]).size(), 2U);
    EXPECT_TRUE(queues.add(given.record(3)));
}

TEST(kafka_partition_queues, gives_up_in_order_what_waits_for_one_partition_or_all) {
    partition_queues queues{two_topics(), {}};
    batch_for first{stream::aanmelding, 0, 3};
    batch_for other{stream::status, 1, 1};
    ASSERT_TRUE(queues.add(first.record(0)));
    EXPECT_EQ(queues.take(first.batch.records[0]).size(), 1U);
    ASSERT_TRUE(queues.add(first.record(1)));
    ASSERT_TRUE(queues.add(first.record(2)));
    ASSERT_TRUE(queues.add(other.record(0)));
    EXPECT_EQ(places(queues.give_up(first.batch.records[0])), (order{1, 2}));
    EXPECT_FALSE(queues.empty());
    EXPECT_EQ(queues.give_up_all().size(), 1U);
    EXPECT_TRUE(queues.empty());
}

TEST(kafka_partition_queues, begins_anew_with_another_client) {
    partition_queues queues{two_topics(), {}};
    batch_for given{stream::aanmelding, 0, 2};
    ASSERT_TRUE(queues.add(given.record(0)));
    EXPECT_EQ(queues.take(given.batch.records[0]).size(), 1U);
    queues.forget_flights();
    ASSERT_TRUE(queues.add(given.record(1)));
    EXPECT_EQ(queues.take(given.batch.records[0]).size(), 1U);
}

}  // namespace
