#include "adapters/embedded/case_keys/case_keys.hpp"

#include "adapters/embedded/case_keys/key_reader.hpp"
#include "tests/contract/case_key_store_contract.hpp"
#include "tests/contract/embedded/file_harness.hpp"
#include "tests/support/temporary_directory.hpp"

#include <filesystem>

namespace tests::contract {
namespace {

namespace case_keys = adapters::embedded::case_keys;
namespace sqlite = adapters::embedded::sqlite;

std::unique_ptr<hub::ports::case_key_store>
open_store(std::filesystem::path path, adapters::embedded::sqlite::fault_hook* faults) {
    return case_keys::create_case_keys({std::move(path), faults});
}

INSTANTIATE_TEST_SUITE_P(
    embedded,
    case_key_store_contract,
    testing::Values(
        file_case<hub::ports::case_key_store>(open_store),
        power_losing_case<hub::ports::case_key_store>(open_store)
    ),
    case_name{}
);

class case_keys_file : public case_key_store_contract {
protected:
    file_harness<hub::ports::case_key_store>& file() {
        return dynamic_cast<file_harness<hub::ports::case_key_store>&>(*harness);
    }
};

INSTANTIATE_TEST_SUITE_P(
    embedded,
    case_keys_file,
    testing::Values(file_case<hub::ports::case_key_store>(open_store)),
    case_name{}
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
