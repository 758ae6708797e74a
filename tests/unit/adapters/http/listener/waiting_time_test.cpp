#include "adapters/http/listener/waiting_time.hpp"

#include <gtest/gtest.h>

namespace {

using adapters::http::listener::waiting_time;
using namespace std::chrono_literals;

constexpr waiting_time::clock::time_point start{1h};

TEST(waiting_time, does_not_count_what_the_other_waits_for_us) {
    waiting_time waiting;
    EXPECT_EQ(waiting.total(start + 900ms), 0ms);
    waiting.begin(start + 900ms);
    EXPECT_TRUE(waiting.is_going_on());
    EXPECT_EQ(waiting.total(start + 1s), 100ms);
}

TEST(waiting_time, is_counted_together_however_it_is_cut) {
    waiting_time waiting;
    for (auto piece = 0; piece < 4; ++piece) {
        waiting.begin(start + piece * 1s);
        waiting.end(start + piece * 1s + 250ms);
    }
    EXPECT_FALSE(waiting.is_going_on());
    EXPECT_EQ(waiting.total(start + 1h), 1s);
}

}  // namespace
