#include "adapters/embedded/erasures/erasures.hpp"

#include "tests/contract/embedded/file_harness.hpp"
#include "tests/contract/erasure_store_contract.hpp"

#include <filesystem>

namespace tests::contract {
namespace {

namespace sqlite = adapters::embedded::sqlite;

std::unique_ptr<hub::ports::erasure_store>
open_store(std::filesystem::path path, sqlite::fault_hook* faults) {
    return adapters::embedded::erasures::create_erasures({std::move(path), faults});
}

INSTANTIATE_TEST_SUITE_P(
    embedded,
    erasure_store_contract,
    testing::Values(
        file_case<hub::ports::erasure_store>(open_store),
        power_losing_case<hub::ports::erasure_store>(open_store)
    ),
    case_name{}
);

class erasures_file : public erasure_store_contract {};

INSTANTIATE_TEST_SUITE_P(
    embedded,
    erasures_file,
    testing::Values(file_case<hub::ports::erasure_store>(open_store)),
    case_name{}
);

TEST_P(erasures_file, tells_retry_from_unknown) {
    auto& file = dynamic_cast<file_harness<hub::ports::erasure_store>&>(*harness);
    file.faults.before = true;
    EXPECT_EQ(announce(1, 5).error(), errc::retry);
    EXPECT_EQ(find(1).error(), errc::not_found);
    file.faults.commit = sqlite::commit_fault::kept;
    EXPECT_EQ(announce(1, 5).error(), errc::unknown);
    ASSERT_TRUE(announce(2, 5));
    EXPECT_TRUE(find(1));
}

}  // namespace
}  // namespace tests::contract
