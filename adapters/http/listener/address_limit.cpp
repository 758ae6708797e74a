#include "adapters/http/listener/address_limit.hpp"

#include <algorithm>
#include <random>

namespace adapters::http::listener {
namespace {

constexpr std::size_t network_bytes = 8;

std::uint64_t network_of(const boost::asio::ip::address& who) noexcept {
    if (who.is_v4()) {
        return who.to_v4().to_uint();
    }
    const auto bytes = who.to_v6().to_bytes();
    if (who.to_v6().is_v4_mapped()) {
        return std::uint64_t{bytes[12]} << 24U | std::uint64_t{bytes[13]} << 16U |
               std::uint64_t{bytes[14]} << 8U | std::uint64_t{bytes[15]};
    }
    std::uint64_t result = 0;
    for (std::size_t index = 0; index < network_bytes; ++index) {
        result = result << 8U | bytes.at(index);
    }
    return result;
}

std::uint64_t random_seed() {
    std::random_device source;
    return std::uint64_t{source()} << 32U | source();
}

// The finaliser of splitmix64.
std::uint64_t mix(std::uint64_t value) noexcept {
    value = (value ^ value >> 30U) * 0xBF58476D1CE4E5B9U;
    value = (value ^ value >> 27U) * 0x94D049BB133111EBU;
    return value ^ value >> 31U;
}

}  // namespace

address_limit::address_limit(rate allowed)
    : interval_{
          std::chrono::duration_cast<clock::duration>(std::chrono::seconds{1}).count() /
          std::max<clock::rep>(allowed.per_second, 1)},
      most_{interval_ * std::max<clock::rep>(allowed.at_once, 1)},
      seed_{random_seed()},
      buckets_(sets) {}

bool address_limit::take(const boost::asio::ip::address& who, clock::time_point now) noexcept {
    const auto at = now.time_since_epoch().count();
    const std::lock_guard lock{changing_};
    auto& of = find(network_of(who));
    const auto next = std::max(of.full_at, at) + interval_;
    if (next - at > most_) {
        return false;
    }
    of.full_at = next;
    return true;
}

address_limit::bucket& address_limit::find(std::uint64_t network) noexcept {
    auto& set = buckets_[mix(network ^ seed_) % sets];
    const auto known = std::find_if(set.begin(), set.end(), [network](const bucket& one) {
        return one.network == network;
    });
    if (known != set.end()) {
        return *known;
    }
    // The one that is full, or fullest: least is forgotten with it.
    auto& chosen = *std::min_element(set.begin(), set.end(), [](const auto& a, const auto& b) {
        return a.full_at < b.full_at;
    });
    chosen = {network, 0};
    return chosen;
}

}  // namespace adapters::http::listener
