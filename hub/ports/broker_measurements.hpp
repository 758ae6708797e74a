// How the connections to a message broker stand, for whoever is alerted by numbers.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace hub::ports {

// One principal's. What only grows begins at zero when the process starts.
struct broker_measurement {
    // A role of ours; never anything that a peer chose.
    std::string role;
    // The cluster is ours, is there, and has its topics.
    bool usable = false;
    // Handed to the cluster, and no outcome yet.
    std::size_t in_flight = 0;
    // Brokers of the cluster that should answer and are not connected.
    std::size_t brokers_away = 0;
    // How long the slowest hundredth of answers takes, at the broker that is slowest.
    std::chrono::microseconds slow_answer{0};
    // Requests that were not sent or got no answer in time.
    std::uint64_t failed_requests = 0;
    // Times that a reader got nothing of what stood there and was connected anew.
    std::uint64_t readers_renewed = 0;
};

class broker_measurement_source {
public:
    virtual ~broker_measurement_source() = default;
    // Thread-safe. Nothing where no connection is held.
    [[nodiscard]] virtual std::vector<broker_measurement> measure_broker() const = 0;
};

}  // namespace hub::ports
