#include "tests/support/fake_broker.hpp"

#include "hub/ports/partitioner.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace tests::support {

using namespace hub::ports;
using hub::model::stream;

class fake_broker::member final : public subscriber {
public:
    member(fake_broker& owner, subscription what, position_source& positions)
        : owner_{owner}, what_{std::move(what)}, positions_{positions} {}

    async_result<std::vector<delivered>> next(std::size_t limit) override {
        if (const auto started = co_await start(); !started) {
            co_return started.error();
        }
        for (;;) {
            const auto heard = owner_.published_.rung();
            auto taken = take(limit);
            if (!taken || !taken->empty()) {
                co_return taken;
            }
            co_await owner_.published_.wait(heard);
        }
    }

    async_result<std::vector<position>> resume() override {
        std::vector<position> lost;
        for (const auto& [where, next] : next_) {
            const std::lock_guard lock{owner_.mutex_};
            const auto& log = owner_.partitions_[where];
            if (next < log.start || next > log.end()) {
                lost.push_back({where.first, where.second, log.start});
            }
        }
        if (const auto moved = co_await positions_.move_to(lost); !moved) {
            co_return moved.error();
        }
        started_ = false;
        co_return lost;
    }

    void confirm(const std::vector<position>& next_offsets) override {
        const std::lock_guard lock{owner_.mutex_};
        for (const auto& next : next_offsets) {
            owner_.confirmed_[{what_.group, {next.stream, next.partition}}] = next.offset;
        }
    }

    void close() override {
        {
            const std::lock_guard lock{owner_.mutex_};
            closed_ = true;
        }
        owner_.published_.ring();
    }

private:
    async_result<void> start() {
        if (started_) {
            co_return result<void>{};
        }
        for (const auto stream : what_.streams) {
            for (std::int32_t partition = 0; partition < owner_.options_.partitions; ++partition) {
                const auto kept = co_await positions_.next_offset(stream, partition);
                if (!kept) {
                    co_return kept.error();
                }
                // Who never read begins at the beginning, and only if that is still there.
                next_[{stream, partition}] = kept->value_or(0);
                const std::lock_guard lock{owner_.mutex_};
                owner_.confirmed_[{what_.group, {stream, partition}}] = kept->value_or(0);
            }
        }
        started_ = true;
        co_return result<void>{};
    }

    result<std::vector<delivered>> take(std::size_t limit) {
        const std::lock_guard lock{owner_.mutex_};
        if (closed_) {
            return errc::closed;
        }
        std::vector<delivered> taken;
        for (auto& [where, next] : next_) {
            const auto& log = owner_.partitions_[where];
            if (next < log.start || next > log.end()) {
                return errc::position_lost;
            }
            for (; next < log.end() && taken.size() < limit; ++next) {
                taken.push_back(
                    {log.records[static_cast<std::size_t>(next - log.start)],
                     {where.first, where.second, next}}
                );
            }
        }
        return taken;
    }

    fake_broker& owner_;
    subscription what_;
    position_source& positions_;
    std::map<place, std::int64_t> next_;
    bool started_ = false;
    bool closed_ = false;
};

fake_broker::fake_broker() : fake_broker{options{}} {}
fake_broker::fake_broker(options values) : options_{values} {}
fake_broker::~fake_broker() = default;

async_result<std::vector<result<position>>> fake_broker::publish(std::vector<shared_record> batch) {
    std::vector<result<position>> outcomes;
    {
        const std::lock_guard lock{mutex_};
        for (auto& one : batch) {
            if (one->key.size() + one->value.size() > options_.largest_record) {
                outcomes.emplace_back(errc::too_large);
                continue;
            }
            if (failures_left_ > 0) {
                --failures_left_;
                outcomes.emplace_back(failure_);
                continue;
            }
            const auto number = partition_of(one->key, options_.partitions);
            auto& log = partitions_[{one->stream, number}];
            outcomes.emplace_back(position{one->stream, number, log.end()});
            log.records.push_back(std::move(one));
        }
    }
    published_.ring();
    co_return outcomes;
}

std::unique_ptr<subscriber> fake_broker::subscribe(subscription what, position_source& positions) {
    return std::make_unique<member>(*this, std::move(what), positions);
}

std::vector<partition_lag> fake_broker::lags() const {
    const std::lock_guard lock{mutex_};
    std::vector<partition_lag> all;
    for (const auto& [who, offset] : confirmed_) {
        const auto& [group, where] = who;
        const auto log = partitions_.find(where);
        const auto end = log == partitions_.end() ? 0 : log->second.end();
        all.push_back({group, {where.first, where.second, offset}, end});
    }
    return all;
}

void fake_broker::fail_publishing(errc error, std::size_t records) {
    const std::lock_guard lock{mutex_};
    failure_ = error;
    failures_left_ = records;
}

void fake_broker::drop_before(const position& first) {
    const std::lock_guard lock{mutex_};
    auto& log = partitions_[{first.stream, first.partition}];
    const auto gone = std::clamp<std::int64_t>(first.offset - log.start, 0, log.end() - log.start);
    log.records.erase(log.records.begin(), log.records.begin() + gone);
    log.start += gone;
}

std::vector<delivered> fake_broker::contents(stream stream) const {
    const std::lock_guard lock{mutex_};
    std::vector<delivered> all;
    for (const auto& [where, log] : partitions_) {
        if (where.first != stream) {
            continue;
        }
        auto offset = log.start;
        for (const auto& one : log.records) {
            all.push_back({one, {where.first, where.second, offset++}});
        }
    }
    return all;
}

async_result<std::optional<position>>
fake_positions::next_position(stream stream, std::int32_t partition) {
    const std::lock_guard lock{mutex_};
    const auto kept = next_.find({stream, partition});
    co_return kept == next_.end() ? std::nullopt : std::optional{kept->second};
}

async_result<void> fake_positions::move_to(std::vector<position> next) {
    for (const auto& one : next) {
        set(one);
    }
    co_return result<void>{};
}

void fake_positions::advance(const std::vector<delivered>& handled) {
    for (const auto& one : handled) {
        const auto& where = one.position;
        const std::lock_guard lock{mutex_};
        auto& next = next_[{where.stream, where.partition}];
        const auto newest = std::max(next.newest_ms, one.written_ms);
        next = {where.stream, where.partition, where.offset + 1, newest};
    }
}

void fake_positions::set(const position& next) {
    const std::lock_guard lock{mutex_};
    next_[{next.stream, next.partition}] = next;
}

}  // namespace tests::support
