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

    // What was told about one of them: by its place in the store, nothing when it was not.
    std::optional<hub::ports::stored_message> told(const hub::model::message_id& about) {
        const auto found = await(around.store.find_submission(
            {own, "urn:nld:oin:" + own.to_string(), "mededeling/" + about.to_string() + "/wissing"}
        ));
        return found ? std::optional{*found} : std::nullopt;
    }

    const oin own = *oin::parse("00000099400000001000");
    postvak_notices notices{around.vault, around.store, around.clock, own};
    quarantine_erasure erasure{rooms, notices, {.notice = hours{24 * 7}, .most_a_day = 2}};
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
    EXPECT_EQ(await(around.vault.find_key(hub::model::key_id{id.value()})).error(), errc::erased);
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

TEST_F(quarantine_term, is_told_to_its_sender_once_before_it_ends) {
    keep("wat is dit");
    const auto id = all().front().id;
    pass(22);
    sweep();
    EXPECT_FALSE(told(id));
    pass(1);
    sweep();
    const auto notice = told(id);
    ASSERT_TRUE(notice);
    EXPECT_EQ(notice->destinations, std::vector{hub::model::destination{municipality}});
    EXPECT_EQ(notice->refers_to, id);
    EXPECT_FALSE(notice->casus);
    pass(7);
    EXPECT_EQ(sweep().erased, 1U);
    EXPECT_EQ(await(around.store.search({})).value().size(), 1U);
}

TEST_F(quarantine_term, is_told_once_also_when_the_announcement_broke_off_halfway) {
    keep("wat is dit");
    const auto id = all().front().id;
    pass(23);
    around.store.before_append = [this] { kept.fail(errc::retry); };
    EXPECT_EQ(sweep().announced, 0U);
    kept.work();
    ASSERT_TRUE(told(id));
    EXPECT_FALSE(all().front().announced_at);
    EXPECT_EQ(sweep().announced, 1U);
    EXPECT_EQ(await(around.store.search({})).value().size(), 1U);
}

TEST_F(quarantine_term, does_not_end_what_its_sender_could_not_be_told) {
    keep("wat is dit");
    const auto id = all().front().id;
    pass(100);
    // The act is recorded; the notice is not stored.
    around.store.fail_call(2, errc::retry);
    EXPECT_EQ(sweep().announced, 0U);
    EXPECT_FALSE(told(id));
    EXPECT_FALSE(all().front().announced_at);
    pass(100);
    EXPECT_EQ(sweep().erased, 0U);
    EXPECT_TRUE(told(id));
}

TEST_F(quarantine_term, of_what_was_never_kept_is_told_to_nobody) {
    keep("wat is dit", municipality, keeping::without_content);
    const auto id = all().front().id;
    pass(23);
    EXPECT_EQ(sweep().announced, 1U);
    EXPECT_FALSE(told(id));
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
