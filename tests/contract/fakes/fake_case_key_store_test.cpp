#include "tests/support/fake_case_key_store.hpp"

#include "tests/contract/case_key_store_contract.hpp"

namespace tests::contract {
namespace {

INSTANTIATE_TEST_SUITE_P(
    fake,
    case_key_store_contract,
    testing::Values(fake_case<hub::ports::case_key_store, support::fake_case_key_store>()),
    case_name{}
);

}  // namespace
}  // namespace tests::contract
