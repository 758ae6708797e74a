#include "hub/intake/reception.hpp"

#include "hub/intake/own_reference.hpp"
#include "schemas/pmm/v1/envelope.pb.h"
#include "tests/support/await.hpp"
#include "tests/unit/hub/intake/fixture.hpp"

#include <gtest/gtest.h>

namespace {

using namespace hub::intake;
using namespace tests::unit::admitting;
using hub::model::finality;
using hub::model::message_type;
using hub::model::state;
using tests::support::await;

void expect_same(const hub::model::receipt& left, const hub::model::receipt& right) {
    EXPECT_EQ(left.salt, right.salt);
    EXPECT_EQ(left.leaf, right.leaf);
    EXPECT_EQ(left.head, right.head);
    EXPECT_EQ(left.place.index, right.place.index);
    EXPECT_EQ(left.place.path, right.place.path);
}

boost::asio::awaitable<hub::ports::result<std::string>>
open_canonical(hub::vault::vault& vault, hub::model::admitted_message message) {
    const auto key = co_await vault.find_key(message.key);
    if (!key) {
        co_return key.error();
    }
    const hub::vault::seal_context context{
        .message = message.id,
        .casus = message.casus->id,
        .owner = message.submission.owner,
        .type = message.type};
    co_return vault.open(*key, context, hub::vault::part::canoniek, message.canonical);
}

TEST(reception, stores_seals_routes_and_receipts_a_referral) {
    surroundings around;
    const auto told = around.accept(submission_of(municipality, "1", referral));
    ASSERT_TRUE(told.has_value()) << told.error().code;
    EXPECT_EQ(told->novelty, novelty::created);
    ASSERT_TRUE(told->casus);
    ASSERT_EQ(told->why.size(), 1U);
    EXPECT_EQ(told->why.front().rule, "aanmelding");
    EXPECT_EQ(told->notices.size(), 1U);

    const auto admitted = around.store.admitted();
    ASSERT_EQ(admitted.size(), 1U);
    const auto& message = admitted.front();
    EXPECT_EQ(message.id, told->message);
    EXPECT_EQ(message.key.value(), told->casus->value());
    EXPECT_EQ(message.submission.source, "urn:nld:oin:" + municipality.to_string());
    EXPECT_EQ(message.submission.id, "1");
    EXPECT_EQ(message.target, hub::model::stream::aanmelding);
    ASSERT_EQ(message.destinations.size(), 1U);
    EXPECT_EQ(message.destinations.front().name(), "loket");
    EXPECT_EQ(message.casus->adds_participants, (std::vector{municipality, loket}));
    EXPECT_EQ(message.decoder_version, 3U);
    EXPECT_EQ(message.decided_by.front(), 7);
    EXPECT_EQ(told->receipt.salt, message.salt);
}

TEST(reception, seals_what_the_sender_gave_and_what_was_filled_in) {
    surroundings around;
    const auto told = around.accept(submission_of(municipality, "1", referral));
    ASSERT_TRUE(told.has_value());
    const auto message = around.store.admitted().front();
    const auto opened = await(open_canonical(around.vault, message));
    ASSERT_TRUE(opened.has_value());
    pmm::v1::CanonicalPart part;
    ASSERT_TRUE(part.ParseFromString(*opened));
    EXPECT_EQ(part.source_id(), "1");
    EXPECT_EQ(part.form(), "json/proef/v1");
    EXPECT_EQ(part.extensions().at("pmmaangevuld"), "grondslag");
    pmm::v1::CanonicalMessage content;
    ASSERT_TRUE(content.ParseFromString(part.message()));
    EXPECT_EQ(content.aanmelding().grondslag().code(), "Wmo 2015");
    EXPECT_EQ(
        hub::vault::vault::commitment(
            told->receipt.salt, hub::vault::part::canoniek, part.message()
        ),
        message.canonical_commitment
    );
}

TEST(reception, repeats_the_same_receipt_for_the_same_bytes_and_for_the_same_content) {
    surroundings around;
    const auto first = around.accept(submission_of(municipality, "1", referral));
    ASSERT_TRUE(first.has_value());
    for (const auto text : {referral, referral_respaced}) {
        const auto again = around.accept(submission_of(municipality, "1", text));
        ASSERT_TRUE(again.has_value()) << again.error().code;
        EXPECT_EQ(again->novelty, novelty::repeated);
        EXPECT_EQ(again->message, first->message);
        EXPECT_EQ(again->casus, first->casus);
        expect_same(again->receipt, first->receipt);
    }
    EXPECT_EQ(around.store.admitted().size(), 1U);
}

TEST(reception, opens_only_the_extensions_that_the_rules_name_and_seals_all) {
    surroundings around;
    auto rules = *make_rules();
    rules.open_extensions = hub::routing::open_extensions{
        {{.name = "prioriteit", .words = {"hoog"}, .most = 0},
         {.name = "klant", .words = {}, .most = 9}}};
    around.reception->replace_rules(std::make_shared<const hub::intake::rules>(rules));
    auto given = submission_of(municipality, "1", referral);
    given.decoded.extensions = {{"prioriteit", "hoog"}, {"klant", "999990342"}, {"vrij", "tekst"}};
    ASSERT_TRUE(around.accept(given).has_value());
    const auto message = around.store.admitted().front();
    using pairs = std::vector<std::pair<std::string, std::string>>;
    EXPECT_EQ(message.open_extensions, (pairs{{"prioriteit", "hoog"}}));
    pmm::v1::CanonicalPart part;
    ASSERT_TRUE(part.ParseFromString(*await(open_canonical(around.vault, message))));
    EXPECT_EQ(part.extensions().at("klant"), "999990342");
    EXPECT_EQ(part.extensions().at("vrij"), "tekst");
    EXPECT_EQ(part.extensions().at("prioriteit"), "hoog");
}

TEST(reception, refuses_other_content_under_a_used_id) {
    surroundings around;
    ASSERT_TRUE(around.accept(submission_of(municipality, "1", referral)).has_value());
    const auto again = around.accept(submission_of(municipality, "1", other_referral));
    ASSERT_TRUE(again.has_error());
    EXPECT_EQ(again.error().code, "id_al_gebruikt");
    EXPECT_EQ(again.error().kind, finality::rejected);
    // Another owner has ids of its own, and another source too.
    EXPECT_TRUE(around.accept(submission_of(executor, "1", other_referral)).has_value());
    auto elsewhere = submission_of(municipality, "1", other_referral);
    elsewhere.decoded.source = "urn:nld:oin:00000099100000004000:systeem:ander";
    EXPECT_TRUE(around.accept(std::move(elsewhere)).has_value());
}

TEST(reception, takes_other_content_as_the_next_attempt_after_a_refusal) {
    for (const auto outcome : {state::geweigerd, state::geparkeerd, state::teruggestuurd}) {
        surroundings around;
        const auto first = around.accept(submission_of(municipality, "1", referral));
        ASSERT_TRUE(first.has_value());
        around.store.set_state(first->message, outcome);
        const auto second = around.accept(submission_of(municipality, "1", other_referral));
        ASSERT_TRUE(second.has_value()) << second.error().code;
        EXPECT_EQ(second->novelty, novelty::created);
        EXPECT_EQ(second->attempt, 2U);
        EXPECT_EQ(second->casus, first->casus);
        EXPECT_NE(second->message, first->message);
        EXPECT_EQ(around.store.admitted().back().supersedes, first->message);
        // The new content is what the id stands for now.
        const auto third = around.accept(submission_of(municipality, "1", other_referral));
        ASSERT_TRUE(third.has_value());
        EXPECT_EQ(third->novelty, novelty::repeated);
        expect_same(third->receipt, second->receipt);
    }
}

TEST(reception, parks_what_has_no_route_and_still_receipts_it) {
    surroundings around;
    const auto told =
        around.accept(submission_of(municipality, "1", R"(signaal { omschrijving: "Botsing" })"));
    ASSERT_TRUE(told.has_value());
    EXPECT_EQ(told->parked_code, "geen_route");
    EXPECT_FALSE(told->receipt.head.empty());
    EXPECT_EQ(around.store.admitted().front().parked_code, "geen_route");
}

TEST(reception, gives_a_signal_a_key_of_its_own_and_no_casus) {
    surroundings around;
    const auto told =
        around.accept(submission_of(municipality, "1", R"(signaal { omschrijving: "Botsing" })"));
    ASSERT_TRUE(told.has_value());
    EXPECT_FALSE(told->casus);
    EXPECT_EQ(around.store.admitted().front().key.value(), told->message.value());
}

TEST(reception, keeps_an_id_that_may_hold_a_bsn_out_of_metadata) {
    surroundings around;
    const auto told = around.accept(submission_of(municipality, "ref 111222333", referral));
    ASSERT_TRUE(told.has_value());
    const auto message = around.store.admitted().front();
    EXPECT_TRUE(message.submission.id.starts_with("digest:"));
    EXPECT_EQ(message.submission.id.size(), 7U + 64U);
    EXPECT_EQ(message.submission.id.find("111222333"), std::string::npos);
    EXPECT_EQ(told->receipt.leaf.find("111222333"), std::string::npos);
    const auto again = around.accept(submission_of(municipality, "ref 111222333", referral));
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->novelty, novelty::repeated);
    // The same reference of another owner gives another digest.
    EXPECT_NE(
        submission_key_of(around.vault, executor, {}, "ref 111222333").id, message.submission.id
    );
}

