#include "adapters/embedded/directory_lock.hpp"
#include "adapters/embedded/sqlite/backup.hpp"
#include "adapters/embedded/sqlite/checkpointer.hpp"
#include "adapters/embedded/sqlite/connection.hpp"
#include "adapters/embedded/sqlite/database_file.hpp"
#include "adapters/embedded/sqlite/migrate.hpp"
#include "adapters/embedded/sqlite/reader_pool.hpp"
#include "adapters/embedded/sqlite/statement.hpp"
#include "adapters/embedded/sqlite/transaction.hpp"
#include "tests/support/await.hpp"
#include "tests/support/chosen_fault.hpp"
#include "tests/support/disk/faulty_disk.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <array>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

namespace adapters::embedded::sqlite {
namespace {

constexpr std::array<std::string_view, 1> first_version{
    "CREATE TABLE thing(number INTEGER PRIMARY KEY, name TEXT, content BLOB)"};
constexpr std::array<std::string_view, 2> second_version{
    first_version[0],
    "ALTER TABLE thing ADD COLUMN colour TEXT DEFAULT 'blauw'"};

struct sqlite_file : ::testing::Test {
    tests::support::temporary_directory directory;
    std::filesystem::path path = directory.path() / "test.db";
    tests::support::chosen_fault faults;

