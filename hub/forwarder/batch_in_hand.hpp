// Decides what of a batch goes to the broker next: what failed goes again, and with it everything
// behind it of the same key, so that order per key holds.
#pragma once

#include "hub/ports/broker.hpp"
#include "hub/ports/outbox.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace hub::forwarder {

class batch_in_hand {
public:
    // The first round begins with all records.
    explicit batch_in_hand(std::vector<ports::outgoing> records);

    // The next records of this round in order, at most so many bytes, at least one; none when the
    // round is over.
    [[nodiscard]] std::vector<ports::shared_record> next_chunk(std::size_t bytes);

    // What became of that chunk, in its order.
    void settle(std::span<const ports::result<ports::position>> outcomes);

    // Nothing of that chunk is known: all of it goes again.
    void settle_all_failed();

    // True when something has to go again: begin_round() after a back-off.
    [[nodiscard]] bool failed() const noexcept { return !again_.empty(); }
    void begin_round();

    // Everything is published or parked.
    [[nodiscard]] bool done() const noexcept;

    [[nodiscard]] const std::vector<ports::published>& published() const noexcept {
        return published_;
    }
    [[nodiscard]] const std::vector<ports::unpublishable>& parked() const noexcept {
        return parked_;
    }
    [[nodiscard]] std::size_t size() const noexcept { return records_.size(); }
    [[nodiscard]] std::uint64_t last_sequence() const noexcept { return records_.back().sequence; }

private:
    void go_again(std::size_t place);

    std::vector<ports::outgoing> records_;
    // Places in records_ of this round, and how far it is.
    std::vector<std::size_t> round_;
    std::size_t next_ = 0;
    std::size_t chunk_end_ = 0;
    std::vector<std::size_t> again_;
    std::vector<ports::published> published_;
    std::vector<ports::unpublishable> parked_;
};

}  // namespace hub::forwarder
