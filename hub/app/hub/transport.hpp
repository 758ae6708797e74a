// What carries messages between roles: the embedded broker, or an Apache Kafka cluster under a
// principal per role.
#pragma once

#include "adapters/configuration/configuration.hpp"
#include "adapters/http/console/parts.hpp"
#include "hub/forwarder/forwarder.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/ports/broker.hpp"
#include "hub/ports/broker_measurements.hpp"
#include "hub/ports/clock.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>

namespace hub::app {

struct transport_health {
    enum class state {
        ready,
        // The cluster is away: what comes in is kept, and goes out when it is back.
        waiting,
        // It can't write, for a reason of this machine.
        broken,
    };
    state what = state::ready;
    // Plain Dutch; empty when ready.
    std::string reason;
};

// Thread-safe, except that the destructor belongs to the owner; must outlive its subscribers.
class transport : public adapters::http::console::transport_source,
                  public ports::broker_measurement_source {
public:
    // As one role sees it.
    [[nodiscard]] virtual ports::broker& as(const std::string& role) = 0;
    // For looking at lags.
    [[nodiscard]] virtual ports::broker& any() = 0;
    [[nodiscard]] virtual transport_health health() const = 0;
    [[nodiscard]] std::string trouble() const final { return health().reason; }

    // How the forwarder puts records together: more, and further apart, where a group costs more.
    [[nodiscard]] virtual forwarder::grouping groups() const noexcept = 0;

    // Forgets what everyone handled before this time, where that is ours to do.
    [[nodiscard]] virtual boost::asio::awaitable<void> forget_handled(model::timestamp before) = 0;

    // At the end: what waits for a cluster that is away is not waited for.
    virtual void give_up() = 0;
};

// As the configuration says. Throws when the embedded broker can't be opened; a cluster that is
// away is told by health().
[[nodiscard]] std::unique_ptr<transport>
create_transport(const adapters::configuration::configuration& how, const ports::clock& clock);

// One of the two, by the build; throws std::runtime_error when it knows no Kafka.
[[nodiscard]] std::unique_ptr<transport> create_kafka_transport(
    const adapters::configuration::configuration& how
);

}  // namespace hub::app
