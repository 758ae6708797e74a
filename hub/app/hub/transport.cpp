#include "hub/app/hub/transport.hpp"

#include "adapters/embedded/broker/broker.hpp"

namespace hub::app {
namespace {

namespace embedded = adapters::embedded::broker;

class embedded_transport final : public transport {
public:
    embedded_transport(const adapters::configuration::configuration& how, const ports::clock& clock)
        : broker_{embedded::create_broker({.path = how.folders.data / "broker.db"}, clock)} {}

    ports::broker& as(const std::string& /*role*/) override { return *broker_; }
    ports::broker& any() override { return *broker_; }

    // Nothing stands between: the file tells by health().
    std::vector<ports::broker_measurement> measure_broker() const override { return {}; }

    transport_health health() const override {
        if (broker_->writable()) {
            return {};
        }
        return {transport_health::state::broken, "De berichtendienst kan niet schrijven."};
    }

    std::string_view kind() const noexcept override { return "ingebouwd"; }
    forwarder::grouping groups() const noexcept override { return {}; }
    // One file for all roles: what is wrong with it is wrong for everyone.
    std::vector<adapters::http::console::role_standing> standings() const override { return {}; }

    boost::asio::awaitable<void> forget_handled(model::timestamp before) override {
        // What fails is tried again with the next round.
        static_cast<void>(co_await broker_->trim(before));
    }

    void give_up() override {}

private:
    std::unique_ptr<embedded::embedded_broker> broker_;
};

}  // namespace

std::unique_ptr<transport>
create_transport(const adapters::configuration::configuration& how, const ports::clock& clock) {
    if (how.broker.kind == adapters::configuration::broker_kind::kafka) {
        return create_kafka_transport(how);
    }
    return std::make_unique<embedded_transport>(how, clock);
}

}  // namespace hub::app
