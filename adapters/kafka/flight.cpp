#include "adapters/kafka/flight.hpp"

#include <utility>

namespace adapters::kafka {

flight_batch::flight_batch(std::size_t count)
    : outcomes(count, hub::ports::errc::unknown), records(count), open{count + 1} {
    for (std::size_t place = 0; place < count; ++place) {
        records[place].batch = this;
        records[place].place = place;
    }
}

void flights::add(const std::shared_ptr<flight_batch>& batch) {
    const std::lock_guard lock{mutex_};
    batches_.emplace(batch.get(), batch);
}

void flights::end_one(flight_batch& batch, std::vector<hub::runtime::sleeper>& awake) {
    if (batch.open.fetch_sub(1) != 1) {
        return;
    }
    awake.push_back(std::move(batch.asleep));
    const std::lock_guard lock{mutex_};
    batches_.erase(&batch);
}

void flights::end_all(std::vector<hub::runtime::sleeper>& awake) {
    const std::lock_guard lock{mutex_};
    for (auto& [address, batch] : batches_) {
        awake.push_back(std::move(batch->asleep));
    }
    batches_.clear();
}

std::size_t flights::size() const {
    const std::lock_guard lock{mutex_};
    std::size_t count = 0;
    for (const auto& [address, batch] : batches_) {
        count += batch->open;
    }
    return count;
}

}  // namespace adapters::kafka
