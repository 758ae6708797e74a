// What every book must do: included once by the test of each implementation, which instantiates the
// suite with its own harness.
#pragma once

#include "hub/ports/book.hpp"
#include "hub/vault/head.hpp"
#include "hub/vault/leaf.hpp"
#include "hub/vault/merkle.hpp"
#include "schemas/pmm/v1/envelope.pb.h"
#include "tests/support/await.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/fake_signer.hpp"

#include <boost/asio/co_spawn.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tests::contract {

// One book with the handles that the suite needs; its log is "proefboek" in ontwikkel.
class book_harness {
public:
    virtual ~book_harness() = default;
    [[nodiscard]] virtual hub::ports::book& book() = 0;
    // Ends the book and opens it again on what is durable; a fake stays as it is.
    virtual void reopen() = 0;
};

struct book_case {
    std::string name;
    std::function<std::unique_ptr<book_harness>(support::fake_signer&, support::fake_clock&)> make;
};

inline std::string book_name_of(const testing::TestParamInfo<book_case>& info) {
    return info.param.name;
}

class book_contract : public testing::TestWithParam<book_case> {
protected:
    using stream = hub::model::stream;
    using transaction = hub::ports::book_transaction;

    [[nodiscard]] hub::ports::book& book() { return harness->book(); }

