// Ends a client without waiting for it for ever.
#pragma once

#include "adapters/kafka/native.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>

namespace adapters::kafka {

// librdkafka 2.0.2 may never come back from ending a consumer whose topic was deleted: a partition
// that is gone and what was fetched of it hold each other, and a thread waits for the last holder
// (its pull requests 4187, released in 2.1.0, and 4724 break such circles). So it is ended on a
// thread of its own. False when that took longer: it is left behind, closed to the cluster, with
// some memory and threads that sleep; never more than one for each time that a topic was deleted.
[[nodiscard]] boost::asio::awaitable<bool>
end_client(native::client ended, std::chrono::milliseconds limit = std::chrono::seconds{3});

}  // namespace adapters::kafka
