#include "adapters/kafka/cluster.hpp"
#include "adapters/kafka/preparation.hpp"
#include "tests/contract/broker_contract.hpp"
#include "tests/contract/broker_replay_contract.hpp"
#include "tests/support/kafka/mock_cluster.hpp"
#include "tests/support/kafka/real_cluster.hpp"

namespace {

using namespace tests::contract;
using tests::support::kafka::await_usable;
using tests::support::kafka::await_words;
using tests::support::kafka::real_cluster;

class real_harness final : public broker_harness {
public:
    real_harness() { open(); }

    hub::ports::broker& broker() override { return cluster_->as("loket"); }
    std::int32_t partitions() const override { return 12; }

    void drop_before(const hub::ports::position& first) override {
        room_.administrator().forget_before(room_.topics(), first);
    }

    void reopen() override {
        cluster_.reset();
        open();
    }

private:
    void open() {
        cluster_ = adapters::kafka::create_cluster(room_.options());
        await_usable(*cluster_);
    }

    real_cluster room_{PMM_KAFKA_TEST_HOME};
    std::unique_ptr<adapters::kafka::kafka_cluster> cluster_;
};

INSTANTIATE_TEST_SUITE_P(
    all,
    broker_contract,
    testing::Values(broker_case{"kafka", [] { return std::make_unique<real_harness>(); }}),
    name_of
);

class kafka_real : public testing::Test {
protected:
    [[nodiscard]] auto publish(adapters::kafka::kafka_cluster& to) {
        std::vector<hub::ports::shared_record> batch;
        batch.emplace_back(hub::ports::record{hub::model::stream::aanmelding, "k", "v", {}});
        return tests::support::await(to.as("loket").publish(std::move(batch))).value().at(0);
    }

    real_cluster room{PMM_KAFKA_TEST_HOME};
};

TEST_F(kafka_real, preparing_a_second_time_has_nothing_to_do) {
    const auto found = room.administrator().look(room.topics());
    const auto again =
        adapters::kafka::prepare(room.topics(), hub::model::environment::ontwikkel, found);
    EXPECT_TRUE(again.make.empty());
    EXPECT_TRUE(again.change.empty());
    EXPECT_TRUE(again.grant.empty());
    EXPECT_FALSE(again.write_marker);
    EXPECT_TRUE(again.obstacles.empty());
}

TEST_F(kafka_real, a_setting_that_was_changed_is_set_right) {
    auto other = room.topics();
    other.topics.front().retention = std::chrono::hours{48};
    const auto what = adapters::kafka::prepare(
        other, hub::model::environment::ontwikkel, room.administrator().look(other)
    );
    EXPECT_EQ(what.change.size(), 1U);
    room.administrator().perform(what, other, hub::model::environment::ontwikkel);
    EXPECT_TRUE(adapters::kafka::prepare(
                    other, hub::model::environment::ontwikkel, room.administrator().look(other)
    )
                    .change.empty());
}

TEST_F(kafka_real, a_role_without_rights_sees_no_topic_and_is_told_so) {
    auto options = room.options();
    options.principals.clear();
    options.principals["loket"] = room.connection_as("lezer").own;
    const auto cluster = adapters::kafka::create_cluster(std::move(options));
    await_words(*cluster, "bestaat niet, of deze rol heeft er geen recht op");
    EXPECT_EQ(publish(*cluster).error(), hub::ports::errc::retry);
}

TEST_F(kafka_real, a_client_without_certificate_reads_otherwise_than_a_broker_that_is_away) {
    auto options = room.options();
    options.principals["loket"] = {};
    const auto cluster = adapters::kafka::create_cluster(std::move(options));
    await_words(*cluster, "ons clientcertificaat ontbreekt");
    EXPECT_EQ(publish(*cluster).error(), hub::ports::errc::retry);
}

TEST_F(kafka_real, a_deleted_topic_is_told_and_never_made_again_by_the_hub) {
    auto options = room.options();
    options.look_interval = std::chrono::milliseconds{500};
    const auto cluster = adapters::kafka::create_cluster(std::move(options));
    await_usable(*cluster);
    EXPECT_TRUE(publish(*cluster));
    const auto name = room.topics().topics.front().name;
    room.administrator().remove_topic(name);
    await_words(*cluster, name + " bestaat niet");
    EXPECT_EQ(publish(*cluster).error(), hub::ports::errc::retry);
    const auto found = room.administrator().look(room.topics());
    for (const auto& one : found.topics) {
        EXPECT_NE(one.name, name);
    }
    // An operator prepares again: it goes on by itself.
    const auto what =
        adapters::kafka::prepare(room.topics(), hub::model::environment::ontwikkel, found);
    EXPECT_EQ(what.make.size(), 1U);
    auto only_made = what;
    only_made.revoke.clear();
    room.administrator().perform(only_made, room.topics(), hub::model::environment::ontwikkel);
    await_usable(*cluster);
    for (auto attempt = 0; attempt < 50 && !publish(*cluster); ++attempt) {
        tests::support::await(tests::support::kafka::let_pass(std::chrono::milliseconds{100}));
    }
    EXPECT_TRUE(publish(*cluster));
}

}  // namespace
