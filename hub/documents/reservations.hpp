// What is coming in at this moment, so that nobody takes more than its share while it is not stored
// yet.
#pragma once

#include "hub/model/oin.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

namespace hub::documents {

struct reservation_limits {
    std::size_t at_once = 32;
    std::size_t at_once_per_owner = 4;
};

// Thread-safe; outlives its places.
class reservations {
public:
    explicit reservations(reservation_limits limits) noexcept : limits_{limits} {}
    reservations(const reservations&) = delete;
    reservations& operator=(const reservations&) = delete;

    // One document on its way; gives its room back when it goes. An empty one holds none.
    class place {
    public:
        place() = default;
        place(place&& other) noexcept;
        place& operator=(place&& other) noexcept;
        ~place();
        explicit operator bool() const noexcept { return all_ != nullptr; }

    private:
        friend class reservations;
        place(reservations& all, const model::oin& owner, std::uint64_t bytes);
        void swap(place& other) noexcept;

        reservations* all_ = nullptr;
        model::oin owner_;
        std::uint64_t bytes_ = 0;
    };

    // Empty when too many come in at once.
    [[nodiscard]] place take(const model::oin& owner, std::uint64_t bytes);
    // Of this owner, the one asking included.
    [[nodiscard]] std::uint64_t reserved(const model::oin& owner) const;

private:
    struct share {
        std::size_t documents = 0;
        std::uint64_t bytes = 0;
    };
    void give_back(const model::oin& owner, std::uint64_t bytes) noexcept;

    const reservation_limits limits_;
    mutable std::mutex mutex_;
    std::size_t all_ = 0;
    std::map<model::oin, share> owners_;
};

}  // namespace hub::documents
