#include "hub/intake/quarantine.hpp"

#include "hub/vault/leaf.hpp"
#include "tests/unit/hub/intake/quarantining.hpp"

#include <gtest/gtest.h>

#include <tuple>

namespace {

using namespace hub::intake;
using namespace tests::unit::admitting;
using hub::instruments::consumer::execution;
using hub::ports::errc;
using hub::ports::quarantine_state;
using std::chrono::hours;
using tests::support::await;

TEST_F(quarantining, keeps_what_was_not_understood_and_tells_the_sender_until_when) {
    const auto told = keep("wat is dit");
    EXPECT_EQ(told.code, "onbegrepen");
    EXPECT_TRUE(says(told, "in_quarantaine"));
    const auto found = all();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().why.invalid_params, undecodable().invalid_params);
    EXPECT_EQ(found.front().form, "proef/oud");
    EXPECT_EQ(found.front().size, 10U);
    EXPECT_EQ(found.front().erase_at, around.clock.now() + hours{24 * 30});
    EXPECT_EQ(acts("quarantaine").size(), 1U);
}

TEST_F(quarantining, keeps_it_sealed_under_a_key_of_its_own) {
    keep("een geheim");
    keep("nog een geheim");
    const auto found = all();
    ASSERT_EQ(found.size(), 2U);
    const auto content = await(kept.content(found.front().id));
    ASSERT_TRUE(content);
    EXPECT_EQ(content->ciphertext.find("geheim"), std::string::npos);
    EXPECT_NE(found[0].id, found[1].id);
    EXPECT_TRUE(await(around.vault.find_key(hub::model::key_id{found[0].id.value()})));
    EXPECT_TRUE(await(around.vault.find_key(hub::model::key_id{found[1].id.value()})));
}

TEST_F(quarantining, the_same_again_is_kept_once_and_makes_no_key) {
    keep("wat is dit");
    ASSERT_TRUE(await(around.vault.refill()));
    const auto keys = around.key_store.size();
    EXPECT_TRUE(says(keep("wat is dit"), "in_quarantaine"));
    EXPECT_EQ(all().size(), 1U);
    EXPECT_EQ(all().front().times, 2U);
    EXPECT_EQ(around.key_store.size(), keys);
    EXPECT_EQ(acts("quarantaine").size(), 1U);
}

TEST_F(quarantining, a_full_share_is_a_plain_refusal_that_says_so) {
    options.bounds.count_each = 1;
    quarantine small{rooms, options};
    refused_content first{municipality, "proef/oud", "text/plain", "een"};
    refused_content second{municipality, "proef/oud", "text/plain", "twee"};
    std::ignore = await(small.keep(std::move(first), undecodable(), keeping::sealed));
    const auto told = await(small.keep(std::move(second), undecodable(), keeping::sealed));
    EXPECT_EQ(told.code, "onbegrepen");
    EXPECT_TRUE(says(told, "quarantaine_vol"));
    EXPECT_EQ(all().size(), 1U);
}

TEST_F(quarantining, a_store_that_fails_is_a_plain_refusal_that_says_so) {
    kept.fail(errc::retry);
    EXPECT_TRUE(says(keep("wat is dit"), "quarantaine_niet_beschikbaar"));
    kept.work();
    EXPECT_TRUE(all().empty());
}

TEST_F(quarantining, what_is_not_in_the_log_does_not_count_as_kept) {
    around.store.fail_call(0, errc::retry);
    EXPECT_TRUE(says(keep("wat is dit"), "quarantaine_niet_beschikbaar"));
    ASSERT_EQ(all().size(), 1U);
    EXPECT_EQ(all().front().state, quarantine_state::gewist);
    EXPECT_FALSE(all().front().has_content);
}

TEST_F(quarantining, a_refusal_because_of_personal_data_keeps_no_content) {
    const auto told = keep("111222333", municipality, keeping::without_content);
    EXPECT_FALSE(says(told, "in_quarantaine"));
    ASSERT_EQ(all().size(), 1U);
    EXPECT_EQ(all().front().state, quarantine_state::niet_bewaard);
    EXPECT_EQ(await(kept.content(all().front().id)).error(), errc::erased);
    EXPECT_EQ(await(desk.replay(all().front().id, execution::perform)).error(), errc::erased);
}

