#include "adapters/http/client/public_address.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace adapters::http::client {
namespace {

namespace ip = boost::asio::ip;

struct range_v4 {
    std::uint32_t first;
    unsigned bits;
};

constexpr std::uint32_t v4(std::uint32_t a, std::uint32_t b, std::uint32_t c) noexcept {
    return a << 24U | b << 16U | c << 8U;
}

// The registry of special-purpose addresses (RFC 6890 and its updates), multicast and what is above
// it.
constexpr std::array<range_v4, 15> special_v4{{
    {v4(0, 0, 0), 8},
    {v4(10, 0, 0), 8},
    {v4(100, 64, 0), 10},
    {v4(127, 0, 0), 8},
    {v4(169, 254, 0), 16},
    {v4(172, 16, 0), 12},
    {v4(192, 0, 0), 24},
    {v4(192, 0, 2), 24},
    {v4(192, 88, 99), 24},
    {v4(192, 168, 0), 16},
    {v4(198, 18, 0), 15},
    {v4(198, 51, 100), 24},
    {v4(203, 0, 113), 24},
    {v4(224, 0, 0), 4},
    {v4(240, 0, 0), 4},
}};

bool is_public_v4(std::uint32_t address) noexcept {
    constexpr unsigned width = 32;
    return std::none_of(special_v4.begin(), special_v4.end(), [&](const range_v4& one) {
        return address >> (width - one.bits) == one.first >> (width - one.bits);
    });
}

std::uint32_t v4_at(const ip::address_v6::bytes_type& bytes, std::size_t at) noexcept {
    std::uint32_t result = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        result = result << 8U | bytes[at + i];
    }
    return result;
}

template <std::size_t size>
bool begins(
    const ip::address_v6::bytes_type& bytes,
    const std::array<std::uint8_t, size>& with
) noexcept {
    return std::equal(with.begin(), with.end(), bytes.begin());
}

bool is_public_v6(const ip::address_v6::bytes_type& bytes) noexcept {
    constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    constexpr std::array<std::uint8_t, 12> nat64{0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0};
    constexpr std::array<std::uint8_t, 2> six_to_four{0x20, 0x02};
    constexpr std::array<std::uint8_t, 4> documentation{0x20, 0x01, 0x0D, 0xB8};
    // Teredo and the other protocol assignments under 2001::/23.
    constexpr std::array<std::uint8_t, 2> assignments{0x20, 0x01};
    constexpr std::size_t after_prefix = 12;
    if (begins(bytes, mapped) || begins(bytes, nat64)) {
        return is_public_v4(v4_at(bytes, after_prefix));
    }
    if (begins(bytes, six_to_four)) {
        return is_public_v4(v4_at(bytes, six_to_four.size()));
    }
    if (begins(bytes, documentation) || (begins(bytes, assignments) && bytes[2] < 2)) {
        return false;
    }
    // Global unicast is 2000::/3; all else is local, multicast or not assigned.
    return bytes[0] >> 5U == 1U;
}

}  // namespace

bool is_public(const ip::address& address) noexcept {
    return address.is_v4() ? is_public_v4(address.to_v4().to_uint())
                           : is_public_v6(address.to_v6().to_bytes());
}

}  // namespace adapters::http::client
