#include "adapters/embedded/sqlite/connection.hpp"
#include "adapters/embedded/sqlite/statement.hpp"
#include "tests/contract/embedded/message_store_harness.hpp"
#include "tests/support/disk/faulty_disk.hpp"
#include "tests/support/passing_fault.hpp"

#include <chrono>
#include <csignal>
#include <optional>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace tests::contract {
namespace {

namespace sqlite = adapters::embedded::sqlite;

class failing_harness final : public message_store_harness {
public:
    hub::ports::message_store& store() override { return file.store(); }
    hub::ports::casus_store& casussen() override { return file.casussen(); }
    void reopen() override { file.reopen(); }

    support::passing_fault faults;
    file_message_store_harness file{8, &faults};
};

std::unique_ptr<message_store_harness> make_failing() {
    return std::make_unique<failing_harness>();
}

class message_store_failures : public message_store_contract {
protected:
    failing_harness& failing() { return dynamic_cast<failing_harness&>(*harness); }
    support::passing_fault& faults() { return failing().faults; }

    // Waits for what the store does by itself.
    template <class Condition>
    static void wait_until(Condition condition) {
        const auto deadline = std::chrono::steady_clock::now() + support::await_deadline;
        while (!condition() && std::chrono::steady_clock::now() < deadline) {
            std::this_thread::yield();
        }
        ASSERT_TRUE(condition());
    }
    [[nodiscard]] message rich(std::uint32_t number) const {
        auto one = opening(number, number);
        one.casus->reference = digest(static_cast<std::uint8_t>(number));
        one.casus->adds_participants.push_back(oin('5'));
        one.reference = digest(1);
        return one;
    }
    void expect_whole(std::uint32_t number) {
        const auto kept = support::await(store().find(message_number(number)));
        ASSERT_TRUE(kept) << number;
        const auto parts = support::await(store().receipt(message_number(number)));
        ASSERT_TRUE(parts) << number;
        const auto leaf = hub::vault::read_message_leaf(parts->leaf);
        ASSERT_TRUE(leaf);
        EXPECT_EQ(leaf->message, message_number(number));
        const auto original = support::await(store().original(message_number(number)));
        EXPECT_EQ(original->ciphertext, "origineel " + std::to_string(number));
    }
};

INSTANTIATE_TEST_SUITE_P(
    embedded,
    message_store_failures,
    testing::Values(message_store_case{"embedded", make_failing}),
    name_of
);

TEST_P(message_store_failures, holds_nothing_half_whichever_step_fails) {
    append_fresh(rich(1));
    int step = 0;
    for (bool failed = true; failed; ++step) {
        faults().steps_left = step;
        const auto done = append(rich(2));
        failed = done.has_error();
        if (failed) {
            EXPECT_EQ(done.error(), errc::retry) << step;
            EXPECT_EQ(support::await(store().find(message_number(2))).error(), errc::not_found);
        }
    }
    EXPECT_GT(step, 10);
    faults().steps_left = -1;
    expect_whole(2);
    append_fresh(rich(3));
    const auto leaf = hub::vault::read_message_leaf(
        support::await(store().receipt(message_number(3))).value().leaf
    );
    EXPECT_EQ(leaf->destinations[0].sequence, 1U);
}

TEST_P(message_store_failures, says_retry_when_it_fails_before_commit) {
    faults().before = true;
    EXPECT_EQ(append(rich(1)).error(), errc::retry);
    append_fresh(rich(1));
}

TEST_P(message_store_failures, says_unknown_for_a_commit_that_failed_and_knows_afterwards) {
    append_fresh(rich(1));
    faults().commit = sqlite::commit_fault::kept;
    EXPECT_EQ(append(rich(2)).error(), errc::unknown);
    const auto again = append(rich(2));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->kind, kind::same_key);
    expect_proof(again->receipt, failing().file.signer, message_number(2));

    faults().commit = sqlite::commit_fault::lost;
    EXPECT_EQ(append(rich(3)).error(), errc::unknown);
    append_fresh(rich(3));
    failing().reopen();
    for (std::uint32_t number = 1; number <= 3; ++number) {
        expect_whole(number);
    }
    EXPECT_LE(find(1).sequence + 2, find(3).sequence);
}

TEST_P(message_store_failures, says_so_while_it_can_not_write_and_recovers_by_itself) {
    append_fresh(plain(1));
    faults().reopens_left = 3;
    faults().commit = sqlite::commit_fault::lost;
    EXPECT_EQ(append(plain(2)).error(), errc::unknown);
    EXPECT_FALSE(store().health().writable);
    EXPECT_FALSE(store().health().reason.empty());
    // What is there can be read all the same.
    expect_whole(1);
    EXPECT_EQ(append(plain(2)).error(), errc::retry);
    wait_until([this] { return store().health().writable; });
    append_fresh(plain(2));
}

