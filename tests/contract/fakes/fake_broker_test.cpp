#include "tests/contract/broker_contract.hpp"
#include "tests/contract/broker_replay_contract.hpp"

namespace {

using namespace tests::contract;

class fake_broker_harness final : public broker_harness {
public:
    hub::ports::broker& broker() override { return broker_; }
    std::int32_t partitions() const override { return 12; }
    void drop_before(const hub::ports::position& first) override { broker_.drop_before(first); }
    void reopen() override {}

private:
    tests::support::fake_broker broker_;
};

INSTANTIATE_TEST_SUITE_P(
    all,
    broker_contract,
    testing::Values(broker_case{"fake", [] { return std::make_unique<fake_broker_harness>(); }}),
    name_of
);

}  // namespace
