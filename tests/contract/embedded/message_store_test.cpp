#include "tests/contract/embedded/message_store_harness.hpp"
#include "tests/contract/message_store_states_contract.hpp"

namespace tests::contract {
namespace {

std::unique_ptr<message_store_harness> in_memory() {
    return std::make_unique<file_message_store_harness>(1'000);
}
// So few keys stay in memory that nearly everything is looked up in partitions.
std::unique_ptr<message_store_harness> in_partitions() {
    return std::make_unique<file_message_store_harness>(2);
}

const auto both = testing::Values(
    message_store_case{"keys_in_memory", in_memory},
    message_store_case{"keys_in_partitions", in_partitions}
);

INSTANTIATE_TEST_SUITE_P(embedded, message_store_contract, both, name_of);
INSTANTIATE_TEST_SUITE_P(embedded, message_store_states_contract, both, name_of);

}  // namespace
}  // namespace tests::contract
