#include "adapters/kafka/statistics.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using adapters::kafka::read_statistics;

// As librdkafka writes it, shortened.
std::string broker(int id, const std::string& state, int p99, int failed, int late) {
    return R"("ssl://b:9092/)" + std::to_string(id) + R"(":{"name":"ssl://b:9092/1","nodeid":)" +
           std::to_string(id) + R"(,"source":"learned","state":")" + state +
           R"(","outbuf_cnt":0,"txerrs":)" + std::to_string(failed) + R"(,"req_timeouts":)" +
           std::to_string(late) + R"(,"rtt":{"min":90,"max":9000,"p99":)" + std::to_string(p99) +
           R"(,"cnt":4},"toppars":{}})";
}

std::string of(const std::string& brokers) {
    return R"({"name":"pmm-hub-loket#producer-1","ts":5,"msg_cnt":0,"brokers":{)" + brokers +
           R"(},"topics":{}})";
}

TEST(kafka_statistics, tells_the_slowest_broker_and_all_failures) {
    const auto read =
        read_statistics(of(broker(1, "UP", 1'200, 1, 0) + "," + broker(2, "UP", 3'400, 2, 5)));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->brokers_away, 0U);
    EXPECT_EQ(read->slow_answer, std::chrono::microseconds{3'400});
    EXPECT_EQ(read->failed_requests, 8U);
}

TEST(kafka_statistics, counts_a_broker_as_away_only_when_it_should_answer) {
    for (const auto* state : {"DOWN", "TRY_CONNECT", "CONNECT", "APIVERSION_QUERY"}) {
        EXPECT_EQ(read_statistics(of(broker(2, state, 0, 0, 0)))->brokers_away, 1U) << state;
    }
    EXPECT_EQ(read_statistics(of(broker(2, "INIT", 0, 0, 0)))->brokers_away, 0U) << "not needed";
    EXPECT_EQ(read_statistics(of(broker(-1, "DOWN", 0, 0, 0)))->brokers_away, 0U)
        << "an address to begin at is no broker of its own";
}

TEST(kafka_statistics, takes_nothing_from_what_is_no_such_text) {
    for (const std::string text :
         {"", "{", "[]", R"({"brokers":3})", R"({"brokers":{"b":3}})", R"({"brokers":{}} {)"}) {
        EXPECT_FALSE(read_statistics(text)) << text;
    }
    const auto strange = read_statistics(of(R"("b":{"nodeid":"x","txerrs":-4,"rtt":[]})"));
    ASSERT_TRUE(strange);
    EXPECT_EQ(strange->failed_requests, 0U);
}

}  // namespace
