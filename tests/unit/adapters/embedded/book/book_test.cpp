#include "adapters/embedded/book/book.hpp"

#include "schemas/pmm/v1/envelope.pb.h"
#include "tests/support/await.hpp"
#include "tests/support/chosen_fault.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/fake_signer.hpp"
#include "tests/support/killed_child.hpp"
#include "tests/support/temporary_directory.hpp"

#include <boost/asio/co_spawn.hpp>
#include <gtest/gtest.h>

#include <array>
#include <semaphore>
#include <string>
#include <vector>

namespace {

using namespace adapters::embedded::book;
using adapters::embedded::sqlite::commit_fault;
using hub::model::stream;
using hub::ports::book_transaction;
using hub::ports::errc;
using tests::support::await;

constexpr std::int64_t noon = 1'782'907'200'000'000;

hub::model::uuid numbered(std::uint32_t number) {
    constexpr std::array<std::uint8_t, 10> random{};
    return hub::model::uuid::version_7(
        hub::model::from_microseconds(noon + number * 1'000'000LL), random
    );
}

hub::model::admitted_message message(std::uint32_t number) {
    const auto owner = *hub::model::oin::parse("00000099000000001000");
    hub::model::admitted_message one;
    one.id = hub::model::message_id{numbered(number)};
    one.casus = hub::model::casus_entry{hub::model::casus_id{numbered(0)}, false, {}, {}};
    one.key = hub::model::key_id{numbered(0)};
    one.type = hub::model::message_type::statusbericht;
    one.target = stream::status;
    one.submission = {owner, "urn:nld:oin:00000099000000001000", std::to_string(number)};
    one.certificate = owner;
    one.destinations.emplace_back(*hub::model::oin::parse("00000099000000002000"));
    one.accepted_at = hub::model::from_microseconds(noon + number);
    one.canonical = {1, {}, "canoniek"};
    return one;
}

book_transaction transaction(std::uint32_t number) {
    book_transaction one;
    one.positions = {{stream::aanmelding, 0, number}};
    one.handled = {hub::model::message_id{numbered(number)}};
    one.changes = {{"casus", std::to_string(number), "x", 0}};
    one.outgoing = {message(number)};
    return one;
}

struct embedded_book_test : testing::Test {
    tests::support::temporary_directory directory;
    tests::support::fake_clock clock;
    tests::support::fake_signer signer;
    tests::support::chosen_fault faults;
    book_options options;
    std::unique_ptr<embedded_book> book;

    void open() {
        options.path = directory.path() / "boek.db";
        options.log = {hub::model::environment::ontwikkel, "proefboek"};
        options.faults = &faults;
        book.reset();
        book = create_book(options, signer, clock);
    }