TEST_P(message_store_failures, keeps_its_outbox_through_a_failed_commit) {
    append_fresh(plain(1));
    append_fresh(plain(2));
    const auto first = support::await(store().next_outgoing(0, 1)).value();
    ASSERT_TRUE(support::await(
        store().mark_published({{first[0].sequence, {first[0].record->stream, 0, 1}}}, {})
    ));
    faults().commit = sqlite::commit_fault::lost;
    EXPECT_EQ(append(plain(3)).error(), errc::unknown);
    append_fresh(plain(3));
    EXPECT_EQ(store().published_up_to(), first[0].sequence);
    const auto rest = support::await(store().next_outgoing(first[0].sequence, 10)).value();
    EXPECT_EQ(rest.size(), 2U);
    EXPECT_EQ(store().depth().waiting, 2U);
}

TEST_P(message_store_failures, recognises_every_key_in_partitions_through_reopenings) {
    constexpr std::uint32_t messages = 200;
    for (std::uint32_t number = 0; number < messages; number += 10) {
        std::vector<message> some;
        for (std::uint32_t more = number; more < number + 10; ++more) {
            some.push_back(plain(more));
            some.back().reference = digest(static_cast<std::uint8_t>(more % 7));
        }
        for (const auto& done : append_together(some)) {
            ASSERT_TRUE(done);
        }
        if (number == messages / 2) {
            // One partition is being written, most likely, and begins again.
            failing().reopen();
        }
    }
    auto& file = failing().file;
    wait_until([&file] { return file.file_store().key_partitions() >= 2; });
    failing().reopen();
    for (std::uint32_t number = 0; number < messages; ++number) {
        auto again = plain(messages + number);
        again.submission = plain(number).submission;
        const auto done = append(again);
        ASSERT_TRUE(done);
        ASSERT_EQ(done->kind, kind::same_key) << number;
        ASSERT_EQ(done->stored.id, message_number(number));
    }
    for (std::uint8_t reference = 0; reference < 7; ++reference) {
        const auto found = support::await(store().find_reference(oin('1'), digest(reference)));
        std::uint32_t expected = 0;
        for (std::uint32_t number = 0; number < messages; ++number) {
            expected += number % 7 == reference ? 1U : 0U;
        }
        EXPECT_EQ(found->size(), expected);
    }
}

TEST_P(message_store_failures, refuses_a_newer_schema) {
    append_fresh(plain(1));
    failing().file.end();
    {
        sqlite::connection file{{.path = failing().file.path()}};
        file.execute("PRAGMA user_version=99");
    }
    EXPECT_THROW(failing().reopen(), sqlite::start_failure);
}

TEST_P(message_store_failures, brings_a_file_of_the_first_version_to_this_one) {
    append_fresh(plain(1));
    failing().file.end();
    {
        sqlite::connection file{{.path = failing().file.path()}};
        file.execute("DROP INDEX message_ended");
        file.execute("CREATE INDEX message_ended ON message(overall) WHERE overall IN "
                     "('geparkeerd','geweigerd','teruggestuurd','afgesloten')");
        file.execute("ALTER TABLE message DROP COLUMN extensions");
        file.execute("ALTER TABLE consumer_position DROP COLUMN newest");
        file.execute("PRAGMA user_version=1");
    }
    failing().reopen();
    EXPECT_TRUE(support::await(store().find(message_number(1))));
    append_fresh(plain(2));
    failing().file.end();
    sqlite::connection file{{.path = failing().file.path()}};
    EXPECT_EQ(file.number("PRAGMA user_version"), 4);
    // Whoever looks for messages that ended badly reads only those.
    sqlite::statement plan{
        file, "EXPLAIN QUERY PLAN SELECT sequence FROM message WHERE overall='geweigerd'"};
    auto steps = plan.query();
    ASSERT_TRUE(steps.next());
    EXPECT_NE(steps.bytes(3).find("message_ended"), std::string_view::npos) << steps.text(3);
}

TEST_P(message_store_failures, takes_over_a_file_of_before_open_extensions) {
    append_fresh(rich(1));
    append_fresh(plain(2));
    failing().file.end();
    {
        sqlite::connection file{{.path = failing().file.path()}};
        file.execute("ALTER TABLE message DROP COLUMN extensions");
        file.execute("ALTER TABLE consumer_position DROP COLUMN newest");
        file.execute("PRAGMA user_version=2");
    }
    failing().reopen();
    EXPECT_EQ(find(1).id, message_number(1));
    auto open = plain(3);
    open.open_extensions = {{"prioriteit", "hoog"}};
    append_fresh(open);
    const auto waiting = support::await(store().next_outgoing(0, 10)).value();
    ASSERT_EQ(waiting.size(), 3U);
    using header = std::pair<std::string, std::string>;
    EXPECT_EQ(waiting[2].record->headers.back(), (header{"ce_prioriteit", "hoog"}));
}

