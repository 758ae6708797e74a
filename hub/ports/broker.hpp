// The message transport: publisher and subscriber over streams with partitions (Apache Kafka or the
// embedded broker).
#pragma once

#include "hub/model/words.hpp"
#include "hub/ports/result.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hub::ports {

struct record {
    model::stream stream = model::stream::aanmelding;
    // Order is kept per key: lower-case UUID text (see hub/docs/architecture.md).
    std::string key;
    // Serialised pmm.v1.Envelope.
    std::string value;
    std::vector<std::pair<std::string, std::string>> headers;
};

// A record that nobody changes any more: outboxes, the broker and consumers share one instead of
// copying it.
class shared_record {
public:
    // Not explicit: who makes a record need not know that it will be shared.
    shared_record(record made) : made_{std::make_shared<const record>(std::move(made))} {}

    [[nodiscard]] const record& operator*() const noexcept { return *made_; }
    [[nodiscard]] const record* operator->() const noexcept { return made_.get(); }

private:
    std::shared_ptr<const record> made_;
};

struct position {
    model::stream stream = model::stream::aanmelding;
    std::int32_t partition = 0;
    std::int64_t offset = 0;
    // Of a kept place to go on: the newest time, in milliseconds, that the broker kept with any
    // record of this log before it; 0 where that is not known. Tells the log from another one of
    // the same name.
    std::int64_t newest_ms = 0;

    auto operator<=>(const position&) const = default;
};

// Callable from any executor; completes on the caller's.
class publisher {
public:
    virtual ~publisher() = default;

    // One outcome per record, in the records' order. Success means that it is durable under the
    // broker's rules; an error is errc::retry, errc::unknown (published again, deduplication
    // absorbs it), or errc::too_large and errc::refused, which never heal. Records of one key keep
    // their order when no error is returned for an earlier one of that key.
    [[nodiscard]] virtual async_result<std::vector<result<position>>> publish(
        std::vector<shared_record> batch
    ) = 0;
};

struct delivered {
    shared_record record;
    ports::position position;
    // The time, in milliseconds, that the broker keeps with it; 0 where it keeps none.
    std::int64_t written_ms = 0;
};

// Where a consumer goes on. The consumer keeps its position in its own transaction; the broker's
// copy only shows lag.
class position_source {
public:
    virtual ~position_source() = default;

    // Where to read on; nothing when this consumer never read from that partition.
    [[nodiscard]] virtual async_result<std::optional<position>>
    next_position(model::stream stream, std::int32_t partition) = 0;

    // Its offset alone.
    [[nodiscard]] async_result<std::optional<std::int64_t>>
    next_offset(model::stream stream, std::int32_t partition) {
        const auto kept = co_await next_position(stream, partition);
        if (!kept) {
            co_return kept.error();
        }
        co_return *kept ? std::optional{(*kept)->offset} : std::nullopt;
    }

    // An operator's word: these are the next offsets from now on, also where they go back, and
    // everything that the logs hold before them is read. Durable when it returns.
    [[nodiscard]] virtual async_result<void> move_to(std::vector<position> next) = 0;
};

// One consumer's view. Used from one strand.
class subscriber {
public:
    virtual ~subscriber() = default;

    // Waits until there is at least one record and returns at most limit, in order per partition.
    // errc::position_lost when the consumer's position lies outside the log (never guessed);
    // errc::closed after close().
    [[nodiscard]] virtual async_result<std::vector<delivered>> next(std::size_t limit) = 0;

    // An operator's word after errc::position_lost: every partition whose kept position lies
    // outside the log goes on at the oldest offset that there is, the others where they were. Gives
    // what was moved; next() asks the source anew. errc::retry when the log can't be asked.
    [[nodiscard]] virtual async_result<std::vector<position>> resume() = 0;

    // Everything before these offsets is handled: only shows lag.
    virtual void confirm(const std::vector<position>& next_offsets) = 0;

    // Ends a waiting next().
    virtual void close() = 0;
};

struct subscription {
    // Consumer group, the role's name.
    std::string group;
    std::vector<model::stream> streams;
};

struct partition_lag {
    std::string group;
    ports::position position;
    // Offset behind the newest record.
    std::int64_t end = 0;
    // Records that were fetched and are not handled yet; 0 where nothing is fetched ahead.
    std::int64_t in_hand = 0;
};

class broker : public publisher {
public:
    // The source must outlive the subscriber.
    [[nodiscard]] virtual std::unique_ptr<subscriber>
    subscribe(subscription what, position_source& positions) = 0;

    // Per group and partition where the consumer is and where the log ends, for operators.
    // Thread-safe.
    [[nodiscard]] virtual std::vector<partition_lag> lags() const = 0;
};

}  // namespace hub::ports
