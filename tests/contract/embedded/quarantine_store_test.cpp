#include "adapters/embedded/quarantine/quarantine.hpp"
#include "tests/contract/embedded/file_harness.hpp"
#include "tests/contract/quarantine_store_contract.hpp"

#include <filesystem>

namespace tests::contract {
namespace {

namespace sqlite = adapters::embedded::sqlite;

std::unique_ptr<hub::ports::quarantine_store>
open_store(std::filesystem::path path, adapters::embedded::sqlite::fault_hook* faults) {
    return adapters::embedded::quarantine::create_quarantine({std::move(path), faults});
}

INSTANTIATE_TEST_SUITE_P(
    embedded,
    quarantine_store_contract,
    testing::Values(
        file_case<hub::ports::quarantine_store>(open_store),
        power_losing_case<hub::ports::quarantine_store>(open_store)
    ),
    case_name{}
);

class quarantine_file : public quarantine_store_contract {
protected:
    file_harness<hub::ports::quarantine_store>& file() {
        return dynamic_cast<file_harness<hub::ports::quarantine_store>&>(*harness);
    }
};

INSTANTIATE_TEST_SUITE_P(
    embedded,
    quarantine_file,
    testing::Values(file_case<hub::ports::quarantine_store>(open_store)),
    case_name{}
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
