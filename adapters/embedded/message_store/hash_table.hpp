// Hashes and what they point to, in memory: the newest wins.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace adapters::embedded::message_store {

// Open addressing with 12 bytes a slot: sequences are kept as their distance from the first.
class hash_table {
public:
    // Hash is never 0; sequences are at least the first that was put.
    void put(std::uint64_t hash, std::uint64_t sequence) {
        if (4 * (size_ + 1) > 3 * hashes_.size()) {
            grow();
        }
        if (size_ == 0) {
            first_ = sequence;
        }
        const auto slot = slot_of(hash);
        size_ += hashes_[slot] == 0 ? 1U : 0U;
        hashes_[slot] = hash;
        distances_[slot] = static_cast<std::uint32_t>(sequence - first_);
    }

    [[nodiscard]] std::optional<std::uint64_t> find(std::uint64_t hash) const {
        if (size_ == 0) {
            return std::nullopt;
        }
        const auto slot = slot_of(hash);
        return hashes_[slot] == 0 ? std::nullopt : std::optional{first_ + distances_[slot]};
    }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    // In no order.
    [[nodiscard]] std::vector<std::pair<std::uint64_t, std::uint64_t>> entries() const {
        std::vector<std::pair<std::uint64_t, std::uint64_t>> all;
        all.reserve(size_);
        for (std::size_t slot = 0; slot < hashes_.size(); ++slot) {
            if (hashes_[slot] != 0) {
                all.emplace_back(hashes_[slot], first_ + distances_[slot]);
            }
        }
        return all;
    }

private:
    // Where the hash is, or the free slot where it belongs.
    [[nodiscard]] std::size_t slot_of(std::uint64_t hash) const {
        const auto mask = hashes_.size() - 1;
        auto slot = static_cast<std::size_t>(hash) & mask;
        while (hashes_[slot] != 0 && hashes_[slot] != hash) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    void grow() {
        const auto old_hashes = std::exchange(
            hashes_, std::vector<std::uint64_t>(hashes_.empty() ? 64 : 2 * hashes_.size())
        );
        const auto old_distances =
            std::exchange(distances_, std::vector<std::uint32_t>(hashes_.size()));
        for (std::size_t slot = 0; slot < old_hashes.size(); ++slot) {
            if (old_hashes[slot] != 0) {
                const auto next = slot_of(old_hashes[slot]);
                hashes_[next] = old_hashes[slot];
                distances_[next] = old_distances[slot];
            }
        }
    }

    std::vector<std::uint64_t> hashes_;
    std::vector<std::uint32_t> distances_;
    std::size_t size_ = 0;
    std::uint64_t first_ = 0;
};

}  // namespace adapters::embedded::message_store
