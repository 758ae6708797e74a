// What every book's outbox and log must do; part of the contract suite of books.
#pragma once

#include "tests/contract/book_contract.hpp"

namespace tests::contract {

TEST_P(book_contract, puts_outgoing_messages_in_its_outbox_in_order) {
    for (std::uint32_t number = 0; number < 5; ++number) {
        transaction one;
        one.outgoing = {outgoing(2 * number, 1), outgoing(2 * number + 1, 2)};
        ASSERT_TRUE(commit(one));
    }
    EXPECT_EQ(book().depth().waiting, 10U);
    EXPECT_EQ(book().depth().oldest, outgoing(0, 1).accepted_at);

    const auto all = waiting(0, 100);
    ASSERT_EQ(all.size(), 10U);
    for (std::uint32_t number = 0; number < 10; ++number) {
        const auto parsed = envelope(all[number]);
        EXPECT_EQ(parsed.message_id(), message(number).view());
        EXPECT_EQ(parsed.canonical().ciphertext(), "canoniek " + std::to_string(number));
        EXPECT_EQ(all[number].record->stream, stream::status);
        EXPECT_EQ(all[number].record->key, casus(1 + number % 2).to_string());
    }
    EXPECT_EQ(waiting(0, 3).size(), 3U);
    const auto rest = waiting(all[2].sequence, 100);
    ASSERT_EQ(rest.size(), 7U);
    EXPECT_EQ(rest[0].sequence, all[3].sequence);
}

TEST_P(book_contract, counts_messages_per_casus_and_destination) {
    transaction one;
    one.outgoing = {outgoing(1, 1), outgoing(2, 1), outgoing(3, 2)};
    ASSERT_TRUE(commit(one));
    one.outgoing = {outgoing(4, 2), outgoing(5, 1)};
    ASSERT_TRUE(commit(one));
    std::vector<std::uint64_t> sequences;
    for (const auto& out : waiting(0, 100)) {
        const auto parsed = envelope(out);
        ASSERT_EQ(parsed.destinations_size(), 1);
        EXPECT_EQ(parsed.destinations(0).name(), "00000099000000002000");
        sequences.push_back(parsed.destinations(0).sequence());
    }
    EXPECT_EQ(sequences, (std::vector<std::uint64_t>{1, 2, 1, 2, 3}));
}

TEST_P(book_contract, does_not_count_messages_without_a_casus) {
    transaction one;
    one.outgoing = {outgoing(1, 1), outgoing(2, 1)};
    for (auto& message : one.outgoing) {
        message.casus.reset();
        message.key = hub::model::key_id{message.id.value()};
    }
    ASSERT_TRUE(commit(one));
    for (const auto& out : waiting(0, 100)) {
        EXPECT_EQ(envelope(out).destinations(0).sequence(), 0U);
        EXPECT_EQ(
            out.record->key, hub::model::uuid::from_bytes(envelope(out).key_id())->to_string()
        );
    }
}

TEST_P(book_contract, gives_outgoing_messages_receipts_that_verify) {
    transaction one;
    for (std::uint32_t number = 0; number < 5; ++number) {
        one.outgoing.push_back(outgoing(number, 1));
    }
    one.acts = {{"toestand", "loket", message(1), casus(1), {}}};
    ASSERT_TRUE(commit(one));
    for (const auto& out : waiting(0, 100)) {
        const auto parsed = envelope(out);
        const auto head = hub::vault::read_head(parsed.head());
        ASSERT_TRUE(head);
        EXPECT_TRUE(signer.verifies(
            head->signing_input,
            {reinterpret_cast<const char*>(head->signature.data()), head->signature.size()}
        ));
        EXPECT_EQ(head->fields.log.log_id, "proefboek");
        EXPECT_EQ(head->fields.leaves, 6U);

        hub::model::inclusion place{parsed.proof().index(), parsed.proof().leaves(), {}};
        const auto& path = parsed.proof().path();
        for (std::size_t at = 0; at + 32 <= path.size(); at += 32) {
            std::copy_n(
                path.begin() + static_cast<std::ptrdiff_t>(at),
                32,
                place.path.emplace_back().begin()
            );
        }
        EXPECT_EQ(hub::vault::root_of(parsed.proof().leaf(), place), head->fields.root);
        const auto leaf = hub::vault::read_message_leaf(parsed.proof().leaf());
        ASSERT_TRUE(leaf);
        EXPECT_EQ(leaf->message.view(), parsed.message_id());
        EXPECT_EQ(leaf->destinations[0].sequence, parsed.destinations(0).sequence());
    }
}

TEST_P(book_contract, chains_its_heads) {
    for (std::uint32_t number = 1; number <= 3; ++number) {
        ASSERT_TRUE(commit(full(number, number - 1)));
        clock.advance(std::chrono::seconds{1});
    }
    harness->reopen();
    ASSERT_TRUE(support::await(
        book().record({{"operatorhandeling", "operator", std::nullopt, std::nullopt, {}}})
    ));
    const auto batches = log();
    ASSERT_EQ(batches.size(), 4U);
    hub::model::hash previous{};
    std::uint64_t size = 0;
    for (std::size_t at = 0; at < batches.size(); ++at) {
        const auto head = hub::vault::read_head(batches[at].head);
        ASSERT_TRUE(head);
        size += batches[at].leaves.size();
        EXPECT_EQ(batches[at].number, at + 1);
        EXPECT_EQ(head->fields.number, at + 1);
        EXPECT_EQ(head->fields.tree_size, size);
        EXPECT_EQ(head->fields.previous, previous);
        EXPECT_EQ(head->fields.root, hub::vault::build_tree(batches[at].leaves).root);
        previous = hub::vault::hash_of_head(batches[at].head);
    }
    EXPECT_EQ(hub::vault::read_leaf_origin(batches[3].leaves[0])->act, "operatorhandeling");
}

TEST_P(book_contract, reads_its_log_from_a_number_on_without_leaves_too) {
    for (std::uint32_t number = 1; number <= 4; ++number) {
        ASSERT_TRUE(commit(full(number, number - 1)));
    }
    const auto some = support::await(book().read(2, 2, hub::ports::leaves::without)).value();
    ASSERT_EQ(some.size(), 2U);
    EXPECT_EQ(some[0].number, 2U);
    EXPECT_TRUE(some[0].leaves.empty());
    EXPECT_TRUE(support::await(book().read(5, 2, hub::ports::leaves::with)).value().empty());
}

TEST_P(book_contract, keeps_nothing_when_the_signer_fails) {
    ASSERT_TRUE(commit(full(1, 0)));
    signer.fail(hub::ports::errc::retry);
    EXPECT_EQ(commit(full(2, 1)).error(), hub::ports::errc::retry);
    signer.work();
    expect_full(1);
    ASSERT_TRUE(commit(full(2, 1)));
    expect_full(2);
}

TEST_P(book_contract, moves_its_watermark) {
    transaction one;
    one.outgoing = {outgoing(1, 1), outgoing(2, 1), outgoing(3, 1)};
    ASSERT_TRUE(commit(one));
    const auto all = waiting(0, 100);
    ASSERT_TRUE(support::await(book().mark_published(
        {{all[0].sequence, {stream::status, 0, 0}}}, {{all[1].sequence, "te_groot"}}
    )));
    EXPECT_EQ(book().published_up_to(), all[1].sequence);
    EXPECT_EQ(book().depth().waiting, 1U);
    EXPECT_EQ(book().depth().oldest, outgoing(3, 1).accepted_at);
    const auto rest = waiting(0, 100);
    ASSERT_EQ(rest.size(), 1U);
    EXPECT_EQ(rest[0].sequence, all[2].sequence);

    harness->reopen();
    // The watermark need not be synced by itself, but whatever is durable is never behind zero or
    // ahead of what was marked.
    EXPECT_LE(book().published_up_to(), all[1].sequence);
    ASSERT_FALSE(waiting(0, 100).empty());
    EXPECT_EQ(waiting(0, 100).back().sequence, all[2].sequence);
    EXPECT_EQ(waiting(0, 100).back().record->value, all[2].record->value);
}

inline boost::asio::awaitable<void>
take_outgoing(hub::ports::book& from, hub::ports::result<std::vector<hub::ports::outgoing>>& got) {
    got = co_await from.next_outgoing(0, 10);
}

inline boost::asio::awaitable<void>
commit_one(hub::ports::book& to, hub::ports::book_transaction one) {
    const auto outcome = co_await to.commit(std::move(one));
    EXPECT_TRUE(outcome);
}

inline boost::asio::awaitable<void> close_outbox_of(hub::ports::book& one) {
    one.close_outbox();
    co_return;
}

inline void run_both(boost::asio::awaitable<void> first, boost::asio::awaitable<void> second) {
    boost::asio::io_context context{1};
    auto ended = 0;
    for (auto* one : {&first, &second}) {
        boost::asio::co_spawn(context, std::move(*one), [&](std::exception_ptr error) {
            EXPECT_FALSE(error);
            ++ended;
        });
    }
    context.run_for(support::await_deadline);
    EXPECT_EQ(ended, 2);
}

TEST_P(book_contract, wakes_who_waits_for_outgoing_messages) {
    transaction one;
    one.outgoing = {outgoing(1, 1)};
    hub::ports::result<std::vector<hub::ports::outgoing>> got{hub::ports::errc::retry};
    run_both(take_outgoing(book(), got), commit_one(book(), one));
    ASSERT_TRUE(got);
    EXPECT_EQ(got->size(), 1U);
}

TEST_P(book_contract, ends_a_wait_when_its_outbox_is_closed) {
    hub::ports::result<std::vector<hub::ports::outgoing>> got{hub::ports::errc::retry};
    run_both(take_outgoing(book(), got), close_outbox_of(book()));
    EXPECT_EQ(got.error(), hub::ports::errc::closed);
}

}  // namespace tests::contract