TEST(reception, says_retry_when_keys_can_not_be_made) {
    surroundings around;
    around.key_store.fail(hub::ports::errc::unknown);
    const auto told = around.accept(submission_of(municipality, "1", referral));
    ASSERT_TRUE(told.has_error());
    EXPECT_EQ(told.error().code, "tijdelijk_niet_beschikbaar");
    EXPECT_EQ(told.error().kind, finality::retry);
    EXPECT_TRUE(around.store.admitted().empty());
}

TEST(reception, says_unknown_when_the_answer_of_a_commit_is_lost_and_knows_it_at_the_repeat) {
    surroundings around;
    around.store.lose_next_answer();
    const auto lost = around.accept(submission_of(municipality, "1", referral));
    ASSERT_TRUE(lost.has_error());
    EXPECT_EQ(lost.error().code, "uitkomst_onbekend");
    EXPECT_EQ(lost.error().kind, finality::unknown);
    const auto again = around.accept(submission_of(municipality, "1", referral));
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->novelty, novelty::repeated);
    EXPECT_EQ(around.store.admitted().size(), 1U);
}

// A message that enters a casus and repeats an earlier one in other bytes touches every port; each
// step fails in turn, and nothing half stays.
TEST(reception, survives_a_failure_at_each_step) {
    for (const auto failure : {hub::ports::errc::retry, hub::ports::errc::unknown}) {
        surroundings around;
        const auto opened = around.accept(submission_of(municipality, "0", referral));
        ASSERT_TRUE(opened.has_value());
        const auto enter = [&](std::string_view text) {
            return around.accept(in_casus(submission_of(municipality, "1", text), *opened->casus));
        };
        for (std::size_t step = 0; around.store.admitted().size() == 1; ++step) {
            ASSERT_LT(step, 10U);
            around.store.fail_call(step, failure);
            const auto told = enter(referral);
            if (told.has_value()) {
                break;
            }
            EXPECT_NE(told.error().kind, finality::rejected);
        }
        around.store.fail_call(1000, failure);
        const auto first = enter(referral);
        ASSERT_TRUE(first.has_value());
        const auto before = around.store.calls();
        ASSERT_TRUE(enter(referral_respaced).has_value());
        const auto steps = around.store.calls() - before;
        EXPECT_EQ(steps, 3U);
        for (std::size_t step = 0; step < steps; ++step) {
            around.store.fail_call(step, failure);
            const auto told = enter(referral_respaced);
            ASSERT_TRUE(told.has_error()) << step;
            EXPECT_NE(told.error().kind, finality::rejected);
            const auto again = enter(referral_respaced);
            ASSERT_TRUE(again.has_value());
            expect_same(again->receipt, first->receipt);
        }
        EXPECT_EQ(around.store.admitted().size(), 2U);
    }
}

