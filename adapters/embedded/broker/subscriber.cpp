#include "adapters/embedded/broker/subscriber.hpp"

#include <utility>

namespace adapters::embedded::broker {

using hub::ports::async_result;
using hub::ports::delivered;
using hub::ports::errc;
using hub::ports::result;

namespace {

// One read of the file while a consumer catches up.
constexpr std::size_t read_bytes = std::size_t{1} << 20U;

}  // namespace

embedded_subscriber::embedded_subscriber(
    subscriber_parts parts,
    hub::ports::subscription what,
    hub::ports::position_source& positions
)
    : parts_{parts}, what_{std::move(what)}, positions_{positions} {}

async_result<std::vector<delivered>> embedded_subscriber::next(std::size_t limit) {
    if (cursors_.empty()) {
        if (const auto started = co_await start(); !started) {
            co_return started.error();
        }
    }
    for (;;) {
        const auto heard = parts_.published.rung();
        if (closed_) {
            co_return errc::closed;
        }
        auto some = co_await take(limit);
        if (!some || !some->empty()) {
            co_return some;
        }
        co_await parts_.published.wait(heard);
    }
}

async_result<std::vector<hub::ports::position>> embedded_subscriber::resume() {
    std::vector<hub::ports::position> lost;
    for (const auto stream : what_.streams) {
        const auto bounds = parts_.streams.bounds(stream);
        for (std::int32_t partition = 0; partition < parts_.streams.partitions(); ++partition) {
            const auto kept = co_await positions_.next_offset(stream, partition);
            if (!kept) {
                co_return kept.error();
            }
            const auto at = static_cast<std::size_t>(partition);
            const auto next = kept->value_or(0);
            if (next < bounds.starts[at] || next > bounds.ends[at]) {
                lost.push_back({stream, partition, bounds.starts[at]});
            }
        }
    }
    if (const auto moved = co_await positions_.move_to(lost); !moved) {
        co_return moved.error();
    }
    cursors_.clear();
    co_return lost;
}

void embedded_subscriber::confirm(const std::vector<hub::ports::position>& next_offsets) {
    for (const auto& one : next_offsets) {
        parts_.streams.confirm(what_.group, one);
    }
}

void embedded_subscriber::close() {
    closed_ = true;
    parts_.published.ring();
}

async_result<void> embedded_subscriber::start() {
    std::vector<cursor> found;
    for (const auto stream : what_.streams) {
        auto one = co_await find_cursor(stream);
        if (!one) {
            co_return one.error();
        }
        for (std::size_t partition = 0; partition < one->next.size(); ++partition) {
            parts_.streams.confirm(
                what_.group, {stream, static_cast<std::int32_t>(partition), one->next[partition]}
            );
        }
        found.push_back(std::move(*one));
    }
    if (const auto kept = co_await parts_.groups.keep_groups(); !kept) {
        co_return kept.error();
    }
    cursors_ = std::move(found);
    co_return result<void>{};
}

async_result<embedded_subscriber::cursor> embedded_subscriber::find_cursor(hub::model::stream stream
) {
    cursor found;
    found.stream = stream;
    for (std::int32_t partition = 0; partition < parts_.streams.partitions(); ++partition) {
        const auto kept = co_await positions_.next_offset(stream, partition);
        if (!kept) {
            co_return kept.error();
        }
        // Who never read begins at the beginning, and only if that is still there.
        found.next.push_back(kept->value_or(0));
    }
    const auto bounds = parts_.streams.bounds(stream);
    for (std::size_t partition = 0; partition < found.next.size(); ++partition) {
        const auto offset = found.next[partition];
        if (offset < bounds.starts[partition] || offset > bounds.ends[partition]) {
            co_return errc::position_lost;
        }
    }
    const auto wanted = found.next;
    const auto search = [stream, wanted](file_reader& file) {
        return file.first_batch(stream, wanted);
    };
    const auto first = co_await parts_.readers.read<std::uint64_t>(search);
    if (!first) {
        co_return first.error();
    }
    found.next_batch = *first;
    co_return found;
}

async_result<embedded_subscriber::taken> embedded_subscriber::take(std::size_t limit) {
    taken some;
    const auto first = turn_++;
    for (std::size_t step = 0; step < cursors_.size() && some.size() < limit; ++step) {
        auto& from = cursors_[(first + step) % cursors_.size()];
        while (some.size() < limit) {
            if (from.batches.empty()) {
                const auto more = co_await fetch(from);
                if (!more && some.empty()) {
                    co_return more.error();
                }
                // What is in hand is delivered first; the error comes back at the next call.
                if (!more || *more == supply::nothing_yet) {
                    break;
                }
            }
            deliver(from, limit, some);
        }
    }
    co_return some;
}

async_result<embedded_subscriber::supply> embedded_subscriber::fetch(cursor& from) {
    auto found = parts_.streams.find(from.stream, from.next_batch);
    if (found.place == batch_place::not_yet) {
        co_return supply::nothing_yet;
    }
    if (found.place == batch_place::memory) {
        from.batches.push_back(std::move(found.content));
        ++from.next_batch;
        co_return supply::something;
    }
    const auto stream = from.stream;
    const auto number = from.next_batch;
    const auto query = [stream, number](file_reader& file) {
        return file.read(stream, number, read_bytes);
    };
    auto read = co_await parts_.readers.read<std::vector<shared_batch>>(query);
    if (!read) {
        co_return read.error();
    }
    from.next_batch += read->size();
    from.batches.assign(
        std::make_move_iterator(read->begin()), std::make_move_iterator(read->end())
    );
    co_return supply::something;
}

void embedded_subscriber::deliver(cursor& from, std::size_t limit, taken& into) {
    const auto& records = from.batches.front()->records;
    for (; from.at < records.size() && into.size() < limit; ++from.at) {
        const auto& one = records[from.at];
        auto& next = from.next[static_cast<std::size_t>(one.position.partition)];
        if (one.position.offset >= next) {
            next = one.position.offset + 1;
            into.push_back(one);
        }
    }
    if (from.at == records.size()) {
        from.batches.pop_front();
        from.at = 0;
    }
}

}  // namespace adapters::embedded::broker
