// Posts to webhooks over mutual TLS.
#pragma once

#include "hub/ports/push_channel.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace adapters::http::push {

enum class reach { public_only, internal_too };

struct options {
    // PEM files: the hub's chain and key as a client, and the roots of the receivers.
    std::string certificate_file;
    std::string key_file;
    std::string roots_file;
    std::chrono::milliseconds answer_time{10'000};
    reach may_reach = reach::public_only;
};

[[nodiscard]] std::unique_ptr<hub::ports::push_channels>
create_channels(boost::asio::any_io_executor executor, options how);

}  // namespace adapters::http::push
