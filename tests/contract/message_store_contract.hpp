// What every message store must do: included once by the test of each implementation, which
// instantiates the suite with its own harness. This part: messages, keys and casussen.
#pragma once

#include "tests/contract/message_store_fixture.hpp"

#include <algorithm>

namespace tests::contract {

TEST_P(message_store_contract, gives_a_receipt_that_proves_itself) {
    const auto done = append(plain(1));
    ASSERT_TRUE(done);
    EXPECT_EQ(done->kind, kind::fresh);
    EXPECT_EQ(done->stored.id, message_number(1));
    EXPECT_EQ(done->stored.overall, state::ontvangen);
    EXPECT_EQ(done->receipt.canonical.ciphertext, "canoniek 1");
    expect_proof(done->receipt, harness->signer, message_number(1));
}

TEST_P(message_store_contract, keeps_everything_that_was_acknowledged) {
    auto sent = opening(1, 1);
    sent.refers_to = message_number(77);
    sent.submission.source = "urn:eigen:bron";
    const auto done = append(sent);
    ASSERT_TRUE(done);
    harness->reopen();
    const auto kept = find(1);
    EXPECT_EQ(kept.id, sent.id);
    EXPECT_EQ(kept.key, sent.key);
    EXPECT_EQ(kept.casus, casus_number(1));
    EXPECT_EQ(kept.type, sent.type);
    EXPECT_EQ(kept.submission, sent.submission);
    EXPECT_EQ(kept.certificate, sent.certificate);
    EXPECT_EQ(kept.destinations, sent.destinations);
    EXPECT_EQ(kept.accepted_at, sent.accepted_at);
    EXPECT_EQ(kept.refers_to, sent.refers_to);
    EXPECT_EQ(kept.traceparent, sent.traceparent);
    EXPECT_EQ(kept.decided_by, sent.decided_by);
    EXPECT_EQ(kept.attempt, 1U);
    EXPECT_EQ(kept.sequence, done->stored.sequence);
    const auto original = support::await(store().original(sent.id)).value();
    EXPECT_EQ(original.key_version, 8U);
    EXPECT_EQ(original.iv, sent.original.iv);
    EXPECT_EQ(original.ciphertext, "origineel 1");
    expect_same(support::await(store().receipt(sent.id)).value(), done->receipt);
}

TEST_P(message_store_contract, publishes_what_stands_open_as_headers_and_nothing_for_who_has_none) {
    using headers = std::vector<std::pair<std::string, std::string>>;
    auto one = plain(1);
    one.open_extensions = headers{{"prioriteit", "hoog"}, {"sequence", "0017"}};
    append_fresh(one);
    append_fresh(plain(2));
    for (const bool reopened : {false, true}) {
        if (reopened) {
            harness->reopen();
        }
        const auto waiting = support::await(store().next_outgoing(0, 10)).value();
        ASSERT_EQ(waiting.size(), 2U);
        const auto& with = waiting[0].record->headers;
        const auto& without = waiting[1].record->headers;
        ASSERT_EQ(with.size(), without.size() + 2);
        EXPECT_EQ(
            (headers{with.end() - 2, with.end()}),
            (headers{{"ce_prioriteit", "hoog"}, {"ce_sequence", "0017"}})
        );
    }
}

TEST_P(message_store_contract, knows_nothing_of_what_was_not_appended) {
    append_fresh(plain(1));
    EXPECT_EQ(support::await(store().find(message_number(2))).error(), errc::not_found);
    EXPECT_EQ(support::await(store().receipt(message_number(2))).error(), errc::not_found);
    EXPECT_EQ(support::await(store().original(message_number(2))).error(), errc::not_found);
    EXPECT_EQ(support::await(store().history(message_number(2))).error(), errc::not_found);
    EXPECT_EQ(
        support::await(store().find_submission(plain(2).submission)).error(), errc::not_found
    );
    EXPECT_EQ(
        support::await(harness->casussen().participants(casus_number(1))).error(), errc::not_found
    );
    EXPECT_EQ(
        support::await(harness->casussen().find_casus(oin('1'), digest(1))).error(), errc::not_found
    );
}

TEST_P(message_store_contract, recognises_a_key_and_gives_the_same_receipt) {
    const auto first = append(plain(1));
    ASSERT_TRUE(first);
    harness->reopen();
    auto again = plain(2);
    again.submission = plain(1).submission;
    const auto second = append(again);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->kind, kind::same_key);
    EXPECT_EQ(second->stored.id, message_number(1));
    EXPECT_EQ(second->original_digest, plain(1).original_digest);
    expect_same(second->receipt, first->receipt);
    EXPECT_EQ(support::await(store().find(message_number(2))).error(), errc::not_found);
}

TEST_P(message_store_contract, tells_keys_apart_by_each_of_their_parts) {
    append_fresh(plain(1));
    auto other_owner = plain(2);
    other_owner.submission = plain(1).submission;
    other_owner.submission.owner = oin('3');
    append_fresh(other_owner);
    auto other_source = plain(3);
    other_source.submission = plain(1).submission;
    other_source.submission.source = "urn:andere";
    append_fresh(other_source);
    auto other_id = plain(4);
    other_id.submission.id = plain(1).submission.id + " ";
    append_fresh(other_id);
    EXPECT_EQ(
        support::await(store().find_submission(other_source.submission)).value().id,
        message_number(3)
    );
}

