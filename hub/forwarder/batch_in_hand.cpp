#include "hub/forwarder/batch_in_hand.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

namespace hub::forwarder {
namespace {

// The stable code of what can't heal; nothing for what may.
std::optional<std::string> parking_code(const boost::system::error_code& error) {
    if (error == ports::make_error_code(ports::errc::too_large)) {
        return "te_groot_voor_transport";
    }
    if (error == ports::make_error_code(ports::errc::refused)) {
        return "geweigerd_door_transport";
    }
    return std::nullopt;
}

std::size_t bytes_of(const ports::record& record) {
    return record.key.size() + record.value.size();
}

}  // namespace

batch_in_hand::batch_in_hand(std::vector<ports::outgoing> records)
    : records_{std::move(records)}, round_(records_.size()) {
    std::iota(round_.begin(), round_.end(), std::size_t{0});
}

std::vector<ports::shared_record> batch_in_hand::next_chunk(std::size_t bytes) {
    std::vector<ports::shared_record> chunk;
    chunk_end_ = next_;
    std::size_t taken = 0;
    while (chunk_end_ < round_.size()) {
        const auto& record = records_[round_[chunk_end_]].record;
        taken += bytes_of(*record);
        if (!chunk.empty() && taken > bytes) {
            break;
        }
        chunk.push_back(record);
        ++chunk_end_;
    }
    return chunk;
}

void batch_in_hand::settle(std::span<const ports::result<ports::position>> outcomes) {
    std::unordered_set<std::string_view> failed_keys;
    for (std::size_t i = 0; next_ < chunk_end_; ++i, ++next_) {
        const auto place = round_[next_];
        const auto& one = records_[place];
        // A publisher that answers too little leaves the rest unknown.
        const auto answered = i < outcomes.size();
        const auto code =
            answered && outcomes[i].has_error() ? parking_code(outcomes[i].error()) : std::nullopt;
        if (code) {
            parked_.push_back({one.sequence, *code});
        } else if (answered && outcomes[i].has_value() && !failed_keys.contains(one.record->key)) {
            published_.push_back({one.sequence, *outcomes[i]});
        } else {
            failed_keys.insert(one.record->key);
            go_again(place);
        }
    }
}

void batch_in_hand::settle_all_failed() {
    for (; next_ < chunk_end_; ++next_) {
        go_again(round_[next_]);
    }
}

void batch_in_hand::begin_round() {
    // What this round did not reach stands behind what failed, in the batch's order.
    again_.insert(again_.end(), round_.begin() + static_cast<std::ptrdiff_t>(next_), round_.end());
    round_ = std::move(again_);
    std::sort(round_.begin(), round_.end());
    again_.clear();
    next_ = 0;
    chunk_end_ = 0;
}

bool batch_in_hand::done() const noexcept {
    return again_.empty() && next_ == round_.size();
}

void batch_in_hand::go_again(std::size_t place) {
    again_.push_back(place);
}

}  // namespace hub::forwarder
