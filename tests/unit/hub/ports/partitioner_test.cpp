#include "hub/ports/partitioner.hpp"

#include <gtest/gtest.h>

namespace {

using namespace hub::ports;

// Kafka's own known answers (org.apache.kafka.common.utils.UtilsTest).
TEST(partitioner, hashes_as_kafka_does) {
    const auto hash = [](std::string_view key) { return static_cast<std::int32_t>(murmur2(key)); };
    EXPECT_EQ(hash("21"), -973932308);
    EXPECT_EQ(hash("foobar"), -790332482);
    EXPECT_EQ(hash("a-little-bit-long-string"), -985981536);
    EXPECT_EQ(hash("a-little-bit-longer-string"), -1486304829);
    EXPECT_EQ(hash("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8"), -58897971);
    EXPECT_EQ(hash("abc"), 479470107);
}

TEST(partitioner, never_gives_a_negative_partition) {
    EXPECT_EQ(partition_of("21", 12), (-973932308 & 0x7FFFFFFF) % 12);
    EXPECT_EQ(partition_of("foobar", 12), (-790332482 & 0x7FFFFFFF) % 12);
    EXPECT_EQ(partition_of("", 1), 0);
}

}  // namespace