TEST_P(message_store_contract, resolves_duplicates_that_arrive_together) {
    std::vector<message> all;
    for (std::uint32_t number = 0; number < 40; ++number) {
        all.push_back(plain(number));
        all.back().submission = plain(number % 10).submission;
    }
    const auto outcomes = append_together(all);
    for (std::uint32_t number = 0; number < 40; ++number) {
        ASSERT_TRUE(outcomes[number]) << number;
        EXPECT_EQ(outcomes[number]->kind, number < 10 ? kind::fresh : kind::same_key) << number;
        EXPECT_EQ(outcomes[number]->stored.id, message_number(number % 10));
        expect_same(outcomes[number]->receipt, outcomes[number % 10]->receipt);
        expect_proof(outcomes[number]->receipt, harness->signer, message_number(number % 10));
    }
}

TEST_P(message_store_contract, lets_one_own_case_reference_name_one_casus) {
    auto first = opening(1, 1);
    first.casus->reference = digest(5);
    auto second = opening(2, 2);
    second.casus->reference = digest(5);
    auto other_owner = opening(3, 3);
    other_owner.casus->reference = digest(5);
    other_owner.submission.owner = oin('3');
    const auto outcomes = append_together({first, second, other_owner});
    ASSERT_TRUE(outcomes[0] && outcomes[1] && outcomes[2]);
    EXPECT_EQ(outcomes[0]->kind, kind::fresh);
    EXPECT_EQ(outcomes[1]->kind, kind::casus_taken);
    EXPECT_EQ(outcomes[1]->casus, casus_number(1));
    EXPECT_EQ(outcomes[2]->kind, kind::fresh);
    harness->reopen();
    const auto late = append(second);
    ASSERT_TRUE(late);
    EXPECT_EQ(late->kind, kind::casus_taken);
    auto enters = entering(4, 1);
    enters.casus->reference = digest(5);
    append_fresh(enters);
    EXPECT_EQ(
        support::await(harness->casussen().find_casus(oin('1'), digest(5))).value(), casus_number(1)
    );
    EXPECT_EQ(
        support::await(harness->casussen().find_casus(oin('3'), digest(5))).value(), casus_number(3)
    );
}

TEST_P(message_store_contract, opens_a_casus_once_and_enters_only_what_exists) {
    EXPECT_EQ(append(entering(1, 1)).error(), errc::conflict);
    append_fresh(opening(1, 1));
    const auto again = append(opening(2, 1));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->kind, kind::casus_taken);
    EXPECT_EQ(again->casus, casus_number(1));
    append_fresh(entering(2, 1));
    // Without an effect, none of these used its key up.
    append_fresh(plain(3));
}

TEST_P(message_store_contract, remembers_who_takes_part) {
    append_fresh(opening(1, 1));
    auto more = entering(2, 1);
    more.casus->adds_participants = {oin('4'), oin('5'), oin('4')};
    append_fresh(more);
    harness->reopen();
    auto all = support::await(harness->casussen().participants(casus_number(1))).value();
    std::sort(all.begin(), all.end());
    EXPECT_EQ(all, (std::vector{oin('1'), oin('4'), oin('5')}));
}

TEST_P(message_store_contract, counts_per_casus_and_destination) {
    const hub::model::destination let{hub::model::instrument::let};
    append_fresh(opening(1, 1));
    append_fresh(opening(2, 2));
    auto both = entering(3, 1);
    both.destinations.push_back(let);
    append_fresh(both);
    harness->reopen();
    auto turned = entering(4, 1);
    turned.destinations = {let, turned.destinations[0]};
    const auto done = append(turned);
    ASSERT_TRUE(done);
    const auto leaf = hub::vault::read_message_leaf(done->receipt.leaf);
    ASSERT_TRUE(leaf);
    EXPECT_EQ(leaf->destinations[0], (hub::vault::leaf_destination{"let", 2}));
    EXPECT_EQ(leaf->destinations[1], (hub::vault::leaf_destination{"loket", 3}));
}

TEST_P(message_store_contract, finds_by_own_reference_newest_first) {
    for (std::uint32_t number = 1; number <= 4; ++number) {
        auto one = plain(number);
        one.reference = digest(number == 3 ? 1 : 2);
        append_fresh(one);
    }
    auto other_owner = plain(5);
    other_owner.submission.owner = oin('3');
    other_owner.reference = digest(2);
    append_fresh(other_owner);
    harness->reopen();
    const auto found = support::await(store().find_reference(oin('1'), digest(2))).value();
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].id, message_number(4));
    EXPECT_EQ(found[1].id, message_number(2));
    EXPECT_EQ(found[2].id, message_number(1));
    EXPECT_TRUE(support::await(store().find_reference(oin('1'), digest(3))).value().empty());
}

}  // namespace tests::contract