TEST(reception, gives_the_receipt_again_to_its_owner_only) {
    surroundings around;
    const auto told = around.accept(submission_of(municipality, "1", referral));
    ASSERT_TRUE(told.has_value());
    const auto again =
        await(around.reception->receipt_for(caller_for(municipality), told->message));
    ASSERT_TRUE(again.has_value());
    expect_same(*again, told->receipt);
    for (const auto& who : {executor, loket, stranger}) {
        const auto refused = await(around.reception->receipt_for(caller_for(who), told->message));
        ASSERT_TRUE(refused.has_error());
        EXPECT_EQ(refused.error().code, "niet_gevonden");
        EXPECT_TRUE(await(around.reception->find(caller_for(who), told->message)).has_error());
    }
}

TEST(reception, says_that_a_receipts_salt_is_gone_after_erasure) {
    surroundings around;
    const auto told = around.accept(submission_of(municipality, "1", referral));
    ASSERT_TRUE(told.has_value());
    const auto message = around.store.admitted().front();
    ASSERT_TRUE(await(around.key_store.destroy(message.key, around.clock.now())).has_value());
    // What is in memory may outlive the key for a moment; a vault of its own sees what is durable.
    hub::vault::vault vault{
        hub::model::environment::ontwikkel, around.keys, around.key_store, around.clock};
    const auto reception = make_reception(
        {.vault = vault,
         .store = around.store,
         .casus = around.store,
         .clock = around.clock,
         .decoders = {&around.decoder}},
        make_rules()
    );
    const auto again = await(reception->receipt_for(caller_for(municipality), told->message));
    ASSERT_TRUE(again.has_error());
    EXPECT_EQ(again.error().code, "gewist");
    const auto state = await(reception->find(caller_for(municipality), told->message));
    ASSERT_TRUE(state.has_error());
    EXPECT_EQ(state.error().code, "gewist");
    const auto of_another = await(reception->find(caller_for(executor), told->message));
    ASSERT_TRUE(of_another.has_error());
    EXPECT_EQ(of_another.error().code, "niet_gevonden") << "nobody else learns that it was there";
}