    void insert(connection& file, int number) {
        statement add{file, "INSERT INTO thing(number,name,content) VALUES(?,?,?)"};
        add.run(number, std::string_view{"naam"}, blob{std::string_view{"\0b", 2}});
    }
    static std::int64_t count(connection& file) {
        return file.number("SELECT count(*) FROM thing");
    }
};

TEST_F(sqlite_file, has_the_settings_that_durability_needs) {
    connection file{{.path = path}};
    EXPECT_EQ(file.number("SELECT journal_mode='wal' FROM pragma_journal_mode"), 1);
    EXPECT_EQ(file.number("PRAGMA synchronous"), 2);
    EXPECT_EQ(file.number("PRAGMA page_size"), 4096);
    EXPECT_EQ(file.number("PRAGMA foreign_keys"), 1);
    EXPECT_EQ(file.number("PRAGMA wal_autocheckpoint"), 0);
    EXPECT_EQ(
        std::filesystem::status(path).permissions(),
        std::filesystem::perms::owner_read | std::filesystem::perms::owner_write
    );
}

TEST_F(sqlite_file, gives_back_what_was_bound) {
    connection file{{.path = path}};
    migrate(file, first_version);
    insert(file, 7);
    statement find{file, "SELECT number,name,content,NULL FROM thing WHERE number=?"};
    auto found = find.query(7);
    ASSERT_TRUE(found.next());
    EXPECT_EQ(found.integer(0), 7);
    EXPECT_EQ(found.bytes(1), "naam");
    EXPECT_EQ(found.bytes(2), (std::string_view{"\0b", 2}));
    EXPECT_TRUE(found.is_null(3));
    EXPECT_FALSE(found.next());
}

TEST_F(sqlite_file, rolls_back_and_goes_on_after_a_failure_before_commit) {
    connection file{{.path = path, .faults = &faults}};
    migrate(file, first_version);
    for (const bool at_statement : {true, false}) {
        transaction change{file};
        faults.statement = at_statement;
        faults.before_commit = !at_statement;
        insert(file, 1);
        faults.statement = false;
        EXPECT_EQ(change.commit(), commit_outcome::rolled_back);
        faults.before_commit = false;
    }
    transaction again{file};
    insert(file, 1);
    EXPECT_EQ(again.commit(), commit_outcome::committed);
    EXPECT_EQ(count(file), 1);
}

TEST_F(sqlite_file, says_unknown_when_commit_fails_with_or_without_effect) {
    connection file{{.path = path, .faults = &faults}};
    migrate(file, first_version);
    int number = 0;
    for (const auto fault : {commit_fault::lost, commit_fault::kept}) {
        transaction change{file};
        insert(file, ++number);
        faults.commit = fault;
        EXPECT_EQ(change.commit(), commit_outcome::unknown);
    }
    connection reopened{{.path = path}};
    // Only the second had effect.
    EXPECT_EQ(reopened.number("SELECT 10*max(number)+count(*) FROM thing"), 21);
}

// Whether another process that came last would take the file for its own, and delete the WAL.
bool seems_unused_to_others(const std::filesystem::path& path) {
    const auto child = ::fork();
    if (child == 0) {
        // The bytes that SQLite locks for whoever has the file open.
        constexpr off_t shared_first = 0x40000002;
        constexpr off_t shared_size = 510;
        struct flock probe {};
        probe.l_type = F_WRLCK;
        probe.l_whence = SEEK_SET;
        probe.l_start = shared_first;
        probe.l_len = shared_size;
        const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
        const bool asked = ::fcntl(file, F_GETLK, &probe) == 0;
        ::_exit(asked && probe.l_type == F_UNLCK ? 1 : 0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WEXITSTATUS(status) == 1;
}

TEST_F(sqlite_file, is_in_use_for_other_processes_whatever_else_opened_and_closed_it) {
    connection mine{{.path = path}};
    mine.execute("CREATE TABLE t(a)");
    EXPECT_FALSE(seems_unused_to_others(path));
    { const connection other{{.path = path}}; }
    EXPECT_FALSE(seems_unused_to_others(path));
}

TEST_F(sqlite_file, rolls_back_when_nobody_commits) {
    connection file{{.path = path}};
    migrate(file, first_version);
    {
        transaction change{file};
        insert(file, 1);
    }
    EXPECT_EQ(count(file), 0);
}

TEST_F(sqlite_file, shows_a_commit_larger_than_what_is_gathered_at_once) {
    connection writer{{.path = path}};
    migrate(writer, first_version);
    connection reader{{.path = path, .access = access::read_only}};
    const std::string content(std::size_t{300} << 10U, 'x');
    for (int number = 1; number <= 3; ++number) {
        transaction change{writer};
        statement add{writer, "INSERT INTO thing(number,name,content) VALUES(?,?,?)"};
        add.run(number, std::string_view{"naam"}, blob{content});
        ASSERT_EQ(change.commit(), commit_outcome::committed);
        EXPECT_EQ(count(reader), number);
    }
    EXPECT_EQ(reader.number("SELECT sum(length(content)) FROM thing"), 3 * (300 << 10));
}

TEST_F(sqlite_file, reads_its_own_pages_that_left_the_cache_and_forgets_them_rolled_back) {
    connection writer{{.path = path, .cache_kib = 40}};
    migrate(writer, first_version);
    const std::string content(3000, 'x');
    {
        const transaction change{writer};
        statement add{writer, "INSERT INTO thing(number,name,content) VALUES(?,?,?)"};
        for (int number = 1; number <= 200; ++number) {
            add.run(number, std::string_view{"naam"}, blob{content});
        }
        writer.execute("UPDATE thing SET name='ander' WHERE number%7=0");
        EXPECT_EQ(writer.number("SELECT count(*) FROM thing WHERE name='ander'"), 28);
        EXPECT_EQ(writer.number("SELECT sum(length(content)) FROM thing"), 200 * 3000);
    }
    EXPECT_EQ(count(writer), 0);
    insert(writer, 1);
    connection reader{{.path = path, .access = access::read_only}};
    EXPECT_EQ(count(reader), 1);
    EXPECT_EQ(reader.number("SELECT integrity_check='ok' FROM pragma_integrity_check"), 1);
}

TEST_F(sqlite_file, migrates_with_a_backup_of_what_was_there) {
    connection file{{.path = path}};
    migrate(file, first_version);
    insert(file, 1);
    migrate(file, second_version);
    EXPECT_EQ(file.number("SELECT colour='blauw' FROM thing"), 1);
    connection backup{{.path = path.string() + ".voor-versie-2"}};
    EXPECT_EQ(backup.number("PRAGMA user_version"), 1);
    EXPECT_EQ(count(backup), 1);
}

TEST_F(sqlite_file, refuses_a_newer_schema_and_leaves_it_alone) {
    connection file{{.path = path}};
    migrate(file, second_version);
    EXPECT_THROW(migrate(file, first_version), start_failure);
    EXPECT_EQ(file.number("PRAGMA user_version"), 2);
}

TEST_F(sqlite_file, is_copied_in_steps_while_it_is_written) {
    connection file{{.path = path}};
    migrate(file, first_version);
    for (int number = 0; number < 500; ++number) {
        insert(file, number);
    }
    const auto copy = directory.path() / "kopie.db";
    ASSERT_TRUE(back_up({.from = path, .to = copy, .pages_per_step = 1}));
    EXPECT_FALSE(std::filesystem::exists(copy.string() + ".deel"));
    connection copied{{.path = copy}};
    EXPECT_EQ(count(copied), 500);
    EXPECT_FALSE(back_up({.from = directory.path() / "weg.db", .to = copy}));
}

TEST_F(sqlite_file, starts_its_wal_again_once_it_was_checkpointed) {
    connection file{{.path = path}};
    migrate(file, first_version);
    std::uint64_t largest = 0;
    std::uint64_t smallest_after = ~std::uint64_t{0};
    checkpointer points{{.path = path, .threshold_bytes = 16 * 4096}};
    for (int number = 0; number < 20'000 && smallest_after >= largest; ++number) {
        const std::lock_guard turn{points.turn()};
        transaction change{file};
        insert(file, number);
        ASSERT_EQ(change.commit(), commit_outcome::committed);
        points.wal_is(file.wal_bytes());
        if (file.wal_bytes() < largest) {
            smallest_after = file.wal_bytes();
        }
        largest = std::max(largest, file.wal_bytes());
    }
    EXPECT_LT(smallest_after, largest);
}

TEST_F(sqlite_file, keeps_its_wal_after_a_failed_sync_of_a_checkpoint) {
    using namespace tests::support::disk;
    faulty_disk disk{1};
    const auto wal = path.string() + "-wal";
    {
        connection file{{.path = path}};
        migrate(file, first_version);
        checkpointer points{{.path = path}};
        insert(file, 1);
        disk.fail({.call = call::sync, .file = file_kind::database});
        EXPECT_FALSE(points.empty());
        EXPECT_FALSE(points.works());
        insert(file, 2);
        EXPECT_FALSE(points.empty());
    }
    EXPECT_GT(std::filesystem::file_size(wal), 0U);
    connection file{{.path = path}};
    EXPECT_EQ(count(file), 2);
    checkpointer points{{.path = path}};
    EXPECT_TRUE(points.empty());
    EXPECT_EQ(std::filesystem::file_size(wal), 0U);
    EXPECT_EQ(count(file), 2);
}

// A WAL with so many pages of its own, and whatever SQLite adds.
void fill_wal(connection& file, int pages) {
    transaction change{file};
    statement add{file, "INSERT INTO thing(number,content) VALUES(?,zeroblob(4000))"};
    for (int number = 0; number < pages; ++number) {
        add.run(number);
    }
    ASSERT_EQ(change.commit(), commit_outcome::committed);
}

TEST_F(sqlite_file, is_synced_piece_by_piece_when_a_checkpoint_spreads_its_writes) {
    using namespace tests::support::disk;
    constexpr int pieces = 5;
    faulty_disk disk{1};
    connection file{{.path = path}};
    migrate(file, first_version);
    fill_wal(file, pieces * spread_writes::piece_bytes / 4096);
    const spread_writes slowly;
    disk.fail({.call = call::sync, .file = file_kind::database, .after = 2});
    EXPECT_THROW(static_cast<void>(file.number("PRAGMA wal_checkpoint(PASSIVE)")), start_failure);
    EXPECT_EQ(disk.failures(), 1U);
    const auto before = disk.syncs();
    EXPECT_EQ(file.number("PRAGMA wal_checkpoint(PASSIVE)"), 0);
    EXPECT_GE(disk.syncs() - before, std::uint64_t{pieces});
}

struct counting_session {
    explicit counting_session(connection& file) : count{file, "SELECT count(*) FROM thing"} {}
    statement count;
};

hub::ports::result<std::int64_t> count_things(counting_session& session) {
    auto found = session.count.query();
    return found.next() ? found.integer(0) : -1;
}

TEST_F(sqlite_file, is_read_from_coroutines) {
    connection file{{.path = path}};
    migrate(file, first_version);
    insert(file, 1);
    reader_pool<counting_session> readers{{.path = path, .name = "lezer"}};
    EXPECT_EQ(tests::support::await(readers.read<std::int64_t>(count_things)).value(), 1);
    insert(file, 2);
    EXPECT_EQ(tests::support::await(readers.read<std::int64_t>(count_things)).value(), 2);
    readers.close();
    EXPECT_EQ(
        tests::support::await(readers.read<std::int64_t>(count_things)).error(),
        hub::ports::errc::retry
    );
}

TEST_F(sqlite_file, is_in_a_directory_that_one_hub_holds) {
    const auto data = directory.path() / "data";
    {
        const directory_lock first{data};
        EXPECT_THROW(directory_lock{data}, start_failure);
    }
    const directory_lock again{data};
}

}  // namespace
}  // namespace adapters::embedded::sqlite
