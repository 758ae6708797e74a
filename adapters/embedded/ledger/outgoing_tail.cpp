#include "adapters/embedded/ledger/outgoing_tail.hpp"

#include <algorithm>
#include <utility>

namespace adapters::embedded::ledger {

void outgoing_tail::append(std::vector<hub::ports::outgoing> added, std::uint64_t published_up_to) {
    const std::lock_guard lock{mutex_};
    for (auto& one : added) {
        bytes_ += one.record->value.size();
        entries_.push_back(std::move(one));
    }
    while (!entries_.empty() &&
           (bytes_ > bytes_limit_ || entries_.front().sequence <= published_up_to)) {
        drop_front();
    }
}

void outgoing_tail::drop_front() {
    bytes_ -= entries_.front().record->value.size();
    entries_.pop_front();
}

void outgoing_tail::clear() {
    const std::lock_guard lock{mutex_};
    entries_.clear();
    bytes_ = 0;
}

std::optional<std::vector<hub::ports::outgoing>>
outgoing_tail::read(std::uint64_t after, std::size_t limit) const {
    const std::lock_guard lock{mutex_};
    if (entries_.empty() || entries_.front().sequence > after + 1) {
        return std::nullopt;
    }
    const auto skipped =
        std::min<std::size_t>(after + 1 - entries_.front().sequence, entries_.size());
    const auto count = std::min(limit, entries_.size() - skipped);
    const auto begin = entries_.begin() + static_cast<std::ptrdiff_t>(skipped);
    return std::vector<hub::ports::outgoing>(begin, begin + static_cast<std::ptrdiff_t>(count));
}

}  // namespace adapters::embedded::ledger
