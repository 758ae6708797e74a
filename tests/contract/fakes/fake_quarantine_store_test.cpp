#include "tests/support/fake_quarantine_store.hpp"

#include "tests/contract/quarantine_store_contract.hpp"

namespace tests::contract {
namespace {

INSTANTIATE_TEST_SUITE_P(
    fake,
    quarantine_store_contract,
    testing::Values(fake_case<hub::ports::quarantine_store, support::fake_quarantine_store>()),
    case_name{}
);

}  // namespace
}  // namespace tests::contract
