#include "hub/intake/quarantine_erasure.hpp"

#include "tests/unit/hub/intake/quarantining.hpp"

#include <gtest/gtest.h>

namespace {

using namespace hub::intake;
using namespace tests::unit::admitting;
using hub::ports::errc;
using hub::ports::quarantine_state;
using std::chrono::hours;
using tests::support::await;

class quarantine_term : public quarantining {
protected:
    erasure_round sweep() { return await(erasure.sweep()); }
    void pass(int days) { around.clock.advance(hours{24 * days}); }

    quarantine_erasure erasure{rooms, {.notice = hours{24 * 7}, .most_a_day = 2}};
};

TEST_F(quarantine_term, is_announced_a_week_before_and_then_ends_for_ever) {
    keep("wat is dit");
    const auto id = all().front().id;
    pass(22);
    EXPECT_EQ(sweep().announced, 0U);
    pass(1);
    EXPECT_EQ(sweep().announced, 1U);
    EXPECT_TRUE(all().front().announced_at);
    EXPECT_EQ(acts("wissing_aangekondigd").size(), 1U);
    EXPECT_EQ(sweep().announced, 0U);
    pass(6);
    EXPECT_EQ(sweep().erased, 0U);
    pass(1);
    EXPECT_EQ(sweep().erased, 1U);
    EXPECT_EQ(acts("wissing").size(), 1U);
    EXPECT_EQ(all().front().state, quarantine_state::gewist);
    EXPECT_EQ(
        await(around.vault.find_key(hub::model::key_id{id.value()})).error(), errc::erased
    );
    pass(91);
    sweep();
    EXPECT_TRUE(all().empty());
}

TEST_F(quarantine_term, is_announced_in_full_after_a_stand_still) {
    keep("wat is dit");
    pass(100);
    EXPECT_EQ(sweep().announced, 1U);
    EXPECT_EQ(sweep().erased, 0U);
    EXPECT_EQ(all().front().erase_at, around.clock.now() + hours{24 * 7});
    pass(7);
    EXPECT_EQ(sweep().erased, 1U);
}

TEST_F(quarantine_term, ends_no_more_than_so_many_a_day) {
    for (const auto* const text : {"een", "twee", "drie"}) {
        keep(text);
    }
    pass(23);
    EXPECT_EQ(sweep().announced, 3U);
    pass(7);
    EXPECT_EQ(sweep().erased, 2U);
    EXPECT_EQ(sweep().erased, 0U);
    pass(1);
    EXPECT_EQ(sweep().erased, 0U) << "a day is counted from the last";
    around.clock.advance(hours{1});
    EXPECT_EQ(sweep().erased, 1U);
}

TEST_F(quarantine_term, is_not_ended_without_a_line_in_the_log) {
    keep("wat is dit");
    around.store.fail_call(0, errc::retry);
    pass(30);
    EXPECT_EQ(sweep().announced, 0U);
    EXPECT_FALSE(all().front().announced_at);
}

TEST_F(quarantine_term, ends_also_for_what_was_closed_and_what_never_had_content) {
    keep("een");
    keep("twee", municipality, keeping::without_content);
    ASSERT_TRUE(await(desk.close(all().back().id, "opgelost")));
    pass(30);
    sweep();
    pass(7);
    EXPECT_EQ(sweep().erased, 2U);
}

}  // namespace
