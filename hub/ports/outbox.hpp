// What a writer still has to bring to the broker: a watermark over its committed messages, with
// exceptions.
#pragma once

#include "hub/model/timestamp.hpp"
#include "hub/ports/broker.hpp"
#include "hub/ports/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace hub::ports {

struct outgoing {
    // Place in the writer's own order; the outbox is drained in this order.
    std::uint64_t sequence = 0;
    shared_record record;
};

struct published {
    std::uint64_t sequence = 0;
    ports::position position;
};

// A record that can never be published (too large, refused), parked with a stable code.
struct unpublishable {
    std::uint64_t sequence = 0;
    std::string code;
};

struct outbox_depth {
    std::uint64_t waiting = 0;
    // Time of acceptance of the oldest waiting one; the epoch when none waits.
    model::timestamp oldest{};
};

// Callable from any executor; completes on the caller's.
class outbox {
public:
    virtual ~outbox() = default;

    // Waits until something is to be published and returns at most limit records behind the given
    // sequence, in order. errc::closed after close_outbox().
    [[nodiscard]] virtual async_result<std::vector<outgoing>>
    next_outgoing(std::uint64_t after_sequence, std::size_t limit) = 0;

    // Moves the watermark; records the positions and the time. Need not be synced by itself: after
    // a crash the records are published again and the consumers' handled ids absorb it.
    [[nodiscard]] virtual async_result<void>
    mark_published(std::vector<published> done, std::vector<unpublishable> parked) = 0;

    // The watermark: everything up to here is published or parked.
    [[nodiscard]] virtual std::uint64_t published_up_to() const noexcept = 0;

    [[nodiscard]] virtual outbox_depth depth() const noexcept = 0;

    virtual void close_outbox() = 0;
};

}  // namespace hub::ports
