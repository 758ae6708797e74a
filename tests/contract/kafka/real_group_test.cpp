#include "tests/contract/kafka/group_contract.hpp"
#include "tests/support/kafka/real_cluster.hpp"

namespace {

using namespace tests::contract;

class real_room final : public group_room {
public:
    [[nodiscard]] adapters::kafka::cluster_options options() const override {
        return room_.options();
    }

private:
    tests::support::kafka::real_cluster room_{PMM_KAFKA_TEST_HOME};
};

INSTANTIATE_TEST_SUITE_P(
    real,
    kafka_group,
    testing::Values(group_case{"kafka", [] { return std::make_unique<real_room>(); }}),
    group_name_of
);

}  // namespace
