#include "adapters/kafka/cluster.hpp"
#include "tests/contract/broker_contract.hpp"
#include "tests/contract/broker_replay_contract.hpp"
#include "tests/support/kafka/mock_cluster.hpp"

namespace {

using namespace tests::contract;

class mock_harness final : public broker_harness {
public:
    mock_harness() { open(); }

    hub::ports::broker& broker() override { return cluster_->as("loket"); }
    std::int32_t partitions() const override { return 12; }
    bool can_forget() const override { return false; }
    void drop_before(const hub::ports::position& /*first*/) override {}

    void reopen() override {
        cluster_.reset();
        open();
    }

private:
    void open() {
        cluster_ = adapters::kafka::create_cluster(mock_.options());
        tests::support::kafka::await_usable(*cluster_);
    }

    tests::support::kafka::mock_cluster mock_;
    std::unique_ptr<adapters::kafka::kafka_cluster> cluster_;
};

INSTANTIATE_TEST_SUITE_P(
    all,
    broker_contract,
    testing::Values(broker_case{"kafka_mock", [] { return std::make_unique<mock_harness>(); }}),
    name_of
);

}  // namespace