TEST_F(quarantining, a_bsn_of_one_that_may_not_send_it_is_not_kept) {
    keep("dit gaat over 111222333, zeker", care);
    keep("dit gaat over 111222333, zeker", stranger);
    keep("dit gaat over 111222333, zeker", municipality);
    const auto found = all();
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].state, quarantine_state::bewaard);
    EXPECT_EQ(found[1].state, quarantine_state::niet_bewaard);
    EXPECT_EQ(found[2].state, quarantine_state::niet_bewaard);
}

TEST_F(quarantining, ours_and_passing_is_not_kept) {
    refused_content content{municipality, "proef/oud", "text/plain", "x"};
    auto why = undecodable();
    why.kind = hub::model::finality::retry;
    std::ignore = await(room.keep(std::move(content), why, keeping::sealed));
    EXPECT_TRUE(all().empty());
}

TEST_F(quarantining, intake_keeps_only_what_rules_can_heal) {
    const auto announced = [](std::string_view id) {
        auto given = submission_of(municipality, std::string{id}, referral);
        given.decoded.announcement = {"zaken", "zaak", "create"};
        return given;
    };
    const auto told = await(intake->accept(announced("1")));
    EXPECT_EQ(told.error().code, "melding_zonder_regel");
    EXPECT_TRUE(says(told.error(), "in_quarantaine"));
    EXPECT_EQ(all().size(), 1U);
    auto replayed_one = announced("2");
    replayed_one.replays = replayed{};
    EXPECT_FALSE(says(await(intake->accept(std::move(replayed_one))).error(), "in_quarantaine"));
    auto unknown = in_casus(submission_of(municipality, "3", referral), hub::model::casus_id{});
    EXPECT_EQ(await(intake->accept(std::move(unknown))).error().code, "casus_onbekend");
    EXPECT_EQ(all().size(), 1U);
}

TEST_F(quarantining, a_rehearsal_says_what_would_happen_and_changes_nothing) {
    keep(std::string{referral});
    const auto id = all().front().id;
    const auto before = await(desk.replay(id, execution::rehearse));
    ASSERT_TRUE(before);
    EXPECT_EQ(before->result, "geweigerd");
    EXPECT_EQ(before->why->code, "onbegrepen");
    decoder.mended = true;
    const auto after = await(desk.replay(id, execution::rehearse));
    ASSERT_TRUE(after);
    EXPECT_EQ(after->result, "aangenomen");
    EXPECT_TRUE(around.store.admitted().empty());
    EXPECT_TRUE(await(kept.being_handed_in(10))->empty());
    EXPECT_EQ(all().front().state, quarantine_state::bewaard);
}

TEST_F(quarantining, after_a_mapping_changed_it_is_a_new_leaf_that_names_the_first) {
    keep(std::string{referral});
    const auto id = all().front().id;
    decoder.mended = true;
    const auto done = await(desk.replay(id, execution::perform));
    ASSERT_TRUE(done);
    EXPECT_EQ(done->result, "aangenomen");
    const auto admitted = around.store.admitted();
    ASSERT_EQ(admitted.size(), 1U);
    EXPECT_EQ(admitted.front().id, done->became);
    EXPECT_EQ(admitted.front().supersedes, id);
    EXPECT_EQ(admitted.front().attempt, 1U);
    const auto receipt = await(around.store.receipt(*done->became));
    const auto leaf = hub::vault::read_message_leaf(receipt->leaf);
    ASSERT_TRUE(leaf);
    EXPECT_EQ(leaf->supersedes, id);
    EXPECT_EQ(all().front().state, quarantine_state::ingediend);
    EXPECT_EQ(all().front().became, done->became);
    EXPECT_EQ(await(around.vault.find_key(hub::model::key_id{id.value()})).error(), errc::erased);
    EXPECT_EQ(await(desk.replay(id, execution::perform)).error(), errc::conflict);
}

