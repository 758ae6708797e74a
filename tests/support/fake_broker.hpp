// A broker in memory, which passes the same contract suite as the real ones.
#pragma once

#include "hub/ports/broker.hpp"
#include "hub/runtime/bell.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace tests::support {

// Thread-safe. Must outlive its subscribers.
class fake_broker final : public hub::ports::broker {
public:
    struct options {
        std::int32_t partitions = 12;
        std::size_t largest_record = 1'048'576;
    };

    fake_broker();
    explicit fake_broker(options values);
    ~fake_broker() override;

    [[nodiscard]] hub::ports::async_result<std::vector<hub::ports::result<hub::ports::position>>>
    publish(std::vector<hub::ports::shared_record> batch) override;

    [[nodiscard]] std::unique_ptr<hub::ports::subscriber>
    subscribe(hub::ports::subscription what, hub::ports::position_source& positions) override;

    [[nodiscard]] std::vector<hub::ports::partition_lag> lags() const override;

    // The next so many records that are published fail with this error instead.
    void fail_publishing(hub::ports::errc error, std::size_t records);

    // Forgets the partition's records before an offset.
    void drop_before(const hub::ports::position& first);

    // All that a stream holds, per partition and in order.
    [[nodiscard]] std::vector<hub::ports::delivered> contents(hub::model::stream stream) const;

private:
    class member;
    using place = std::pair<hub::model::stream, std::int32_t>;
    struct partition {
        std::int64_t start = 0;
        std::vector<hub::ports::shared_record> records;
        [[nodiscard]] std::int64_t end() const noexcept {
            return start + static_cast<std::int64_t>(records.size());
        }
    };

    options options_;
    mutable std::mutex mutex_;
    std::map<place, partition> partitions_;
    std::map<std::pair<std::string, place>, std::int64_t> confirmed_;
    hub::ports::errc failure_ = hub::ports::errc::retry;
    std::size_t failures_left_ = 0;
    hub::runtime::bell published_;
};

// Positions as a consumer's book would keep them.
class fake_positions final : public hub::ports::position_source {
public:
    [[nodiscard]] hub::ports::async_result<std::optional<hub::ports::position>>
    next_position(hub::model::stream stream, std::int32_t partition) override;
    [[nodiscard]] hub::ports::async_result<void> move_to(std::vector<hub::ports::position> next
    ) override;

    // Everything in these is handled.
    void advance(const std::vector<hub::ports::delivered>& handled);
    void set(const hub::ports::position& next);

private:
    std::mutex mutex_;
    std::map<std::pair<hub::model::stream, std::int32_t>, hub::ports::position> next_;
};

}  // namespace tests::support
