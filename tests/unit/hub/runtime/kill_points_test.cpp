#include "hub/runtime/kill_points/kill_points.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

namespace hub::runtime::kill_points {
namespace {

void pass_three_times() {
    arm("hier:3");
    for (int before = 0; before < 5; ++before) {
        pass("hier");
    }
    std::raise(SIGUSR2);
    pass("elders");
    pass("hier");
    pass("hier");
    pass("hier");
}

TEST(kill_points, kill_the_process_when_the_armed_place_is_passed_so_often_after_the_signal) {
    if constexpr (present) {
        EXPECT_EXIT(pass_three_times(), testing::KilledBySignal(SIGKILL), "");
    } else {
        GTEST_SKIP() << "this build has none";
    }
}

void pass_without_a_signal() {
    pass("hier");
    if constexpr (present) {
        arm("hier");
        pass("hier");
    }
    std::_Exit(0);
}

TEST(kill_points, do_nothing_before_the_signal) {
    EXPECT_EXIT(pass_without_a_signal(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace hub::runtime::kill_points
