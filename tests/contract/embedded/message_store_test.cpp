#include "tests/contract/embedded/message_store_harness.hpp"
#include "tests/contract/message_store_states_contract.hpp"
#include "tests/support/disk/faulty_disk.hpp"

namespace tests::contract {
namespace {

std::unique_ptr<message_store_harness> in_memory() {
    return std::make_unique<file_message_store_harness>(1'000);
}
// So few keys stay in memory that nearly everything is looked up in partitions.
std::unique_ptr<message_store_harness> in_partitions() {
    return std::make_unique<file_message_store_harness>(2);
}

struct has_disk {
    support::disk::faulty_disk disk{1};
};

// Every reopening is a power cut.
class power_losing_harness final : has_disk, public file_message_store_harness {
public:
    power_losing_harness() : file_message_store_harness{2} {}

    void reopen() override {
        disk.lose_power();
        end();
        disk.restore_power();
        file_message_store_harness::reopen();
    }
};

std::unique_ptr<message_store_harness> with_power_cuts() {
    return std::make_unique<power_losing_harness>();
}

const auto all = testing::Values(
    message_store_case{"keys_in_memory", in_memory},
    message_store_case{"keys_in_partitions", in_partitions},
    message_store_case{"with_power_cuts", with_power_cuts}
);

INSTANTIATE_TEST_SUITE_P(embedded, message_store_contract, all, name_of);
INSTANTIATE_TEST_SUITE_P(embedded, message_store_states_contract, all, name_of);

}  // namespace
}  // namespace tests::contract
