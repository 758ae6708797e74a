// One consumer's view of the embedded broker.
#pragma once

#include "adapters/embedded/broker/file.hpp"
#include "adapters/embedded/broker/streams.hpp"
#include "adapters/embedded/sqlite/reader_pool.hpp"
#include "hub/ports/broker.hpp"
#include "hub/runtime/bell.hpp"

#include <atomic>
#include <cstddef>
#include <deque>
#include <string>
#include <vector>

namespace adapters::embedded::broker {

using readers = sqlite::reader_pool<file_reader>;

// Keeps in the file what a group is known by, so that nothing it still needs is trimmed while it is
// away.
class group_register {
public:
    virtual ~group_register() = default;
    [[nodiscard]] virtual hub::ports::async_result<void> keep_groups() = 0;
};

// What a subscriber uses of its broker.
struct subscriber_parts {
    broker::streams& streams;
    broker::readers& readers;
    hub::runtime::bell& published;
    group_register& groups;
};

class embedded_subscriber final : public hub::ports::subscriber {
public:
    embedded_subscriber(
        subscriber_parts parts,
        hub::ports::subscription what,
        hub::ports::position_source& positions
    );

    [[nodiscard]] hub::ports::async_result<std::vector<hub::ports::delivered>> next(
        std::size_t limit
    ) override;
    [[nodiscard]] hub::ports::async_result<std::vector<hub::ports::position>> resume() override;
    void confirm(const std::vector<hub::ports::position>& next_offsets) override;
    void close() override;

private:
    // Where this consumer is in one stream.
    struct cursor {
        hub::model::stream stream;
        // Next offset to deliver, per partition.
        offsets next;
        // The batch to look at after those in hand.
        std::uint64_t next_batch = 1;
        // Batches in hand, and how far the first of them is delivered.
        std::deque<shared_batch> batches;
        std::size_t at = 0;
    };
    using taken = std::vector<hub::ports::delivered>;

    [[nodiscard]] hub::ports::async_result<void> start();
    [[nodiscard]] hub::ports::async_result<cursor> find_cursor(hub::model::stream stream);
    [[nodiscard]] hub::ports::async_result<taken> take(std::size_t limit);
    enum class supply { something, nothing_yet };
    [[nodiscard]] hub::ports::async_result<supply> fetch(cursor& from);
    static void deliver(cursor& from, std::size_t limit, taken& into);

    subscriber_parts parts_;
    hub::ports::subscription what_;
    hub::ports::position_source& positions_;
    std::vector<cursor> cursors_;
    // Which stream is looked at first, so that a busy one does not keep the others waiting.
    std::size_t turn_ = 0;
    std::atomic<bool> closed_ = false;
};

}  // namespace adapters::embedded::broker
