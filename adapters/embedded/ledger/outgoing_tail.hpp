// The newest outgoing messages in memory, so that a forwarder that keeps up never reads the file.
#pragma once

#include "hub/ports/outbox.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

namespace adapters::embedded::ledger {

// Thread-safe: the writer appends, the forwarder reads.
class outgoing_tail {
public:
    explicit outgoing_tail(std::size_t bytes) : bytes_limit_{bytes} {}

    // Follows without a gap on what was appended before; what is published may go.
    void append(std::vector<hub::ports::outgoing> added, std::uint64_t published_up_to);
    void clear();

    // Those behind a sequence, at most limit; nothing when they are not all here.
    [[nodiscard]] std::optional<std::vector<hub::ports::outgoing>>
    read(std::uint64_t after, std::size_t limit) const;

private:
    void drop_front();

    const std::size_t bytes_limit_;
    mutable std::mutex mutex_;
    std::deque<hub::ports::outgoing> entries_;
    std::size_t bytes_ = 0;
};

}  // namespace adapters::embedded::ledger
