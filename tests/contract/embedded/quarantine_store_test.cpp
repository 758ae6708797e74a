#include "adapters/embedded/quarantine/quarantine.hpp"

#include "tests/contract/quarantine_store_contract.hpp"
#include "tests/support/disk/faulty_disk.hpp"
#include "tests/support/temporary_directory.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace tests::contract {
namespace {

namespace embedded = adapters::embedded;
namespace sqlite = adapters::embedded::sqlite;

class chosen_fault final : public sqlite::fault_hook {
public:
    bool statement_fails() override { return false; }
    bool fails_before_commit() override { return std::exchange(before, false); }
    sqlite::commit_fault at_commit() override {
        return std::exchange(commit, sqlite::commit_fault::none);
    }
    bool reopen_fails() override { return false; }

    bool before = false;
    sqlite::commit_fault commit = sqlite::commit_fault::none;
};

class file_harness final : public quarantine_store_harness {
public:
    file_harness() { reopen(); }
    hub::ports::quarantine_store& store() override { return *store_; }
    void reopen() override {
        store_.reset();
        store_ = embedded::quarantine::create_quarantine({path(), &faults});
    }

    void end() { store_.reset(); }

    // Whether these bytes stand anywhere in the file or beside it.
    [[nodiscard]] bool holds(const std::string& bytes) const {
        for (const auto& entry : std::filesystem::directory_iterator{directory_.path()}) {
            std::ifstream file{entry.path(), std::ios::binary};
            const std::string content{std::istreambuf_iterator<char>{file}, {}};
            if (content.find(bytes) != std::string::npos) {
                return true;
            }
        }
        return false;
    }

    chosen_fault faults;

private:
    [[nodiscard]] std::filesystem::path path() const { return directory_.path() / "quarantaine.db"; }

    support::temporary_directory directory_;
    std::unique_ptr<hub::ports::quarantine_store> store_;
};

// Every reopening is a power cut.
class power_losing_harness final : public quarantine_store_harness {
public:
    hub::ports::quarantine_store& store() override { return file_.store(); }
    void reopen() override {
        disk_.lose_power();
        file_.end();
        disk_.restore_power();
        file_.reopen();
    }

private:
    support::disk::faulty_disk disk_{1};
    file_harness file_;
};

std::unique_ptr<quarantine_store_harness> make_power_losing() {
    return std::make_unique<power_losing_harness>();
}

std::unique_ptr<quarantine_store_harness> make_file() {
    return std::make_unique<file_harness>();
}

INSTANTIATE_TEST_SUITE_P(
    embedded,
    quarantine_store_contract,
    testing::Values(
        quarantine_store_case{"embedded", make_file},
        quarantine_store_case{"with_power_cuts", make_power_losing}
    ),
    name_of
);

class quarantine_file : public quarantine_store_contract {
protected:
    file_harness& file() { return dynamic_cast<file_harness&>(*harness); }
};

INSTANTIATE_TEST_SUITE_P(
    embedded,
    quarantine_file,
    testing::Values(quarantine_store_case{"embedded", make_file}),
    name_of
);

TEST_P(quarantine_file, content_that_went_stands_no_more_in_the_file_itself) {
    ASSERT_TRUE(add(make('q')));
    ASSERT_TRUE(add(make('r')));
    file().end();
    const std::string bytes(50, 'q');
    EXPECT_TRUE(file().holds(bytes));
    file().reopen();
    ASSERT_TRUE(end('q', {state::gewist, {}, {}, {}}));
    file().end();
    EXPECT_FALSE(file().holds(bytes));
    EXPECT_TRUE(file().holds(std::string(50, 'r')));
    file().reopen();
}

TEST_P(quarantine_file, says_retry_when_nothing_was_stored) {
    file().faults.before = true;
    EXPECT_EQ(add(make(1)).error(), errc::retry);
    EXPECT_EQ(find(1).error(), errc::not_found);
    EXPECT_TRUE(add(make(1)));
}

TEST_P(quarantine_file, says_unknown_after_a_failed_commit_and_goes_on_with_what_is_there) {
    file().faults.commit = sqlite::commit_fault::kept;
    EXPECT_EQ(add(make(1)).error(), errc::unknown);
    file().faults.commit = sqlite::commit_fault::lost;
    EXPECT_EQ(add(make(2)).error(), errc::unknown);
    ASSERT_TRUE(add(make(3)));
    EXPECT_TRUE(find(1));
    EXPECT_EQ(find(2).error(), errc::not_found);
    EXPECT_TRUE(find(3));
}

}  // namespace
}  // namespace tests::contract
