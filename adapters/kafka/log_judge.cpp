#include "adapters/kafka/log_judge.hpp"

#include <algorithm>

namespace adapters::kafka {
namespace {

constexpr int enough_looks = 2;

}  // namespace

log_judge::verdict log_judge::judge(
    const log_sight& seen,
    const std::map<reading::place, reading::progress>& before,
    supply now
) {
    auto found = verdict::fine;
    remade_.insert(seen.others.begin(), seen.others.end());
    for (const auto& one : seen.ends) {
        const reading::place where{one.stream, one.partition};
        auto& known = known_[where];
        const auto ours = before.find(where);
        const auto given = ours == before.end() ? unknown : ours->second.end;
        if (ours != before.end()) {
            known.end = std::max(known.end, given);
            known.next = ours->second.next;
        }
        compare(where, one.offset, known);
        const bool waits = given != unknown && one.offset > given && now == supply::flows;
        known.waiting = !waits ? 0 : known.given == given ? known.waiting + 1 : 1;
        known.given = given;
        if (ours != before.end() && is_lost(where, ours->second)) {
            found = verdict::lost;
        } else if (found == verdict::fine && known.waiting >= enough_looks) {
            found = verdict::silent;
        }
    }
    remember_missing(seen);
    remember_read(before);
    return found;
}

void log_judge::remember_read(const std::map<reading::place, reading::progress>& before) {
    for (const auto& [where, ours] : before) {
        if (ours.newest_ms > 0) {
            read_[where] = {where.first, where.second, ours.end, ours.newest_ms};
        }
    }
}

std::vector<hub::ports::position> log_judge::read() const {
    std::vector<hub::ports::position> all;
    all.reserve(read_.size());
    for (const auto& [where, position] : read_) {
        all.push_back(position);
    }
    return all;
}

void log_judge::found_others(const std::vector<hub::ports::position>& where) {
    for (const auto& one : where) {
        remade_.insert({one.stream, one.partition});
    }
}

void log_judge::remember_missing(const log_sight& seen) {
    for (const auto stream : seen.missing) {
        if (++missing_[stream] >= enough_looks) {
            gone_.insert(stream);
        }
    }
    for (auto& [where, known] : known_) {
        if (seen.missing.contains(where.first)) {
            known.waiting = 0;
        }
    }
    for (const auto& one : seen.ends) {
        missing_.erase(one.stream);
        gone_.erase(one.stream);
    }
}

void log_judge::compare(const reading::place& where, std::int64_t end, known_log& known) {
    if (gone_.contains(where.first)) {
        mark(where, known);
        known.end = end;
    } else if (end >= known.end) {
        known.end = end;
        known.shorter = 0;
    } else if (++known.shorter >= enough_looks) {
        mark(where, known);
    }
}

// Who read nothing of the log that was, loses nothing of it.
void log_judge::mark(const reading::place& where, known_log& known) {
    if (known.next > 0) {
        remade_.insert(where);
    } else if (known.next == unknown) {
        suspect_.insert(where);
    }
}

bool log_judge::is_lost(const reading::place& where, const reading::progress& ours) {
    if (suspect_.erase(where) != 0 && ours.begun > 0) {
        remade_.insert(where);
    }
    return remade_.contains(where);
}

bool log_judge::is_remade(const reading::place& where) const {
    return remade_.contains(where) || suspect_.contains(where) || gone_.contains(where.first);
}

void log_judge::put_right() {
    known_.clear();
    read_.clear();
    missing_.clear();
    gone_.clear();
    remade_.clear();
    suspect_.clear();
}

void log_judge::begin_anew() {
    for (auto& [where, known] : known_) {
        known.given = unknown;
        known.waiting = 0;
    }
}

}  // namespace adapters::kafka
