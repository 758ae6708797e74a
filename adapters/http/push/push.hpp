// Posts to webhooks over mutual TLS.
#pragma once

#include "adapters/http/client/client.hpp"
#include "hub/ports/push_channel.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace adapters::http::push {

// Each channel goes to its target's host and port, and by all else that is given.
[[nodiscard]] std::unique_ptr<hub::ports::push_channels>
create_channels(boost::asio::any_io_executor executor, client::options how);

}  // namespace adapters::http::push