TEST(reception, says_that_a_seal_does_not_fit) {
    surroundings around;
    const auto told = around.accept(submission_of(municipality, "1", referral));
    const auto other = around.accept(submission_of(municipality, "2", other_referral));
    ASSERT_TRUE(told.has_value() && other.has_value());
    const auto& admitted = around.store.admitted();
    auto swapped = await(around.key_store.find(admitted.back().key)).value();
    swapped.id = admitted.front().key;
    around.key_store.replace(swapped.id, swapped);
    hub::vault::vault vault{
        hub::model::environment::ontwikkel, around.keys, around.key_store, around.clock};
    const auto reception = make_reception(
        {.vault = vault,
         .store = around.store,
         .casus = around.store,
         .clock = around.clock,
         .decoders = {&around.decoder}},
        make_rules()
    );
    const auto refused = await(reception->receipt_for(caller_for(municipality), told->message));
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().code, "niet_authentiek");
    EXPECT_TRUE(await(reception->receipt_for(caller_for(municipality), other->message)).has_value()
    );
}

TEST(reception, finds_the_owners_messages_by_its_own_reference) {
    surroundings around;
    ASSERT_TRUE(around.accept(submission_of(municipality, "1", referral)).has_value());
    ASSERT_TRUE(around.accept(submission_of(municipality, "2", other_referral)).has_value());
    ASSERT_TRUE(around.accept(submission_of(executor, "1", referral)).has_value());
    const auto count = [&around](const oin& who, search_terms terms) {
        return await(around.reception->search(caller_for(who), std::move(terms)))->size();
    };
    EXPECT_EQ(count(municipality, {.source = {}, .reference = "K1"}), 2U);
    EXPECT_EQ(count(executor, {.source = {}, .reference = "K1"}), 1U);
    EXPECT_EQ(count(executor, {.source = {}, .reference = "K2"}), 0U);
    EXPECT_EQ(count(municipality, {.source = "urn:x", .reference = "K1"}), 0U);
}

TEST(reception, decides_by_the_rules_that_are_in_force) {
    surroundings around;
    auto next = *make_rules();
    hub::access::organisations_values values;
    values.outsiders = hub::access::outsider_policy::geweigerd;
    next.organisations = std::make_shared<const hub::access::organisations>(std::move(values));
    around.reception->replace_rules(std::make_shared<const rules>(std::move(next)));
    const auto told = around.accept(submission_of(municipality, "1", referral));
    ASSERT_TRUE(told.has_error());
    EXPECT_EQ(told.error().code, "organisatie_onbekend");
}

}  // namespace