TEST_F(quarantining, a_replay_that_was_cut_short_goes_on_with_the_same_message) {
    keep(std::string{referral});
    const auto id = all().front().id;
    decoder.mended = true;
    auto given = submission_of(municipality, "oud-1", referral);
    given.replays = replayed{id, 0, std::nullopt};
    const auto first = await(intake->accept(std::move(given)));
    const auto done = await(desk.replay(id, execution::perform));
    ASSERT_TRUE(done);
    EXPECT_EQ(done->became, first->message);
    EXPECT_EQ(around.store.admitted().size(), 1U);
}

TEST_F(quarantining, cut_short_before_anything_was_accepted_it_is_handed_in_all_the_same) {
    const auto id = begin_to_hand_in();
    EXPECT_EQ(await(desk.finish_what_was_begun()), 1U);
    ASSERT_EQ(around.store.admitted().size(), 1U);
    expect_handed_in(id, around.store.admitted().front().id);
    EXPECT_EQ(await(desk.finish_what_was_begun()), 0U);
}

TEST_F(quarantining, cut_short_after_it_was_accepted_its_copy_goes_and_it_is_not_accepted_twice) {
    const auto id = begin_to_hand_in();
    auto given = submission_of(municipality, "oud-1", referral);
    given.replays = replayed{id, 0, std::nullopt};
    const auto first = await(intake->accept(std::move(given)));
    EXPECT_EQ(await(desk.finish_what_was_begun()), 1U);
    EXPECT_EQ(around.store.admitted().size(), 1U);
    expect_handed_in(id, first->message);
}

TEST_F(quarantining, cut_short_when_its_key_was_gone_it_ends_as_what_it_became) {
    const auto id = begin_to_hand_in();
    const auto became = around.vault.mint_message_id();
    ASSERT_TRUE(await(kept.hand_in(id, hub::ports::handing_in{around.clock.now(), became})));
    ASSERT_TRUE(await(around.vault.destroy_key(hub::model::key_id{id.value()})));
    EXPECT_EQ(await(desk.finish_what_was_begun()), 1U);
    EXPECT_TRUE(around.store.admitted().empty());
    expect_handed_in(id, became);
}

TEST_F(quarantining, what_is_refused_again_is_not_being_handed_in_any_more) {
    const auto id = begin_to_hand_in();
    decoder.mended = false;
    EXPECT_EQ(await(desk.finish_what_was_begun()), 1U);
    EXPECT_TRUE(await(kept.being_handed_in(10))->empty());
    EXPECT_EQ(all().front().state, quarantine_state::bewaard);
    ASSERT_EQ(await(desk.replay(id, execution::perform))->result, "geweigerd");
    EXPECT_TRUE(await(kept.being_handed_in(10))->empty());
}

TEST_F(quarantining, what_may_have_been_stored_is_looked_into_by_the_next_round) {
    keep(std::string{referral});
    const auto id = all().front().id;
    decoder.mended = true;
    around.store.fail_call(0, errc::unknown);
    const auto report = await(desk.replay(id, execution::perform));
    ASSERT_TRUE(report);
    EXPECT_EQ(report->why->code, "uitkomst_onbekend");
    EXPECT_EQ(await(desk.finish_what_was_begun()), 1U);
    ASSERT_EQ(around.store.admitted().size(), 1U);
    expect_handed_in(id, around.store.admitted().front().id);
}

TEST_F(quarantining, what_is_closed_is_not_handed_in_again) {
    keep("wat is dit");
    const auto id = all().front().id;
    ASSERT_TRUE(await(desk.close(id, "opgelost")));
    EXPECT_EQ(all().front().state, quarantine_state::afgesloten);
    EXPECT_EQ(await(desk.replay(id, execution::perform)).error(), errc::conflict);
    EXPECT_EQ(await(desk.close(id, "opgelost")).error(), errc::conflict);
}

}  // namespace
