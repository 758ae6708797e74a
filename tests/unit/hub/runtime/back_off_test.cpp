#include "hub/runtime/back_off.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace hub::runtime {
namespace {

using std::chrono::milliseconds;

const auto some_time = model::from_microseconds(1'767'323'045'000'000);

std::vector<milliseconds::rep> waits(back_off& decides, std::size_t failures) {
    std::vector<milliseconds::rep> result;
    for (std::size_t i = 0; i < failures; ++i) {
        result.push_back(decides.next(attempt_outcome::failed, some_time).wait.count());
    }
    return result;
}

TEST(back_off, doubles_up_to_the_longest_wait) {
    back_off decides{{milliseconds{100}, milliseconds{1'000}}, [] { return 0.0; }};
    EXPECT_EQ(waits(decides, 6), (std::vector<milliseconds::rep>{50, 100, 200, 400, 500, 500}));
}

TEST(back_off, spreads_waits_over_the_upper_half) {
    back_off least{{milliseconds{100}, milliseconds{1'000}}, [] { return 0.0; }};
    back_off most{{milliseconds{100}, milliseconds{1'000}}, [] { return 0.999; }};
    EXPECT_EQ(waits(least, 1).front(), 50);
    EXPECT_EQ(waits(most, 1).front(), 99);
}

TEST(back_off, never_gives_up) {
    back_off decides{{milliseconds{100}, milliseconds{1'000}}, [] { return 0.5; }};
    const auto all = waits(decides, 100'000);
    EXPECT_EQ(all.back(), 750);
}

TEST(back_off, forgets_failures_after_a_success) {
    back_off decides{{milliseconds{100}, milliseconds{1'000}}, [] { return 0.0; }};
    static_cast<void>(waits(decides, 5));
    const auto action = decides.next(attempt_outcome::succeeded, some_time);
    EXPECT_EQ(action.wait.count(), 0);
    EXPECT_EQ(action.failures, 0U);
    EXPECT_EQ(waits(decides, 1).front(), 50);
}

TEST(back_off, says_since_when_it_fails) {
    back_off decides{{milliseconds{100}, milliseconds{1'000}}, [] { return 0.0; }};
    static_cast<void>(decides.next(attempt_outcome::failed, some_time));
    const auto later = decides.next(attempt_outcome::failed, some_time + milliseconds{900});
    EXPECT_EQ(later.failing_since, some_time);
    EXPECT_EQ(later.failures, 2U);
}

}  // namespace
}  // namespace hub::runtime