    hub::ports::result<void> commit(std::uint32_t number) {
        return await(book->commit(transaction(number)));
    }
    [[nodiscard]] bool handled(std::uint32_t number) {
        return await(book->handled({hub::model::message_id{numbered(number)}})).value().front();
    }
    [[nodiscard]] std::vector<hub::ports::outgoing> waiting() {
        return await(book->next_outgoing(0, 100'000)).value();
    }
    [[nodiscard]] std::size_t records() {
        return await(book->scan("casus", 0, 100'000)).value().size();
    }
};

TEST_F(embedded_book_test, says_retry_when_it_fails_before_the_commit) {
    open();
    ASSERT_TRUE(commit(1));
    faults.before_commit = true;
    EXPECT_EQ(commit(2).error(), errc::retry);
    EXPECT_EQ(commit(1).error(), errc::retry)
        << "a conflict falls with the round it was decided in";
    faults.before_commit = false;
    EXPECT_FALSE(handled(2));
    EXPECT_EQ(records(), 1U);
    EXPECT_EQ(commit(1).error(), errc::conflict);
    ASSERT_TRUE(commit(2));
    EXPECT_EQ(waiting().size(), 2U);
}

TEST_F(embedded_book_test, says_unknown_when_the_commit_fails_and_believes_the_file) {
    open();
    ASSERT_TRUE(commit(1));
    faults.commit = commit_fault::lost;
    EXPECT_EQ(commit(2).error(), errc::unknown);
    faults.commit = commit_fault::kept;
    EXPECT_EQ(commit(3).error(), errc::unknown);
    faults.commit = commit_fault::none;
    EXPECT_FALSE(handled(2));
    EXPECT_TRUE(handled(3));
    ASSERT_TRUE(commit(4));
    EXPECT_EQ(records(), 3U);
    const auto all = waiting();
    ASSERT_EQ(all.size(), 3U);
    for (std::size_t at = 0; at < all.size(); ++at) {
        pmm::v1::Envelope envelope;
        ASSERT_TRUE(envelope.ParseFromString(all[at].record->value));
        EXPECT_EQ(all[at].sequence, at + 1);
        EXPECT_EQ(envelope.destinations(0).sequence(), at + 1);
    }
    EXPECT_EQ(await(book->read(1, 10, hub::ports::leaves::without)).value().size(), 3U);
}

TEST_F(embedded_book_test, is_not_writable_until_the_file_opens_again) {
    open();
    faults.reopen = true;
    faults.commit = commit_fault::lost;
    EXPECT_EQ(commit(1).error(), errc::unknown);
    EXPECT_FALSE(book->writable());
    faults.commit = commit_fault::none;
    EXPECT_EQ(commit(1).error(), errc::retry);
    faults.reopen = false;
    ASSERT_TRUE(commit(1));
    EXPECT_TRUE(book->writable());
}

// Holds the writer in its first signature until the test lets it go on.
class holding_signer final : public hub::ports::signer {
public:
    hub::ports::result<std::array<std::uint8_t, 64>> sign(std::string_view data) const override {
        begun.release();
        allowed.acquire();
        return signer.sign(data);
    }
    std::string_view key_id() const noexcept override { return signer.key_id(); }
    std::string_view thumbprint() const noexcept override { return signer.thumbprint(); }

    tests::support::fake_signer signer;
    mutable std::counting_semaphore<100> begun{0};
    mutable std::counting_semaphore<100> allowed{0};
};

TEST_F(embedded_book_test, signs_once_for_all_that_arrived_together) {
    holding_signer holding;
    options.path = directory.path() / "boek.db";
    options.log = {hub::model::environment::ontwikkel, "proefboek"};
    book = create_book(options, holding, clock);
    boost::asio::io_context context{1};
    for (std::uint32_t number = 0; number <= 50; ++number) {
        boost::asio::co_spawn(
            context,
            book->commit(transaction(number)),
            [](std::exception_ptr error, hub::ports::result<void> outcome) {
                EXPECT_FALSE(error);
                EXPECT_TRUE(outcome);
            }
        );
        context.poll();
        if (number == 0) {
            holding.begun.acquire();
        }
    }
    holding.allowed.release(2);
    context.run_for(tests::support::await_deadline);
    EXPECT_EQ(records(), 51U);
    EXPECT_EQ(holding.signer.signatures(), 2U) << "the first, and the fifty that came meanwhile";
    book.reset();
}

TEST_F(embedded_book_test, keeps_what_has_no_route_out_of_the_outbox) {
    open();
    auto one = transaction(1);
    one.outgoing.front().parked_code = "geen_route";
    one.outgoing.push_back(message(2));
    ASSERT_TRUE(await(book->commit(one)));
    ASSERT_EQ(waiting().size(), 1U);
    EXPECT_EQ(waiting().front().sequence, 2U);
    EXPECT_EQ(book->depth().waiting, 1U);
    open();
    ASSERT_EQ(waiting().size(), 1U);
    EXPECT_EQ(waiting().front().sequence, 2U);
}

TEST_F(embedded_book_test, purges_what_is_old_and_published) {
    open();
    for (std::uint32_t number = 1; number <= 10; ++number) {
        ASSERT_TRUE(commit(number));
    }
    ASSERT_TRUE(await(book->mark_published(
        {{1, {stream::status, 0, 0}}, {2, {stream::status, 0, 1}}, {3, {stream::status, 0, 2}}}, {}
    )));
    clock.advance(std::chrono::hours{1});
    const purge_terms terms{hub::model::from_microseconds(noon + 6'000'000), clock.now(), 10'000};
    ASSERT_TRUE(await(book->record({{"configuratie", "loket", {}, {}, {}}})));
    EXPECT_EQ(await(book->purge(terms)).value(), 5U + 3U);
    EXPECT_EQ(await(book->purge(terms)).value(), 0U);
    EXPECT_FALSE(handled(5));
    EXPECT_TRUE(handled(6));
    open();
    EXPECT_EQ(book->published_up_to(), 3U);
    EXPECT_EQ(waiting().size(), 7U);
    EXPECT_EQ(records(), 10U);
    ASSERT_TRUE(commit(11));
    EXPECT_EQ(waiting().back().sequence, 11U);
}

TEST_F(embedded_book_test, keeps_the_watermark_when_all_that_was_sent_is_purged) {
    open();
    ASSERT_TRUE(commit(1));
    ASSERT_TRUE(await(book->mark_published({{1, {stream::status, 0, 0}}}, {})));
    clock.advance(std::chrono::hours{1});
    ASSERT_TRUE(await(book->record({{"configuratie", "loket", {}, {}, {}}})));
    EXPECT_EQ(await(book->purge({{}, clock.now(), 10})).value(), 1U);
    open();
    ASSERT_TRUE(commit(2));
    EXPECT_EQ(waiting().front().sequence, 2U);
}

TEST_F(embedded_book_test, holds_all_or_nothing_of_each_transaction_after_a_kill) {
    options.path = directory.path() / "boek.db";
    options.log = {hub::model::environment::ontwikkel, "proefboek"};
    const auto last = tests::support::last_before_kill(20, [this](const auto& durable) {
        const auto child = create_book(options, signer, clock);
        for (std::uint32_t number = 1;; ++number) {
            if (await(child->commit(transaction(number)))) {
                durable(number);
            }
        }
    });

    open();
    const auto kept = await(book->next_offset(stream::aanmelding, 0)).value();
    ASSERT_TRUE(kept);
    // The one in hand may have been there before the child could say so.
    EXPECT_GE(*kept, last);
    EXPECT_LE(*kept, last + 1);
    const auto count = static_cast<std::size_t>(*kept);
    EXPECT_EQ(records(), count);
    EXPECT_EQ(waiting().size(), count);
    EXPECT_EQ(await(book->read(1, 100'000, hub::ports::leaves::without)).value().size(), count);
    for (std::uint32_t number = 1; number <= count; ++number) {
        EXPECT_TRUE(handled(number));
    }
    ASSERT_TRUE(commit(static_cast<std::uint32_t>(count + 1)));
}

}  // namespace
