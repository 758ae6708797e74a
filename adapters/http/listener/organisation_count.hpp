// How many connections each organisation has open, over all loops.
#pragma once

#include "hub/model/oin.hpp"

#include <cstddef>
#include <mutex>
#include <unordered_map>
#include <utility>

namespace adapters::http::listener {

// Thread-safe; touched once when a connection comes and once when it goes.
class organisation_count {
public:
    explicit organisation_count(std::size_t limit) : limit_{limit} {}

    // One connection more; false when it is one too many, and then it isn't counted.
    [[nodiscard]] bool enter(const hub::model::oin& who) {
        const std::lock_guard lock{changing_};
        auto& count = counts_[who];
        if (count >= limit_) {
            return false;
        }
        ++count;
        return true;
    }

    void leave(const hub::model::oin& who) noexcept {
        const std::lock_guard lock{changing_};
        const auto found = counts_.find(who);
        if (found != counts_.end() && --found->second == 0) {
            counts_.erase(found);
        }
    }

private:
    const std::size_t limit_;
    std::mutex changing_;
    std::unordered_map<hub::model::oin, std::size_t> counts_;
};

}  // namespace adapters::http::listener
