#include "tests/support/fake_message_store.hpp"

#include "tests/contract/message_store_contract.hpp"
#include "tests/contract/message_store_states_contract.hpp"

namespace tests::contract {
namespace {

class fake_harness final : public message_store_harness {
public:
    hub::ports::message_store& store() override { return store_; }
    hub::ports::casus_store& casussen() override { return store_; }
    void reopen() override {}

private:
    support::fake_message_store store_{hub::model::environment::ontwikkel, signer, clock};
};

const auto fake =
    testing::Values(message_store_case{"fake", [] { return std::make_unique<fake_harness>(); }});

INSTANTIATE_TEST_SUITE_P(fake, message_store_contract, fake, name_of);
INSTANTIATE_TEST_SUITE_P(fake, message_store_states_contract, fake, name_of);

}  // namespace
}  // namespace tests::contract
