// Wakes those who wait for a message in a postvak.
#pragma once

#include "hub/model/oin.hpp"
#include "hub/runtime/bell.hpp"

#include <memory>
#include <mutex>
#include <unordered_map>

namespace hub::delivery {

// Thread-safe.
class arrivals {
public:
    // The bell of one postvak; it stays as long as somebody holds it.
    [[nodiscard]] std::shared_ptr<runtime::bell> bell_of(const model::oin& recipient);

    void ring(const model::oin& recipient);
    void ring_all();

private:
    std::mutex mutex_;
    std::unordered_map<model::oin, std::weak_ptr<runtime::bell>> bells_;
};

}  // namespace hub::delivery
