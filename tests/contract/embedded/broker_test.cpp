#include "adapters/embedded/broker/broker.hpp"

#include "tests/contract/broker_contract.hpp"
#include "tests/contract/broker_replay_contract.hpp"
#include "tests/support/disk/faulty_disk.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

using namespace tests::contract;
using adapters::embedded::broker::broker_options;

class embedded_harness final : public broker_harness {
public:
    explicit embedded_harness(std::size_t tail_bytes) : tail_bytes_{tail_bytes} { open(); }

    hub::ports::broker& broker() override { return *broker_; }
    std::int32_t partitions() const override { return 12; }

    void drop_before(const hub::ports::position& first) override {
        // A group that is so far, the only one, lets everything before go.
        tests::support::fake_positions positions;
        positions.set(first);
        const auto from = broker_->subscribe({"snoeier", {first.stream}}, positions);
        EXPECT_TRUE(tests::support::await(from->next(1)));
        EXPECT_EQ(
            tests::support::await(broker_->trim(clock_.now() + std::chrono::seconds{1})).value(), 1U
        );
    }

    void reopen() override {
        broker_.reset();
        open();
    }
    void end() { broker_.reset(); }

private:
    void open() {
        broker_options options;
        options.path = directory_.path() / "broker.db";
        options.tail_bytes = tail_bytes_;
        broker_ = adapters::embedded::broker::create_broker(options, clock_);
    }

    tests::support::temporary_directory directory_;
    tests::support::fake_clock clock_;
    std::size_t tail_bytes_;
    std::unique_ptr<adapters::embedded::broker::embedded_broker> broker_;
};

// Every reopening is a power cut.
class power_losing_harness final : public broker_harness {
public:
    hub::ports::broker& broker() override { return file_.broker(); }
    std::int32_t partitions() const override { return file_.partitions(); }
    void drop_before(const hub::ports::position& first) override { file_.drop_before(first); }
    void reopen() override {
        disk_.lose_power();
        file_.end();
        disk_.restore_power();
        file_.reopen();
    }

private:
    tests::support::disk::faulty_disk disk_{1};
    embedded_harness file_{1};
};

INSTANTIATE_TEST_SUITE_P(
    all,
    broker_contract,
    testing::Values(
        broker_case{
            "embedded",
            [] { return std::make_unique<embedded_harness>(std::size_t{8} << 20U); }},
        // Nothing but the newest batch in memory: consumers read the file.
        broker_case{"embedded_from_file", [] { return std::make_unique<embedded_harness>(1); }},
        broker_case{
            "embedded_with_power_cuts",
            [] { return std::make_unique<power_losing_harness>(); }}
    ),
    name_of
);

}  // namespace
