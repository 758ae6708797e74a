#include "adapters/embedded/case_keys/case_keys.hpp"

#include "adapters/embedded/case_keys/key_reader.hpp"
#include "tests/contract/case_key_store_contract.hpp"
#include "tests/support/disk/faulty_disk.hpp"
#include "tests/support/temporary_directory.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace tests::contract {
namespace {

namespace case_keys = adapters::embedded::case_keys;
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

class file_harness final : public case_key_store_harness {
public:
    file_harness() { reopen(); }
    hub::ports::case_key_store& store() override { return *store_; }
    void reopen() override {
        store_.reset();
        store_ = case_keys::create_case_keys({path(), &faults});
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

    [[nodiscard]] std::filesystem::path path() const { return directory_.path() / "sleutels.db"; }

private:
    support::temporary_directory directory_;
    std::unique_ptr<hub::ports::case_key_store> store_;
};

// Every reopening is a power cut.
class power_losing_harness final : public case_key_store_harness {
public:
    hub::ports::case_key_store& store() override { return file_.store(); }
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

std::unique_ptr<case_key_store_harness> make_power_losing() {
    return std::make_unique<power_losing_harness>();
}

std::unique_ptr<case_key_store_harness> make_file() {
    return std::make_unique<file_harness>();
}

INSTANTIATE_TEST_SUITE_P(
    embedded,
    case_key_store_contract,
    testing::Values(
        case_key_store_case{"embedded", make_file},
        case_key_store_case{"with_power_cuts", make_power_losing}
    ),
    name_of
);

class case_keys_file : public case_key_store_contract {
protected:
    file_harness& file() { return dynamic_cast<file_harness&>(*harness); }
};

INSTANTIATE_TEST_SUITE_P(
    embedded,
    case_keys_file,
    testing::Values(case_key_store_case{"embedded", make_file}),
    name_of
);

TEST_P(case_keys_file, a_destroyed_key_stands_nowhere_on_disk) {
    ASSERT_TRUE(add({make_key('q'), make_key('r')}));
    const std::string key(50, 'q');
    EXPECT_TRUE(file().holds(key));
    ASSERT_TRUE(destroy('q'));
    EXPECT_FALSE(file().holds(key));
    EXPECT_TRUE(file().holds(std::string(50, 'r')));
}

TEST_P(case_keys_file, says_retry_when_nothing_was_stored) {
    file().faults.before = true;
    EXPECT_EQ(add({make_key(1)}).error(), errc::retry);
    EXPECT_EQ(find(1).error(), errc::not_found);
    EXPECT_TRUE(add({make_key(1)}));
}

TEST_P(case_keys_file, says_unknown_after_a_failed_commit_and_goes_on_with_what_is_there) {
    file().faults.commit = sqlite::commit_fault::kept;
    EXPECT_EQ(add({make_key(1)}).error(), errc::unknown);
    file().faults.commit = sqlite::commit_fault::lost;
    EXPECT_EQ(add({make_key(2)}).error(), errc::unknown);
    ASSERT_TRUE(add({make_key(3)}));
    EXPECT_TRUE(find(1));
    EXPECT_EQ(find(2).error(), errc::not_found);
    EXPECT_TRUE(find(3));
}

TEST_P(case_keys_file, is_read_by_another_that_never_writes_it) {
    const auto reader = case_keys::create_key_reader(file().path());
    ASSERT_TRUE(reader->readable());
    ASSERT_TRUE(add({make_key(1), make_key(2)}));
    EXPECT_EQ(support::await(reader->find(key_number(1))).value().wrapped, make_key(1).wrapped);
    ASSERT_TRUE(destroy(2));
    const auto all =
        support::await(reader->find_all({key_number(1), key_number(2), key_number(3)}));
    ASSERT_TRUE(all);
    EXPECT_TRUE((*all)[0]);
    EXPECT_EQ((*all)[1].error(), errc::erased);
    EXPECT_EQ((*all)[2].error(), errc::not_found);
    EXPECT_EQ(support::await(reader->add({make_key(4)})).error(), errc::refused);
    EXPECT_EQ(support::await(reader->destroy(key_number(1), {})).error(), errc::refused);
    EXPECT_TRUE(find(1));
}

TEST_P(case_keys_file, that_is_not_there_yet_is_a_passing_matter_for_its_reader) {
    support::temporary_directory elsewhere;
    const auto path = elsewhere.path() / "sleutels.db";
    const auto reader = case_keys::create_key_reader(path);
    EXPECT_FALSE(reader->readable());
    EXPECT_EQ(support::await(reader->find(key_number(1))).error(), errc::retry);
    EXPECT_EQ(support::await(reader->find_all({key_number(1)})).error(), errc::retry);
    const auto owner = case_keys::create_case_keys({path, nullptr});
    ASSERT_TRUE(support::await(owner->add({make_key(1)})));
    EXPECT_TRUE(support::await(reader->find(key_number(1))));
    EXPECT_TRUE(reader->readable());
}

}  // namespace
}  // namespace tests::contract
