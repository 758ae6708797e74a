#include "hub/runtime/readiness.hpp"

#include <gtest/gtest.h>

namespace hub::runtime {
namespace {

TEST(readiness, is_not_ready_before_anything_was_announced) {
    const readiness state;
    EXPECT_FALSE(state.is_ready());
}

TEST(readiness, waits_for_every_announced_component) {
    readiness state;
    state.announce("berichtenopslag");
    state.announce("doorgifte");
    state.ready("berichtenopslag");
    EXPECT_FALSE(state.is_ready());
    state.ready("doorgifte");
    EXPECT_TRUE(state.is_ready());
}

TEST(readiness, says_which_component_is_degraded_and_why) {
    readiness state;
    state.ready("doorgifte");
    state.degraded("berichtenopslag", "de schijf is vol");
    const auto report = state.report();
    ASSERT_EQ(report.size(), 2U);
    EXPECT_EQ(report[0].name, "berichtenopslag");
    EXPECT_EQ(report[0].reason, "de schijf is vol");
    EXPECT_FALSE(state.is_ready());
    state.ready("berichtenopslag");
    EXPECT_TRUE(state.is_ready());
    EXPECT_EQ(state.report()[0].reason, "");
}

TEST(readiness, what_only_waits_is_told_and_is_no_reason_to_send_callers_elsewhere) {
    readiness state;
    state.hindered("berichtendienst", "Kafka is niet bereikbaar.");
    EXPECT_TRUE(state.is_ready());
    EXPECT_EQ(state.report()[0].state, readiness_state::hindered);
    EXPECT_EQ(state.report()[0].reason, "Kafka is niet bereikbaar.");
}

}  // namespace
}  // namespace hub::runtime
