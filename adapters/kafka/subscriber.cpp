#include "adapters/kafka/subscriber.hpp"

#include <utility>

namespace adapters::kafka {

using hub::ports::async_result;
using hub::ports::delivered;
using hub::ports::errc;
using hub::ports::position;

kafka_subscriber::kafka_subscriber(
    std::shared_ptr<reading> shared,
    std::shared_ptr<consumer> client,
    hub::ports::position_source& positions
)
    : shared_{std::move(shared)}, client_{std::move(client)}, positions_{positions} {}

kafka_subscriber::~kafka_subscriber() {
    close();
}

async_result<std::vector<delivered>> kafka_subscriber::next(std::size_t limit) {
    for (;;) {
        const auto heard = shared_->changed().rung();
        auto now = shared_->take(limit);
        client_->handled();
        switch (now.what) {
            case reading::step::kind::closed:
                co_return errc::closed;
            case reading::step::kind::lost:
                co_return errc::position_lost;
            case reading::step::kind::records:
                co_return std::move(now.records);
            case reading::step::kind::positions: {
                auto found = co_await look_up(now.asked);
                if (!found) {
                    co_return found.error();
                }
                const auto others = co_await client_->others(*found);
                if (!others) {
                    co_return others.error();
                }
                if (!others->empty()) {
                    shared_->lose();
                    break;
                }
                shared_->answer(now.asked, std::move(*found));
                client_->wake();
                break;
            }
            case reading::step::kind::wait:
                co_await shared_->changed().wait(heard);
                break;
        }
    }
}

async_result<std::vector<position>> kafka_subscriber::look_up(reading::places asked) {
    std::vector<position> found;
    for (const auto& [stream, partition] : asked) {
        const auto kept = co_await positions_.next_position(stream, partition);
        if (!kept) {
            co_return kept.error();
        }
        // Who never read begins at the beginning, and only if that is still there.
        found.push_back(kept->value_or(position{stream, partition, 0}));
    }
    co_return found;
}

async_result<std::vector<position>> kafka_subscriber::resume() {
    const auto bounds = co_await client_->bounds();
    if (!bounds) {
        co_return bounds.error();
    }
    std::vector<position> lost;
    for (const auto& one : *bounds) {
        const auto kept = co_await positions_.next_offset(one.oldest.stream, one.oldest.partition);
        if (!kept) {
            co_return kept.error();
        }
        const auto next = kept->value_or(0);
        const bool another_log =
            next > 0 && client_->is_remade({one.oldest.stream, one.oldest.partition});
        if (next < one.oldest.offset || next > one.end || another_log) {
            lost.push_back(one.oldest);
        }
    }
    if (const auto moved = co_await positions_.move_to(lost); !moved) {
        co_return moved.error();
    }
    shared_->find_again();
    client_->put_right();
    client_->wake();
    co_return lost;
}

void kafka_subscriber::confirm(const std::vector<position>& next_offsets) {
    shared_->confirm(next_offsets);
}

void kafka_subscriber::close() {
    shared_->close();
    client_->wake();
}

}  // namespace adapters::kafka
