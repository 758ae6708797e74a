// Whether the cluster is the right one: nothing is written to it or read from it before its marker
// and its topics were found as stated.
#pragma once

#include "hub/runtime/bell.hpp"

#include <atomic>
#include <mutex>
#include <string>

namespace adapters::kafka {

// Thread-safe.
class gate {
public:
    [[nodiscard]] bool open() const noexcept { return open_; }

    // Why not, in words; empty while it is open or nothing was seen yet.
    [[nodiscard]] std::string reason() const {
        const std::lock_guard lock{mutex_};
        return reason_;
    }

    void admit() { set(true, {}); }
    void refuse(std::string reason) { set(false, std::move(reason)); }

    [[nodiscard]] hub::runtime::bell& changed() noexcept { return changed_; }

private:
    void set(bool open, std::string reason) {
        {
            const std::lock_guard lock{mutex_};
            reason_ = std::move(reason);
        }
        if (open_.exchange(open) != open) {
            changed_.ring();
        }
    }

    std::atomic<bool> open_{false};
    mutable std::mutex mutex_;
    std::string reason_;
    hub::runtime::bell changed_;
};

}  // namespace adapters::kafka
