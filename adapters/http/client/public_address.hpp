// Which addresses lie outside every private, local or reserved range.
#pragma once

#include <boost/asio/ip/address.hpp>

namespace adapters::http::client {

// What is embedded in an IPv6 address (mapped, 6to4, NAT64) is judged as the IPv4 address that it
// stands for.
[[nodiscard]] bool is_public(const boost::asio::ip::address& address) noexcept;

}  // namespace adapters::http::client
