// Counts what the hub does and measures how it stands, in Prometheus' text format.
#pragma once

#include "hub/ports/broker.hpp"
#include "hub/ports/broker_measurements.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/message_store.hpp"
#include "hub/ports/outbox.hpp"
#include "hub/ports/telemetry.hpp"

#include <memory>
#include <string>
#include <vector>

namespace adapters::telemetry {

struct measured_outbox {
    // The writer's name: "intake", "loket", ...
    std::string writer;
    const hub::ports::outbox* outbox = nullptr;
};

// What is read at each collection; every pointer may be null and must otherwise outlive the
// collections.
struct metric_sources {
    const hub::ports::message_store* store = nullptr;
    std::vector<measured_outbox> outboxes;
    const hub::ports::broker* broker = nullptr;
    const hub::ports::expiry_source* expiries = nullptr;
    const hub::ports::broker_measurement_source* connections = nullptr;
};

// No label ever holds an OIN, an id or anything a peer chose: codes, roles and names of our own
// only.
class metrics : public hub::ports::telemetry, public hub::ports::metrics_source {
public:
    // Call before the first collection; the parts exist only after wiring.
    virtual void measure(metric_sources sources) = 0;
};

[[nodiscard]] std::unique_ptr<metrics> create_metrics(const hub::ports::clock& clock);

}  // namespace adapters::telemetry
