#include "hub/app/hub/clock_watch.hpp"

#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <optional>
#include <string>

namespace {

using namespace std::chrono_literals;
using hub::app::clock_watch;
using std::chrono::days;
using std::chrono::microseconds;
using std::chrono::years;

// A hub that starts, stands still and starts again on one directory.
class watched_clock : public testing::Test {
protected:
    void start() {
        clock.emplace(hub::runtime::clock_readings{
            [this] { return day; }, [this] { return since_boot; }});
        watch.emplace(*clock, folder.path());
        watch->look(readiness);
    }

    void pass(microseconds time) {
        day += time;
        since_boot += time;
        watch->look(readiness);
    }

    void jump(microseconds time) {
        day += time;
        watch->look(readiness);
    }

    [[nodiscard]] std::string reason() const { return readiness.report().front().reason; }

    tests::support::temporary_directory folder;
    hub::model::timestamp day = hub::model::from_microseconds(1'782'907'200'000'000);
    microseconds since_boot = 5h;
    hub::runtime::readiness readiness;
    std::optional<hub::runtime::own_clock> clock;
    std::optional<clock_watch> watch;
};

TEST_F(watched_clock, that_goes_on_lets_erase_what_is_past_its_term) {
    start();
    EXPECT_TRUE(readiness.is_ready());
    EXPECT_TRUE(watch->may_erase());
    pass(days{400});
    EXPECT_TRUE(watch->may_erase());
}

TEST_F(watched_clock, that_jumps_erases_nothing_until_it_is_right_again) {
    for (const microseconds by :
         {microseconds{1h}, microseconds{days{1}}, microseconds{years{10}}}) {
        for (const auto way : {by, -by}) {
            start();
            jump(way);
            EXPECT_FALSE(watch->may_erase());
            EXPECT_FALSE(readiness.is_ready());
            EXPECT_NE(reason().find(way > 0us ? "vooruit" : "achteruit"), std::string::npos);
            pass(days{40});
            EXPECT_FALSE(watch->may_erase());
            jump(-way);
            EXPECT_TRUE(watch->may_erase());
            EXPECT_TRUE(readiness.is_ready());
        }
    }
}

TEST_F(watched_clock, that_was_set_back_meanwhile_is_told_at_the_next_start) {
    start();
    watch->keep();
    day -= 1h;
    start();
    EXPECT_FALSE(watch->may_erase());
    EXPECT_NE(reason().find("loopt achter"), std::string::npos);
    watch->keep();
    start();
    EXPECT_FALSE(watch->may_erase()) << "a second start does not make it right";
    pass(1h);
    EXPECT_TRUE(watch->may_erase()) << "but time does";
}

TEST_F(watched_clock, that_is_far_ahead_at_the_start_erases_nothing) {
    start();
    watch->keep();
    day += years{10};
    start();
    EXPECT_FALSE(watch->may_erase());
    EXPECT_TRUE(readiness.is_ready()) << "the hub may have stood still as long";
    watch->keep();
    start();
    EXPECT_FALSE(watch->may_erase()) << "a second start does not make it right";
    pass(23h);
    EXPECT_FALSE(watch->may_erase());
    pass(2h);
    EXPECT_TRUE(watch->may_erase()) << "somebody could have looked";
    watch->keep();
    start();
    EXPECT_TRUE(watch->may_erase());
}

TEST_F(watched_clock, needs_no_kept_time_that_can_be_read) {
    std::ofstream{folder.path() / "tijd"} << "gisteren\n";
    start();
    EXPECT_TRUE(watch->may_erase());
    watch->keep();
    start();
    EXPECT_TRUE(readiness.is_ready());
}

}  // namespace
