#include "hub/documents/reservations.hpp"

#include <utility>

namespace hub::documents {

reservations::place::place(reservations& all, const model::oin& owner, std::uint64_t bytes)
    : all_{&all}, owner_{owner}, bytes_{bytes} {}

reservations::place::place(place&& other) noexcept {
    swap(other);
}

reservations::place& reservations::place::operator=(place&& other) noexcept {
    place taken{std::move(other)};
    swap(taken);
    return *this;
}

reservations::place::~place() {
    if (all_ != nullptr) {
        all_->give_back(owner_, bytes_);
    }
}

void reservations::place::swap(place& other) noexcept {
    std::swap(all_, other.all_);
    std::swap(owner_, other.owner_);
    std::swap(bytes_, other.bytes_);
}

reservations::place reservations::take(const model::oin& owner, std::uint64_t bytes) {
    const std::scoped_lock lock{mutex_};
    const auto found = owners_.find(owner);
    const auto own = found == owners_.end() ? 0 : found->second.documents;
    if (all_ >= limits_.at_once || own >= limits_.at_once_per_owner) {
        return {};
    }
    auto& mine = owners_[owner];
    ++all_;
    ++mine.documents;
    mine.bytes += bytes;
    return place{*this, owner, bytes};
}

std::uint64_t reservations::reserved(const model::oin& owner) const {
    const std::scoped_lock lock{mutex_};
    const auto found = owners_.find(owner);
    return found == owners_.end() ? 0 : found->second.bytes;
}

void reservations::give_back(const model::oin& owner, std::uint64_t bytes) noexcept {
    const std::scoped_lock lock{mutex_};
    const auto found = owners_.find(owner);
    --all_;
    found->second.bytes -= bytes;
    if (--found->second.documents == 0) {
        owners_.erase(found);
    }
}

}  // namespace hub::documents
