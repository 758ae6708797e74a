#include "adapters/http/client/public_address.hpp"

#include <gtest/gtest.h>

namespace adapters::http::client {
namespace {

bool judge(const char* text) {
    return is_public(boost::asio::ip::make_address(text));
}

TEST(an_address, is_public_outside_every_special_range) {
    for (const auto* text :
         {"1.1.1.1",
          "11.0.0.1",
          "172.15.255.255",
          "172.32.0.1",
          "192.167.0.1",
          "100.63.0.1",
          "223.255.255.255",
          "2a02:a45::1",
          "2606:4700::1111",
          "2002:0101:0101::1",
          "64:ff9b::1.1.1.1",
          "::ffff:1.1.1.1"}) {
        EXPECT_TRUE(judge(text)) << text;
    }
}

TEST(an_address, is_not_public_inside_one_whatever_it_is_wrapped_in) {
    for (const auto* text :
         {"0.0.0.0",
          "10.1.2.3",
          "100.64.0.1",
          "127.0.0.1",
          "127.255.0.1",
          "169.254.169.254",
          "172.16.0.1",
          "172.31.255.255",
          "192.0.0.8",
          "192.0.2.1",
          "192.168.1.1",
          "198.18.0.1",
          "198.51.100.7",
          "203.0.113.9",
          "224.0.0.1",
          "255.255.255.255",
          "::",
          "::1",
          "fc00::1",
          "fd12::1",
          "fe80::1",
          "ff02::1",
          "2001:db8::1",
          "2001::1",
          "2001:1ff::1",
          "::ffff:10.0.0.1",
          "::ffff:127.0.0.1",
          "2002:0a00:0001::1",
          "2002:7f00:0001::",
          "64:ff9b::169.254.169.254",
          "64:ff9b:1::1",
          "100::1"}) {
        EXPECT_FALSE(judge(text)) << text;
    }
}

}  // namespace
}  // namespace adapters::http::client