    [[nodiscard]] static hub::model::uuid numbered(std::uint8_t kind, std::uint32_t number) {
        std::array<std::uint8_t, 10> random{};
        random[0] = kind;
        random[8] = static_cast<std::uint8_t>(number >> 8);
        random[9] = static_cast<std::uint8_t>(number);
        return hub::model::uuid::version_7(
            hub::model::from_microseconds(1'782'907'200'000'000 + number * 1000LL), random
        );
    }
    [[nodiscard]] static hub::model::message_id message(std::uint32_t number) {
        return hub::model::message_id{numbered(1, number)};
    }
    [[nodiscard]] static hub::model::casus_id casus(std::uint32_t number) {
        return hub::model::casus_id{numbered(2, number)};
    }

    // A status message of the hub's own, sealed with bytes that only look sealed.
    [[nodiscard]] static hub::model::admitted_message
    outgoing(std::uint32_t number, std::uint32_t casus_number) {
        const auto owner = *hub::model::oin::parse("00000099000000001000");
        hub::model::admitted_message one;
        one.id = message(number);
        one.casus = hub::model::casus_entry{casus(casus_number), false, {}, {}};
        one.key = hub::model::key_id{one.casus->id.value()};
        one.type = hub::model::message_type::statusbericht;
        one.target = stream::status;
        one.submission = {owner, "urn:nld:oin:00000099000000001000", std::to_string(number)};
        one.certificate = owner;
        one.destinations.emplace_back(*hub::model::oin::parse("00000099000000002000"));
        one.accepted_at = hub::model::from_microseconds(1'782'907'200'000'000 + number);
        one.canonical = {1, {}, "canoniek " + std::to_string(number)};
        one.original = {1, {}, "origineel"};
        one.original_commitment.fill(static_cast<std::uint8_t>(number));
        one.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        return one;
    }

    hub::ports::result<void> commit(transaction one) {
        return support::await(book().commit(std::move(one)));
    }
    hub::ports::result<void> change(
        const std::string& kind,
        const std::string& id,
        std::optional<std::string> body,
        std::uint64_t expected_version
    ) {
        transaction one;
        one.changes.push_back({kind, id, std::move(body), expected_version});
        return commit(std::move(one));
    }
    [[nodiscard]] std::optional<hub::ports::book_record>
    load(const std::string& kind, const std::string& id) {
        auto found = support::await(book().load(kind, {id})).value();
        EXPECT_LE(found.size(), 1U);
        return found.empty() ? std::nullopt : std::optional{found.front()};
    }
    [[nodiscard]] std::vector<std::string>
    scan(const std::string& kind, std::uint64_t after, std::size_t limit) {
        std::vector<std::string> ids;
        for (const auto& one : support::await(book().scan(kind, after, limit)).value()) {
            ids.push_back(one.id);
        }
        return ids;
    }
    [[nodiscard]] std::optional<std::int64_t> offset(stream where, std::int32_t partition) {
        return support::await(book().next_offset(where, partition)).value();
    }
    [[nodiscard]] std::vector<hub::ports::outgoing>
    waiting(std::uint64_t after, std::size_t limit) {
        return support::await(book().next_outgoing(after, limit)).value();
    }
    [[nodiscard]] std::vector<hub::ports::log_batch> log(std::uint64_t from = 1) {
        return support::await(book().read(from, 1000, hub::ports::leaves::with)).value();
    }
    [[nodiscard]] static pmm::v1::Envelope envelope(const hub::ports::outgoing& one) {
        pmm::v1::Envelope parsed;
        EXPECT_TRUE(parsed.ParseFromString(one.record->value));
        return parsed;
    }

    // Everything a transaction can hold, so that all or nothing of it can be seen.
    [[nodiscard]] static transaction full(std::uint32_t number, std::uint64_t expected_version) {
        transaction one;
        one.positions = {{stream::aanmelding, 3, number}};
        one.handled = {message(number)};
        one.changes = {{"casus", "a", "versie " + std::to_string(number), expected_version}};
        one.outgoing = {outgoing(1000 + number, 1)};
        hub::ports::processing_entry line;
        line.message = message(number);
        line.trace_id = "0af7651916cd43dd8448eb211c80319c";
        line.span_id = "b7ad6b7169203331";
        line.status = "Ok";
        line.name = "casus openen";
        line.start = hub::model::from_microseconds(1);
        line.end = hub::model::from_microseconds(2);
        line.activity_id = "https://example.test/verwerkingen/1";
        line.data_subject_id = "pseudoniem";
        line.data_subject_type = "bsn";
        one.processing = {line};
        one.acts = {{"toestand", "loket", message(number), casus(1), {{"toestand", "verwerkt"}}}};
        return one;
    }

    void expect_full(std::uint32_t number) {
        EXPECT_EQ(offset(stream::aanmelding, 3), number);
        EXPECT_EQ(
            support::await(book().handled({message(number), message(900)})).value(),
            (std::vector<bool>{true, false})
        );
        ASSERT_TRUE(load("casus", "a"));
        EXPECT_EQ(load("casus", "a")->body, "versie " + std::to_string(number));
        EXPECT_EQ(load("casus", "a")->version, number);
        const auto lines = support::await(book().read_processing(0, 100)).value();
        ASSERT_EQ(lines.size(), number);
        EXPECT_EQ(lines.back().message, message(number));
        EXPECT_EQ(lines.back().activity_id, "https://example.test/verwerkingen/1");
        EXPECT_EQ(lines.back().end, hub::model::from_microseconds(2));
        EXPECT_EQ(waiting(0, 100).size(), number);
        ASSERT_EQ(log().size(), number);
        EXPECT_EQ(log().back().leaves.size(), 2U);
    }

    support::fake_signer signer;
    support::fake_clock clock;
    std::unique_ptr<book_harness> harness = GetParam().make(signer, clock);
};

TEST_P(book_contract, is_empty_at_first) {
    EXPECT_EQ(load("casus", "a"), std::nullopt);
    EXPECT_TRUE(scan("casus", 0, 10).empty());
    EXPECT_EQ(offset(stream::aanmelding, 0), std::nullopt);
    EXPECT_TRUE(log().empty());
    EXPECT_EQ(book().published_up_to(), 0U);
    EXPECT_EQ(book().depth().waiting, 0U);
    EXPECT_EQ(book().log_id(), "proefboek");
}

TEST_P(book_contract, keeps_all_of_a_transaction) {
    ASSERT_TRUE(commit(full(1, 0)));
    expect_full(1);
}

TEST_P(book_contract, keeps_nothing_of_a_transaction_that_conflicts) {
    ASSERT_TRUE(commit(full(1, 0)));
    for (const std::uint64_t wrong : {0U, 2U, 7U}) {
        auto late = full(2, wrong);
        late.changes.insert(late.changes.begin(), {"casus", "nieuw", "x", 0});
        EXPECT_EQ(commit(late).error(), hub::ports::errc::conflict);
    }
    EXPECT_EQ(load("casus", "nieuw"), std::nullopt);
    expect_full(1);
    ASSERT_TRUE(commit(full(2, 1)));
    expect_full(2);
}

TEST_P(book_contract, keeps_everything_over_a_restart) {
    ASSERT_TRUE(commit(full(1, 0)));
    harness->reopen();
    expect_full(1);
    ASSERT_TRUE(commit(full(2, 1)));
    expect_full(2);
    EXPECT_EQ(envelope(waiting(0, 10).back()).destinations(0).sequence(), 2U);
}

TEST_P(book_contract, fails_only_the_transaction_that_conflicts) {
    boost::asio::io_context context{1};
    std::vector<hub::ports::result<void>> outcomes(20);
    for (std::size_t number = 0; number < outcomes.size(); ++number) {
        transaction one;
        // Every second one wants what another one has already.
        const auto id = number % 2 == 0 ? std::to_string(number) : std::string{"0"};
        one.changes.push_back({"casus", id, "x", 0});
        one.handled = {message(static_cast<std::uint32_t>(number))};
        boost::asio::co_spawn(
            context,
            book().commit(std::move(one)),
            [&outcomes, number](std::exception_ptr error, hub::ports::result<void> outcome) {
                EXPECT_FALSE(error);
                outcomes[number] = outcome;
            }
        );
    }
    context.run_for(support::await_deadline);
    for (std::uint32_t number = 0; number < outcomes.size(); ++number) {
        const auto kept = number % 2 == 0;
        EXPECT_EQ(outcomes[number].has_value(), kept) << number;
        EXPECT_EQ(support::await(book().handled({message(number)})).value().front(), kept);
    }
    EXPECT_EQ(scan("casus", 0, 100).size(), outcomes.size() / 2);
}

TEST_P(book_contract, raises_a_records_version_at_every_change) {
    ASSERT_TRUE(change("casus", "a", "1", 0));
    EXPECT_EQ(load("casus", "a")->version, 1U);
    const auto sequence = load("casus", "a")->sequence;
    ASSERT_TRUE(change("casus", "a", std::string{"2\0", 2}, 1));
    EXPECT_EQ(load("casus", "a")->version, 2U);
    EXPECT_EQ(load("casus", "a")->body, (std::string{"2\0", 2}));
    EXPECT_EQ(load("casus", "a")->sequence, sequence);
    EXPECT_EQ(load("vermelding", "a"), std::nullopt);
    EXPECT_EQ(change("casus", "a", std::nullopt, 1).error(), hub::ports::errc::conflict);
    ASSERT_TRUE(change("casus", "a", std::nullopt, 2));
    EXPECT_EQ(load("casus", "a"), std::nullopt);
    ASSERT_TRUE(change("casus", "a", "3", 0));
    EXPECT_GT(load("casus", "a")->sequence, sequence);
}

TEST_P(book_contract, sees_a_transactions_earlier_changes_in_its_later_ones) {
    transaction one;
    one.changes = {{"casus", "a", "1", 0}, {"casus", "a", "2", 1}};
    ASSERT_TRUE(commit(one));
    EXPECT_EQ(load("casus", "a")->body, "2");
}

TEST_P(book_contract, loads_those_that_exist) {
    ASSERT_TRUE(change("casus", "a", "1", 0));
    ASSERT_TRUE(change("casus", "b", "2", 0));
    EXPECT_EQ(support::await(book().load("casus", {"b", "c", "a"})).value().size(), 2U);
    EXPECT_TRUE(support::await(book().load("casus", {})).value().empty());
}

TEST_P(book_contract, scans_a_kind_in_the_order_of_insertion_from_a_cursor) {
    for (const auto* id : {"c", "a", "b"}) {
        ASSERT_TRUE(change("casus", id, "1", 0));
        ASSERT_TRUE(change("vermelding", id, "1", 0));
    }
    ASSERT_TRUE(change("casus", "c", "2", 1));
    EXPECT_EQ(scan("casus", 0, 10), (std::vector<std::string>{"c", "a", "b"}));
    EXPECT_EQ(scan("casus", 0, 2), (std::vector<std::string>{"c", "a"}));
    const auto cursor = load("casus", "c")->sequence;
    EXPECT_EQ(scan("casus", cursor, 10), (std::vector<std::string>{"a", "b"}));
    ASSERT_TRUE(change("casus", "a", std::nullopt, 1));
    EXPECT_EQ(scan("casus", cursor, 10), (std::vector<std::string>{"b"}));
}

TEST_P(book_contract, keeps_positions_per_stream_and_partition) {
    transaction one;
    one.positions = {
        {stream::aanmelding, 0, 5}, {stream::aanmelding, 1, 6}, {stream::bericht, 0, 7}};
    ASSERT_TRUE(commit(one));
    EXPECT_EQ(offset(stream::aanmelding, 0), 5);
    EXPECT_EQ(offset(stream::aanmelding, 1), 6);
    EXPECT_EQ(offset(stream::bericht, 0), 7);
    EXPECT_EQ(offset(stream::bericht, 1), std::nullopt);
}

TEST_P(book_contract, keeps_the_newest_time_that_was_read_with_a_position_until_it_is_moved) {
    transaction one;
    one.positions = {{stream::bericht, 0, 5, 900}};
    ASSERT_TRUE(commit(one));
    one.positions = {{stream::bericht, 0, 6, 800}};
    ASSERT_TRUE(commit(one));
    using position = hub::ports::position;
    EXPECT_EQ(
        support::await(book().next_position(stream::bericht, 0)).value(),
        (position{stream::bericht, 0, 6, 900})
    );
    ASSERT_TRUE(support::await(book().move_to({{stream::bericht, 0, 2}})));
    EXPECT_EQ(
        support::await(book().next_position(stream::bericht, 0)).value(),
        (position{stream::bericht, 0, 2, 0})
    );
}

TEST_P(book_contract, takes_a_handled_id_twice) {
    transaction one;
    one.handled = {message(1), message(2)};
    ASSERT_TRUE(commit(one));
    ASSERT_TRUE(commit(one));
    EXPECT_EQ(
        support::await(book().handled({message(3), message(2), message(1)})).value(),
        (std::vector<bool>{false, true, true})
    );
}

}  // namespace tests::contract
