#include "adapters/http/console/second_person.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace adapters::http::console {
namespace {

constexpr hub::model::timestamp morning = hub::model::from_microseconds(1'782'907'200'000'000);

TEST(second_person, is_somebody_else_who_says_the_same) {
    second_person subject;
    const proposal closing{"loket", "bericht-1", "afgesloten", "dubbel"};
    EXPECT_FALSE(subject.propose(closing, "operator:a", morning));
    EXPECT_FALSE(subject.propose(closing, "operator:a", morning));
    EXPECT_EQ(subject.propose(closing, "operator:b", morning), "operator:a");
}

TEST(second_person, has_to_mean_the_same_message_ending_and_reason) {
    second_person subject;
    EXPECT_FALSE(subject.propose({"loket", "1", "afgesloten", "dubbel"}, "operator:a", morning));
    EXPECT_FALSE(subject.propose({"loket", "2", "afgesloten", "dubbel"}, "operator:b", morning));
    EXPECT_FALSE(subject.propose({"loket", "1", "teruggestuurd", "dubbel"}, "operator:b", morning));
    EXPECT_FALSE(subject.propose({"loket", "1", "afgesloten", "te_oud"}, "operator:b", morning));
    EXPECT_FALSE(subject.propose({"let", "1", "afgesloten", "dubbel"}, "operator:b", morning));
}

TEST(second_person, uses_a_proposal_once) {
    second_person subject;
    const proposal closing{"loket", "1", "afgesloten", "dubbel"};
    EXPECT_FALSE(subject.propose(closing, "operator:a", morning));
    EXPECT_TRUE(subject.propose(closing, "operator:b", morning));
    EXPECT_FALSE(subject.propose(closing, "operator:b", morning));
}

TEST(second_person, comes_within_a_day) {
    second_person subject;
    const proposal closing{"loket", "1", "afgesloten", "dubbel"};
    EXPECT_FALSE(subject.propose(closing, "operator:a", morning));
    EXPECT_FALSE(subject.propose(closing, "operator:b", morning + std::chrono::hours{25}));
}

}  // namespace
}  // namespace adapters::http::console
