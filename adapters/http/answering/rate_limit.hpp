// How often one organisation may ask for something that costs work and leaves nothing behind.
#pragma once

#include "hub/model/oin.hpp"
#include "hub/model/rejection.hpp"
#include "hub/model/timestamp.hpp"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace adapters::http::answering {

// Counts per whole minute. Thread-safe; what it remembers is bounded.
class rate_limit {
public:
    explicit rate_limit(std::uint32_t per_minute) noexcept : per_minute_{per_minute} {}

    // Nothing: it may. Code te_veel_aanvragen.
    [[nodiscard]] std::optional<hub::model::rejection>
    take(const hub::model::oin& who, hub::model::timestamp now);

    [[nodiscard]] std::uint32_t per_minute() const noexcept { return per_minute_; }

private:
    const std::uint32_t per_minute_;
    std::mutex mutex_;
    std::int64_t minute_ = 0;
    std::unordered_map<hub::model::oin, std::uint32_t> taken_;
};

}  // namespace adapters::http::answering
