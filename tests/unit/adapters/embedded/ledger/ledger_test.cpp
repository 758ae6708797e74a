#include "adapters/embedded/ledger/casus_sequences.hpp"
#include "adapters/embedded/ledger/frames.hpp"
#include "adapters/embedded/ledger/log_table.hpp"
#include "adapters/embedded/ledger/outbox_watermark.hpp"
#include "adapters/embedded/ledger/position_table.hpp"
#include "adapters/embedded/ledger/tables.hpp"
#include "adapters/embedded/sqlite/migrate.hpp"
#include "adapters/embedded/sqlite/transaction.hpp"
#include "hub/vault/head.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/fake_signer.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters::embedded::ledger {
namespace {

using hub::model::from_microseconds;
using hub::model::stream;
using hub::ports::position;

struct ledger_file : ::testing::Test {
    ledger_file() { sqlite::migrate(file, versions); }

    static constexpr std::array<std::string_view, 2> versions{tables, log_marks};
    tests::support::temporary_directory directory;
    sqlite::connection file{{.path = directory.path() / "test.db"}};
    tests::support::fake_signer signer;
    tests::support::fake_clock clock;
    log_context context{{hub::model::environment::ontwikkel, "proef"}, signer, clock};
};

TEST(frames, give_back_what_was_put_in_and_leave_out_what_is_cut_off) {
    std::string blob;
    append_frame(blob, "een");
    append_frame(blob, "");
    append_frame(blob, std::string(300, 'x'));
    const auto frames = frames_of(blob);
    ASSERT_EQ(frames.size(), 3U);
    EXPECT_EQ(frames[0], "een");
    EXPECT_EQ(frames[1], "");
    EXPECT_EQ(frames[2].size(), 300U);
    blob.pop_back();
    EXPECT_EQ(frames_of(blob).size(), 2U);
}

TEST_F(ledger_file, keeps_a_log_whose_leaves_prove_themselves) {
    log_writer writer{file, context};
    for (const int leaves : {1, 5}) {
        for (int leaf = 0; leaf < leaves; ++leaf) {
            writer.add("blad " + std::to_string(leaf));
        }
        sqlite::transaction change{file};
        ASSERT_TRUE(writer.seal());
        ASSERT_EQ(change.commit(), sqlite::commit_outcome::committed);
        writer.committed();
    }
    log_writer again{file, context};
    EXPECT_EQ(again.state().number, 2U);
    EXPECT_EQ(again.state().tree_size, 6U);
    EXPECT_EQ(again.state().previous, writer.state().previous);

    log_reader reader{file};
    const auto second = reader.find(2);
    ASSERT_NE(second, nullptr);
    const auto head = hub::vault::read_head(second->head());
    ASSERT_TRUE(head);
    for (std::uint32_t leaf = 0; leaf < 5; ++leaf) {
        EXPECT_EQ(hub::vault::root_of(second->leaf(leaf), second->place(leaf)), head->fields.root);
    }
    EXPECT_EQ(second->leaf(5), "");
    EXPECT_EQ(reader.find(3), nullptr);
    EXPECT_EQ(reader.read(1, 10, hub::ports::leaves::with)[1].leaves[4], "blad 4");
    EXPECT_EQ(reader.read(2, 10, hub::ports::leaves::without).size(), 1U);
}

TEST_F(ledger_file, log_is_read_in_pages_whose_leaves_are_bounded) {
    constexpr std::size_t commits = 6;
    log_writer writer{file, context};
    for (std::size_t commit = 0; commit < commits; ++commit) {
        writer.add(std::string(most_leaf_bytes / 2, 'b'));
        sqlite::transaction change{file};
        ASSERT_TRUE(writer.seal());
        ASSERT_EQ(change.commit(), sqlite::commit_outcome::committed);
        writer.committed();
    }
    log_reader reader{file};
    EXPECT_EQ(reader.read(1, 10, hub::ports::leaves::without).size(), commits);
    std::uint64_t next = 1;
    for (std::size_t page = 0; page < commits / 2; ++page, next += 2) {
        const auto batches = reader.read(next, 10, hub::ports::leaves::with);
        ASSERT_EQ(batches.size(), 2U);
        EXPECT_EQ(batches.front().number, next);
    }
    EXPECT_TRUE(reader.read(next, 10, hub::ports::leaves::with).empty());
}

TEST_F(ledger_file, a_log_that_was_put_back_begins_its_next_incarnation_once) {
    const auto commit = [this](log_writer& writer, std::string leaf) {
        const auto place = writer.add(std::move(leaf));
        sqlite::transaction change{file};
        EXPECT_TRUE(writer.seal());
        EXPECT_EQ(change.commit(), sqlite::commit_outcome::committed);
        writer.committed();
        return place;
    };
    log_writer before{file, context};
    commit(before, "eerder");
    EXPECT_EQ(incarnation_of(file.path()), 1U);
    context.leaving_incarnation = 1;
    log_writer after{file, context};
    after.add("afgebroken");
    after.abandoned();
    EXPECT_EQ(commit(after, "eerste"), 1U) << "behind the break record";
    EXPECT_EQ(commit(after, "tweede"), 0U);
    // As after a failure, when the same file is opened again.
    log_writer again{file, context};
    EXPECT_EQ(commit(again, "derde"), 0U);
    EXPECT_EQ(again.state().incarnation, 2U);
    EXPECT_EQ(incarnation_of(file.path()), 2U);

    const auto batches = log_reader{file}.read(2, 10, hub::ports::leaves::with);
    ASSERT_EQ(batches.size(), 3U);
    EXPECT_EQ(
        hub::vault::read_leaf_origin(batches.front().leaves.front())->act, hub::vault::break_kind
    );
    EXPECT_EQ(batches.front().leaves.size(), 2U);
}

TEST_F(ledger_file, a_log_that_had_not_begun_has_nothing_to_break_with) {
    EXPECT_EQ(incarnation_of(file.path()), std::nullopt);
    EXPECT_EQ(incarnation_of(directory.path() / "nergens.db"), std::nullopt);
    context.leaving_incarnation = 1;
    EXPECT_EQ(log_writer(file, context).state().incarnation, 1U);
}

TEST_F(ledger_file, log_forgets_what_was_abandoned_or_not_signed) {
    log_writer writer{file, context};
    writer.add("blad");
    signer.fail(hub::ports::errc::retry);
    EXPECT_FALSE(writer.seal());
    writer.abandoned();
    signer.work();
    EXPECT_TRUE(writer.seal());
    EXPECT_EQ(file.number("SELECT count(*) FROM log_commit"), 0);
    EXPECT_EQ(writer.next_number(), 1U);
}

TEST_F(ledger_file, positions_only_go_forward) {
    position_writer writer{file};
    position_reader reader{file};
    EXPECT_EQ(reader.next_position(stream::status, 3), std::nullopt);
    writer.set({stream::status, 3, 10});
    writer.set({stream::status, 3, 9});
    EXPECT_EQ(reader.next_position(stream::status, 3)->offset, 10);
    EXPECT_EQ(reader.next_position(stream::status, 2), std::nullopt);
}

TEST_F(ledger_file, positions_keep_the_newest_time_of_what_was_read_of_a_log) {
    position_writer writer{file};
    position_reader reader{file};
    writer.set({stream::status, 3, 10, 1'000});
    writer.set({stream::status, 3, 12, 900});
    EXPECT_EQ(reader.next_position(stream::status, 3), (position{stream::status, 3, 12, 1'000}));
    writer.move({stream::status, 3, 4, 1'000});
    EXPECT_EQ(reader.next_position(stream::status, 3), (position{stream::status, 3, 4, 0}))
        << "another log, perhaps";
    writer.set({stream::status, 3, 5, 50});
    EXPECT_EQ(reader.next_position(stream::status, 3), (position{stream::status, 3, 5, 50}));
}

TEST_F(ledger_file, positions_of_which_not_all_times_were_seen_have_none) {
    position_writer writer{file};
    position_reader reader{file};
    file.execute("INSERT INTO consumer_position(stream,partition,next_offset) VALUES('status',3,7)");
    writer.set({stream::status, 3, 10, 1'000});
    EXPECT_EQ(reader.next_position(stream::status, 3), (position{stream::status, 3, 10, 0}));
}

std::vector<std::pair<std::uint64_t, hub::model::timestamp>>
accepted(std::uint64_t first, std::uint64_t last) {
    std::vector<std::pair<std::uint64_t, hub::model::timestamp>> all;
    for (auto sequence = first; sequence <= last; ++sequence) {
        all.emplace_back(sequence, from_microseconds(static_cast<std::int64_t>(1000 * sequence)));
    }
    return all;
}

TEST(outbox_watermark, moves_over_what_is_done_and_over_exceptions) {
    outbox_watermark outbox;
    outbox.appended(accepted(1, 6), std::vector<std::uint64_t>{2});
    EXPECT_EQ(outbox.depth().waiting, 5U);
    const std::vector<hub::ports::published> done{
        {1, {stream::bericht, 0, 7}}, {4, {stream::bericht, 1, 3}}};
    outbox.mark(done, {}, from_microseconds(99));
    EXPECT_EQ(outbox.up_to(), 2U);
    EXPECT_EQ(outbox.depth().waiting, 3U);
    EXPECT_EQ(outbox.depth().oldest, from_microseconds(3000));
    EXPECT_TRUE(outbox.is_settled(4));
    EXPECT_FALSE(outbox.is_settled(3));

    outbox.mark({}, std::vector<std::uint64_t>{3}, from_microseconds(100));
    EXPECT_EQ(outbox.up_to(), 4U);
    const auto moves = outbox.take_moves();
    ASSERT_EQ(moves.size(), 2U);
    EXPECT_FALSE(outbox.has_moves());
    outbox.give_back(moves);
    EXPECT_EQ(outbox.take_moves().size(), 2U);
    EXPECT_EQ(outbox.published_at(2), from_microseconds(99));
    EXPECT_EQ(outbox.published_at(3), from_microseconds(100));
    EXPECT_EQ(outbox.published_at(5), std::nullopt);
    EXPECT_EQ(moves[0].positions, "1:bericht/0/7\n4:bericht/1/3\n");
    EXPECT_EQ(moves[1].up_to, 4U);
    EXPECT_TRUE(outbox.has_behind(5));
    EXPECT_FALSE(outbox.has_behind(6));
}

TEST(outbox_watermark, counts_a_record_that_is_marked_twice_once) {
    outbox_watermark outbox;
    outbox.appended(accepted(1, 2), {});
    const std::vector<hub::ports::published> done{{1, {stream::bericht, 0, 7}}};
    outbox.mark(done, {}, from_microseconds(99));
    outbox.mark(done, {}, from_microseconds(99));
    EXPECT_EQ(outbox.depth().waiting, 1U);
}

TEST(outbox_watermark, knows_the_oldest_when_very_many_wait) {
    outbox_watermark outbox;
    for (std::uint64_t batch = 0; batch < 200; ++batch) {
        outbox.appended(accepted(1000 * batch + 1, 1000 * batch + 1000), {});
    }
    EXPECT_EQ(outbox.depth().waiting, 200'000U);
    EXPECT_EQ(outbox.depth().oldest, from_microseconds(1000));
}

TEST_F(ledger_file, outbox_goes_on_where_the_file_says) {
    outbox_writer writer{file};
    writer.write({3, from_microseconds(50), "1:bericht/0/1\n"});
    writer.write({7, from_microseconds(60), ""});
    writer.except(2, "te_groot");
    writer.except(9, "te_groot");
    outbox_reader reader{file};
    const auto [up_to, exceptions] = reader.watermark();
    EXPECT_EQ(up_to, 7U);
    EXPECT_EQ(exceptions, (std::set<std::uint64_t>{9}));
    EXPECT_EQ(reader.published_at(3), from_microseconds(50));
    EXPECT_EQ(reader.published_at(4), from_microseconds(60));
    EXPECT_EQ(reader.published_at(2), std::nullopt);
    EXPECT_EQ(reader.published_at(8), std::nullopt);
    EXPECT_EQ(reader.up_to_before(from_microseconds(60)), 3U);

    outbox_watermark outbox;
    outbox.restore({up_to, 10, exceptions, {{8, from_microseconds(8)}}});
    EXPECT_EQ(outbox.depth().waiting, 2U);
    EXPECT_EQ(outbox.depth().oldest, from_microseconds(8));
}

hub::model::casus_id casus(std::uint8_t number) {
    hub::model::uuid::bytes_type bytes{};
    bytes.back() = number;
    return hub::model::casus_id{hub::model::uuid{bytes}};
}

TEST(casus_sequences, goes_on_where_the_rows_end_when_a_casus_was_forgotten) {
    const hub::model::destination loket{hub::model::instrument::loket};
    const hub::model::destination let{hub::model::instrument::let};
    std::vector<std::pair<hub::model::casus_id, std::string>> rows;
    casus_sequences sequences{2, [&](const auto& wanted, const auto& add) {
                                  for (const auto& [id, text] : rows) {
                                      if (id == wanted) {
                                          add(text);
                                      }
                                  }
                              }};
    const auto give = [&](std::uint8_t number, std::vector<hub::model::destination> to) {
        auto numbers = sequences.next(casus(number), to);
        rows.emplace_back(casus(number), write_destinations(to, numbers));
        return numbers;
    };
    using numbers = std::vector<std::uint64_t>;
    EXPECT_EQ(give(1, {loket}), (numbers{1}));
    EXPECT_EQ(give(1, {loket, let}), (numbers{2, 1}));
    EXPECT_EQ(give(2, {loket}), (numbers{1}));
    EXPECT_EQ(give(3, {loket}), (numbers{1}));
    EXPECT_FALSE(sequences.remembers(casus(1)));
    EXPECT_EQ(give(1, {let, loket}), (numbers{2, 3}));
    EXPECT_EQ(sequences.next(std::nullopt, std::vector{loket, let}), (numbers{0, 0}));
    EXPECT_EQ(read_destinations(rows[1].second).destinations[1], let);
}

}  // namespace
}  // namespace adapters::embedded::ledger