TEST_P(message_store_failures, is_copied_whole_while_it_is_in_use) {
    support::temporary_directory elsewhere;
    append_fresh(rich(1));
    const auto copy = elsewhere.path() / "berichten.db";
    ASSERT_TRUE(support::await(failing().file.file_store().back_up_to(copy)));
    append_fresh(rich(2));
    const auto copied = adapters::embedded::message_store::create_message_store(
        {.path = copy,
         .log = {hub::model::environment::ontwikkel, "intake"},
         .signer = failing().file.signer,
         .clock = failing().file.clock}
    );
    EXPECT_TRUE(support::await(copied->find(message_number(1))));
    EXPECT_EQ(support::await(copied->find(message_number(2))).error(), errc::not_found);
}

class message_store_on_a_full_disk : public message_store_contract {
protected:
    support::disk::faulty_disk disk{1};
    file_message_store_harness file{8};
};

INSTANTIATE_TEST_SUITE_P(
    embedded,
    message_store_on_a_full_disk,
    testing::Values(message_store_case{"embedded", make_failing}),
    name_of
);

TEST_P(message_store_on_a_full_disk, says_retry_for_what_did_not_come_as_far_as_the_commit) {
    // More than the cache holds, so that pages are written while the transaction is still open.
    auto large = plain(1);
    large.original.ciphertext.assign(std::size_t{12} << 20U, 'x');
    disk.fail(
        {.error = support::disk::error::full, .file = support::disk::file_kind::wal, .after = 20}
    );
    EXPECT_EQ(support::await(file.store().append(large)).error(), errc::retry);
    EXPECT_EQ(support::await(file.store().find(message_number(1))).error(), errc::not_found);
    EXPECT_EQ(support::await(file.store().append(large)).value().kind, kind::fresh);
}

// A process that appends until it is killed, telling each acknowledged number through a pipe.
class killed_writer : public message_store_contract {
protected:
    [[nodiscard]] auto open() {
        return adapters::embedded::message_store::create_message_store(
            {.path = directory.path() / "berichten.db",
             .log = {hub::model::environment::ontwikkel, "intake"},
             .signer = harness->signer,
             .clock = harness->clock,
             .memory_keys = 64}
        );
    }

    static boost::asio::awaitable<void>
    append_and_tell(hub::ports::message_store& to, message one, std::uint32_t number, int pipe) {
        const auto done = co_await to.append(std::move(one));
        const bool told = done.has_value() && ::write(pipe, &number, sizeof number) > 0;
        EXPECT_TRUE(told);
    }

    [[noreturn]] void append_for_ever(int pipe) {
        const auto mine = open();
        for (std::uint32_t number = 0;; number += 16) {
            boost::asio::io_context context{1};
            for (std::uint32_t more = number; more < number + 16; ++more) {
                boost::asio::co_spawn(
                    context,
                    append_and_tell(*mine, plain(more), more, pipe),
                    [](std::exception_ptr /*error*/) {}
                );
            }
            context.run();
        }
    }

    support::temporary_directory directory;
};

// Has no store of its own: a process with threads can't be forked safely.
class no_harness final : public message_store_harness {
public:
    hub::ports::message_store& store() override { std::abort(); }
    hub::ports::casus_store& casussen() override { std::abort(); }
    void reopen() override {}
};

INSTANTIATE_TEST_SUITE_P(
    embedded,
    killed_writer,
    testing::Values(message_store_case{"embedded", [] { return std::make_unique<no_harness>(); }}),
    name_of
);

TEST_P(killed_writer, has_lost_nothing_that_was_acknowledged) {
    std::vector<std::uint32_t> acknowledged;
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    const auto child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        append_for_ever(ends[1]);
    }
    ::close(ends[1]);
    std::uint32_t number = 0;
    while (::read(ends[0], &number, sizeof number) == sizeof number) {
        acknowledged.push_back(number);
        if (acknowledged.size() == 400) {
            ASSERT_EQ(::kill(child, SIGKILL), 0);
        }
    }
    ::close(ends[0]);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    ASSERT_GE(acknowledged.size(), 400U);

    const auto mine = open();
    for (const auto kept : acknowledged) {
        const auto parts = support::await(mine->receipt(message_number(kept)));
        ASSERT_TRUE(parts) << kept;
        expect_proof(*parts, harness->signer, message_number(kept));
    }
    auto again = plain(9'000);
    again.submission = plain(acknowledged.front()).submission;
    EXPECT_EQ(support::await(mine->append(again)).value().kind, kind::same_key);
    EXPECT_EQ(support::await(mine->append(plain(9'001))).value().kind, kind::fresh);
}

}  // namespace
}  // namespace tests::contract
