#include "adapters/kafka/reading.hpp"

#include <algorithm>
#include <utility>

namespace adapters::kafka {

using hub::ports::delivered;
using hub::ports::position;

namespace {

std::size_t bytes_of(const delivered& one) {
    return one.record->key.size() + one.record->value.size();
}

}  // namespace

reading::step reading::take(std::size_t limit) {
    const std::lock_guard lock{mutex_};
    in_hand_ = false;
    step now;
    if (closed_) {
        now.what = step::kind::closed;
    } else if (lost_) {
        now.what = step::kind::lost;
    } else if (asked_) {
        now.what = step::kind::positions;
        now.asked = *asked_;
    } else if (!ready_.empty()) {
        now.what = step::kind::records;
        while (!ready_.empty() && now.records.size() < limit) {
            ready_bytes_ -= bytes_of(ready_.front());
            now.records.push_back(std::move(ready_.front()));
            ready_.pop_front();
        }
        in_hand_ = true;
    }
    return now;
}

void reading::answer(const places& asked, std::vector<position> positions) {
    const std::lock_guard lock{mutex_};
    // Taken away, or others given, while they were looked up: that is no answer.
    if (asked_ != asked) {
        return;
    }
    asked_.reset();
    for (const auto& one : positions) {
        auto& known = progress_[{one.stream, one.partition}];
        known.next = one.offset;
        known.end = std::max(known.end, one.offset);
        known.begun = one.offset;
        const bool all_seen = one.newest_ms > 0 || one.offset == 0;
        known.newest_ms = all_seen ? one.newest_ms : unknown_time;
    }
    answered_ = std::move(positions);
}

void reading::confirm(const std::vector<position>& next_offsets) {
    const std::lock_guard lock{mutex_};
    for (const auto& one : next_offsets) {
        const place where{one.stream, one.partition};
        auto& known = progress_[where];
        known.next = one.offset;
        known.end = std::max(known.end, one.offset);
        uncommitted_[where] = one.offset;
    }
}

void reading::close() {
    {
        const std::lock_guard lock{mutex_};
        closed_ = true;
    }
    changed_.ring();
}

void reading::find_again() {
    const std::lock_guard lock{mutex_};
    lost_ = false;
    find_again_ = true;
    // Where the client that is being replaced was says nothing of the logs any more.
    progress_.clear();
}

void reading::finding() {
    const std::lock_guard lock{mutex_};
    find_again_ = false;
}

bool reading::to_find_again() const {
    const std::lock_guard lock{mutex_};
    return find_again_;
}

void reading::give(delivered one) {
    const std::lock_guard lock{mutex_};
    auto& known = progress_[{one.position.stream, one.position.partition}];
    // After a pause the library fetches again; what was seen is not given twice.
    if (one.position.offset < known.end) {
        return;
    }
    known.end = one.position.offset + 1;
    if (known.newest_ms != unknown_time) {
        known.newest_ms = std::max(known.newest_ms, one.written_ms);
    }
    ready_bytes_ += bytes_of(one);
    ready_.push_back(std::move(one));
    given_ = true;
}

void reading::tell_of_given() {
    {
        const std::lock_guard lock{mutex_};
        if (!std::exchange(given_, false)) {
            return;
        }
    }
    changed_.ring();
}

void reading::ask(places asked) {
    {
        const std::lock_guard lock{mutex_};
        asked_ = std::move(asked);
        answered_.reset();
    }
    changed_.ring();
}

std::optional<std::vector<position>> reading::answered() {
    const std::lock_guard lock{mutex_};
    return std::exchange(answered_, std::nullopt);
}

void reading::forget() {
    const std::lock_guard lock{mutex_};
    ready_.clear();
    ready_bytes_ = 0;
    asked_.reset();
    answered_.reset();
    progress_.clear();
}

void reading::lose() {
    {
        const std::lock_guard lock{mutex_};
        // What the client that is being replaced still hears is over.
        lost_ = !find_again_;
    }
    changed_.ring();
}

std::vector<position> reading::to_commit() {
    const std::lock_guard lock{mutex_};
    std::vector<position> all;
    all.reserve(uncommitted_.size());
    for (const auto& [where, offset] : uncommitted_) {
        all.push_back({where.first, where.second, offset});
    }
    uncommitted_.clear();
    return all;
}

bool reading::in_hand() const {
    const std::lock_guard lock{mutex_};
    return in_hand_;
}

bool reading::closed() const {
    const std::lock_guard lock{mutex_};
    return closed_;
}

bool reading::lost() const {
    const std::lock_guard lock{mutex_};
    return lost_;
}

std::size_t reading::records() const {
    const std::lock_guard lock{mutex_};
    return ready_.size();
}

std::size_t reading::bytes() const {
    const std::lock_guard lock{mutex_};
    return ready_bytes_;
}

std::map<reading::place, reading::progress> reading::progresses() const {
    const std::lock_guard lock{mutex_};
    return progress_;
}

}  // namespace adapters::kafka
