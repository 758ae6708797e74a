// One principal on the cluster: its producer, and the look that opens its gate.
#pragma once

#include "adapters/kafka/gate.hpp"
#include "adapters/kafka/inspection.hpp"
#include "adapters/kafka/producer.hpp"
#include "adapters/kafka/topics.hpp"
#include "hub/model/environment.hpp"
#include "hub/runtime/worker_pool.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <string>

namespace adapters::kafka {

struct principal_parts {
    std::string name;
    connection to;
    producing how;
    const topic_table& topics;
    hub::model::environment environment;
    boost::asio::any_io_executor executor;
    hub::runtime::worker_pool& workers;
    std::chrono::milliseconds look_interval{10'000};
};

class principal {
public:
    explicit principal(principal_parts parts);

    // Looks at the cluster until close(): often while something is not right, now and then after.
    [[nodiscard]] boost::asio::awaitable<void> watch();
    void close() noexcept { closing_ = true; }

    [[nodiscard]] kafka::producer& writer() noexcept { return producer_; }
    [[nodiscard]] const kafka::producer& writer() const noexcept { return producer_; }
    [[nodiscard]] kafka::gate& gate() noexcept { return gate_; }
    [[nodiscard]] const connection& to() const noexcept { return parts_.to; }
    // What is wrong, in words; empty when nothing is.
    [[nodiscard]] std::string words() const;

private:
    // What one look has found.
    struct finding {
        trouble why = trouble::none;
        std::string refusal;
    };
    // False when there was no client to look with.
    [[nodiscard]] boost::asio::awaitable<bool> look();
    [[nodiscard]] finding find(rd_kafka_t* client) const;

    principal_parts parts_;
    kafka::gate gate_;
    kafka::producer producer_;
    // After it was read once it is not read again: it never changes.
    bool marked_ = false;
    bool closing_ = false;
};

}  // namespace adapters::kafka
