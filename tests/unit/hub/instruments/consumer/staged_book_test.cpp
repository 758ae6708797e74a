#include "hub/instruments/consumer/staged_book.hpp"

#include <gtest/gtest.h>

namespace hub::instruments::consumer {
namespace {

class staged_book_test : public ::testing::Test {
protected:
    void SetUp() override {
        std::vector<ports::book_record> found;
        found.push_back({"casus", "a", "oud", 1, 7});
        staged_.loaded("casus", {"a", "b"}, std::move(found));
    }
    staged_book staged_;
};

TEST_F(staged_book_test, shows_what_was_loaded_and_what_does_not_exist) {
    ASSERT_NE(staged_.find("casus", "a"), nullptr);
    EXPECT_EQ(*staged_.find("casus", "a"), "oud");
    EXPECT_EQ(staged_.find("casus", "b"), nullptr);
}

TEST_F(staged_book_test, refuses_what_was_never_asked_for) {
    EXPECT_THROW(static_cast<void>(staged_.find("casus", "c")), std::logic_error);
    EXPECT_THROW(staged_.apply({{{"casus", "c"}, "nieuw"}}), std::logic_error);
}

TEST_F(staged_book_test, changes_nothing_when_one_of_the_changes_is_refused) {
    EXPECT_THROW(
        staged_.apply({{{"casus", "a"}, "nieuw"}, {{"casus", "c"}, "nieuw"}}), std::logic_error
    );
    EXPECT_EQ(*staged_.find("casus", "a"), "oud");
    EXPECT_TRUE(staged_.changes().empty());
}

TEST_F(staged_book_test, shows_changes_to_who_looks_later) {
    staged_.apply({{{"casus", "a"}, "nieuw"}, {{"casus", "b"}, "eerste"}});
    EXPECT_EQ(*staged_.find("casus", "a"), "nieuw");
    const auto changes = staged_.changes();
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].expected_version, 7U);
    EXPECT_EQ(changes[1].expected_version, 0U);
}

TEST_F(staged_book_test, leaves_out_what_came_and_went) {
    staged_.apply({{{"casus", "b"}, "eerste"}});
    staged_.apply({{{"casus", "b"}, std::nullopt}, {{"casus", "a"}, std::nullopt}});
    const auto changes = staged_.changes();
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].id, "a");
    EXPECT_FALSE(changes[0].body);
}

}  // namespace
}  // namespace hub::instruments::consumer
