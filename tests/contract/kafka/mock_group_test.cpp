#include "tests/contract/kafka/group_contract.hpp"
#include "tests/support/kafka/mock_cluster.hpp"

namespace {

using namespace tests::contract;

class mock_room final : public group_room {
public:
    [[nodiscard]] adapters::kafka::cluster_options options() const override {
        return mock_.options();
    }

private:
    tests::support::kafka::mock_cluster mock_;
};

INSTANTIATE_TEST_SUITE_P(
    mock,
    kafka_group,
    testing::Values(group_case{"mock", [] { return std::make_unique<mock_room>(); }}),
    group_name_of
);

}  // namespace
