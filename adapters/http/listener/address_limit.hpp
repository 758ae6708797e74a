// How many connections an address may begin: a token bucket per address, looked at before anything
// is spent on TLS.
#pragma once

#include <boost/asio/ip/address.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace adapters::http::listener {

// Thread-safe; touched once per connection. Of a fixed size whatever comes.
class address_limit {
public:
    using clock = std::chrono::steady_clock;

    // So many per second in the long run, and so many at once.
    struct rate {
        std::uint32_t per_second = 0;
        std::uint32_t at_once = 0;
    };

    explicit address_limit(rate allowed);

    // False when this address has to wait. Of IPv6 the /64 counts, which is what one subscriber
    // has.
    [[nodiscard]] bool take(const boost::asio::ip::address& who, clock::time_point now) noexcept;

private:
    static constexpr std::size_t sets = 512;
    static constexpr std::size_t ways = 8;

    struct bucket {
        std::uint64_t network = 0;
        // The moment at which it is full again; one that is full may be given to another address.
        clock::rep full_at = 0;
    };

    [[nodiscard]] bucket& find(std::uint64_t network) noexcept;

    const clock::rep interval_;
    const clock::rep most_;
    // Nobody outside knows which addresses share a set.
    const std::uint64_t seed_;
    std::mutex changing_;
    std::vector<std::array<bucket, ways>> buckets_;
};

}  // namespace adapters::http::listener
