// What every message store must do: included once by the test of each implementation, which
// instantiates the suite with its own harness. This part: messages, keys and casussen.
#pragma once

#include "hub/ports/message_store.hpp"
#include "hub/vault/head.hpp"
#include "hub/vault/leaf.hpp"
#include "hub/vault/merkle.hpp"
#include "tests/support/await.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/fake_signer.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tests::contract {

class message_store_harness {
public:
    virtual ~message_store_harness() = default;
    [[nodiscard]] virtual hub::ports::message_store& store() = 0;
    [[nodiscard]] virtual hub::ports::casus_store& casussen() = 0;
    // Ends the store and opens it again on what is durable; a fake stays as it is.
    virtual void reopen() = 0;

    // The store's log is "intake" in the environment ontwikkel.
    support::fake_signer signer;
    support::fake_clock clock;
};

struct message_store_case {
    std::string name;
    std::function<std::unique_ptr<message_store_harness>()> make;
};

inline std::string name_of(const testing::TestParamInfo<message_store_case>& info) {
    return info.param.name;
}

class message_store_contract : public testing::TestWithParam<message_store_case> {
protected:
    using errc = hub::ports::errc;
    using kind = hub::ports::append_kind;
    using state = hub::model::state;
    using message = hub::model::admitted_message;
    using outcome = hub::ports::result<hub::ports::append_outcome>;

    template <class Id>
    [[nodiscard]] static Id id(std::uint32_t number) {
        hub::model::uuid::bytes_type bytes{};
        bytes[0] = 0x01;
        bytes[4] = static_cast<std::uint8_t>(number >> 8U);
        bytes[5] = static_cast<std::uint8_t>(number);
        bytes[6] = 0x70;
        bytes[8] = 0x80;
        return Id{hub::model::uuid{bytes}};
    }
    [[nodiscard]] static hub::model::message_id message_number(std::uint32_t number) {
        return id<hub::model::message_id>(number);
    }
    [[nodiscard]] static hub::model::casus_id casus_number(std::uint32_t number) {
        return id<hub::model::casus_id>(0x8000U + number);
    }
    [[nodiscard]] static hub::model::oin oin(char last) {
        std::string text = "00000099000000001000";
        text.back() = last;
        return hub::model::oin::parse(text).value();
    }
    [[nodiscard]] static hub::model::digest digest(std::uint8_t number) {
        hub::model::digest value{};
        value.fill(number);
        return value;
    }

    // A message of gemeente 1 to the loket that opens no casus.
    [[nodiscard]] message plain(std::uint32_t number) const {
        message one;
        one.id = message_number(number);
        one.key = hub::model::key_id{one.id.value()};
        one.type = hub::model::message_type::aanmelding;
        one.target = hub::model::stream::aanmelding;
        one.submission = {
            oin('1'), "urn:nld:oin:00000099000000001001", "kenmerk-" + std::to_string(number)};
        one.certificate = oin('2');
        one.destinations = {hub::model::destination{hub::model::instrument::loket}};
        one.accepted_at = harness->clock.now();
        one.original_digest = digest(static_cast<std::uint8_t>(number));
        one.canonical = {7, {1, 2, 3}, "canoniek " + std::to_string(number)};
        one.original = {8, {4, 5, 6}, "origineel " + std::to_string(number)};
        one.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        one.decided_by.fill(9);
        return one;
    }
    [[nodiscard]] message opening(std::uint32_t number, std::uint32_t casus) const {
        auto one = plain(number);
        one.key = hub::model::key_id{casus_number(casus).value()};
        one.casus = {casus_number(casus), true, std::nullopt, {one.submission.owner}};
        return one;
    }
    [[nodiscard]] message entering(std::uint32_t number, std::uint32_t casus) const {
        auto one = opening(number, casus);
        one.casus->opens = false;
        one.casus->adds_participants.clear();
        return one;
    }

    outcome append(message one) { return support::await(store().append(std::move(one))); }
    void append_fresh(message one) {
        const auto done = append(std::move(one));
        ASSERT_TRUE(done);
        ASSERT_EQ(done->kind, kind::fresh);
    }

    // Handed in together, so that they share commits.
    std::vector<outcome> append_together(std::vector<message> all) {
        std::vector<outcome> outcomes(all.size(), outcome{errc::closed});
        boost::asio::io_context context{1};
        for (std::size_t at = 0; at < all.size(); ++at) {
            boost::asio::co_spawn(
                context,
                store().append(std::move(all[at])),
                [&outcomes, at](std::exception_ptr error, outcome done) {
                    EXPECT_FALSE(error);
                    outcomes[at] = std::move(done);
                }
            );
        }
        context.run_for(support::await_deadline);
        return outcomes;
    }

    hub::ports::stored_message find(std::uint32_t number) {
        return support::await(store().find(message_number(number))).value();
    }

    hub::ports::message_store& store() { return harness->store(); }
    std::unique_ptr<message_store_harness> harness = GetParam().make();
};

inline void expect_proof(
    const hub::ports::receipt_parts& parts,
    const support::fake_signer& signer,
    const hub::model::message_id& id
) {
    const auto head = hub::vault::read_head(parts.head);
    ASSERT_TRUE(head);
    EXPECT_TRUE(signer.verifies(
        head->signing_input,
        {reinterpret_cast<const char*>(head->signature.data()), head->signature.size()}
    ));
    EXPECT_EQ(hub::vault::root_of(parts.leaf, parts.place), head->fields.root);
    const auto leaf = hub::vault::read_message_leaf(parts.leaf);
    ASSERT_TRUE(leaf);
    EXPECT_EQ(leaf->message, id);
}

inline void
expect_same(const hub::ports::receipt_parts& left, const hub::ports::receipt_parts& right) {
    EXPECT_EQ(left.leaf, right.leaf);
    EXPECT_EQ(left.head, right.head);
    EXPECT_EQ(left.place.index, right.place.index);
    EXPECT_EQ(left.place.leaves, right.place.leaves);
    EXPECT_EQ(left.place.path, right.place.path);
    EXPECT_EQ(left.canonical.key_version, right.canonical.key_version);
    EXPECT_EQ(left.canonical.iv, right.canonical.iv);
    EXPECT_EQ(left.canonical.ciphertext, right.canonical.ciphertext);
}

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
