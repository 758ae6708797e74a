#include "hub/runtime/own_clock.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace {

using namespace std::chrono_literals;
using hub::runtime::own_clock;
using std::chrono::days;
using std::chrono::microseconds;
using std::chrono::years;

// A machine whose two clocks a test moves.
struct machine {
    hub::model::timestamp day = hub::model::from_microseconds(1'782'907'200'000'000);
    microseconds since_boot = 5h;

    void pass(microseconds time) {
        day += time;
        since_boot += time;
    }
    [[nodiscard]] hub::runtime::clock_readings readings() {
        return {[this] { return day; }, [this] { return since_boot; }};
    }
};

TEST(own_clock, goes_as_the_machine_does) {
    machine here;
    own_clock clock{here.readings()};
    EXPECT_EQ(clock.now(), here.day);
    here.pass(days{40});
    EXPECT_EQ(clock.now(), here.day);
    EXPECT_EQ(clock.compare(), 0us);
}

TEST(own_clock, goes_on_where_the_machine_jumps_and_says_so) {
    for (const microseconds jump :
         {microseconds{1h},
          microseconds{days{1}},
          microseconds{years{10}},
          microseconds{-1h},
          microseconds{-days{1}},
          microseconds{-years{10}},
          microseconds{3s},
          microseconds{-3s}}) {
        machine here;
        own_clock clock{here.readings()};
        const auto before = here.day;
        here.day += jump;
        EXPECT_EQ(clock.now(), before);
        EXPECT_EQ(clock.compare(), jump);
        here.pass(10min);
        EXPECT_EQ(clock.now(), before + 10min) << "a second of it stays a second";
        EXPECT_EQ(clock.compare(), jump) << "it is not forgotten";
        here.day -= jump;
        EXPECT_EQ(clock.compare(), 0us) << "set right again";
        EXPECT_EQ(clock.now(), before + 10min);
    }
}

TEST(own_clock, follows_a_small_correction) {
    machine here;
    own_clock clock{here.readings()};
    for (const microseconds correction : {microseconds{1s}, microseconds{-1s}, microseconds{2s}}) {
        here.day += correction;
        EXPECT_EQ(clock.compare(), 0us);
        EXPECT_EQ(clock.now(), here.day);
    }
}

TEST(own_clock, reads_this_machine) {
    own_clock clock;
    const auto first = clock.now();
    EXPECT_EQ(clock.compare(), 0us);
    EXPECT_LE(first, clock.now());
    EXPECT_GT(first, hub::model::from_microseconds(1'700'000'000'000'000));
}

}  // namespace
