// How one principal stands with the cluster: what troubles it now, in the words that operators
// read.
#pragma once

#include "adapters/kafka/errors.hpp"

#include <atomic>

namespace adapters::kafka {

// Thread-safe.
class standing {
public:
    // One connection failed and why; others may be fine, so this alone is no trouble yet.
    void hint(trouble why) noexcept {
        if (why != trouble::other) {
            hint_ = why;
        }
    }

    // Nothing works, or a record failed. Being unreachable is told by its reason where one was
    // heard.
    void failed(trouble why) noexcept {
        const auto hinted = hint_.load();
        now_ = why == trouble::unreachable && hinted != trouble::none ? hinted : why;
    }

    void succeeded() noexcept {
        if (now_ != trouble::none) {
            now_ = trouble::none;
            hint_ = trouble::none;
        }
    }

    [[nodiscard]] trouble now() const noexcept { return now_; }

private:
    std::atomic<trouble> hint_{trouble::none};
    std::atomic<trouble> now_{trouble::none};
};

}  // namespace adapters::kafka
