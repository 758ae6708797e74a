// The subscriber port over one consumer.
#pragma once

#include "adapters/kafka/consumer.hpp"
#include "adapters/kafka/reading.hpp"
#include "hub/ports/broker.hpp"

#include <memory>
#include <vector>

namespace adapters::kafka {

// When it goes, its consumer leaves the group on its own loop.
class kafka_subscriber final : public hub::ports::subscriber {
public:
    kafka_subscriber(
        std::shared_ptr<reading> shared,
        std::shared_ptr<consumer> client,
        hub::ports::position_source& positions
    );
    ~kafka_subscriber() override;

    [[nodiscard]] hub::ports::async_result<std::vector<hub::ports::delivered>> next(
        std::size_t limit
    ) override;
    [[nodiscard]] hub::ports::async_result<std::vector<hub::ports::position>> resume() override;
    void confirm(const std::vector<hub::ports::position>& next_offsets) override;
    void close() override;

private:
    [[nodiscard]] hub::ports::async_result<std::vector<hub::ports::position>> look_up(
        reading::places asked
    );

    std::shared_ptr<reading> shared_;
    std::shared_ptr<consumer> client_;
    hub::ports::position_source& positions_;
};

}  // namespace adapters::kafka
