#include "adapters/kafka/ending.hpp"

#include "adapters/kafka/pause.hpp"

#include <atomic>
#include <memory>
#include <system_error>
#include <thread>

namespace adapters::kafka {
namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds step{2};

}  // namespace

asio::awaitable<bool> end_client(native::client ended, std::chrono::milliseconds limit) {
    const auto gone = std::make_shared<std::atomic<bool>>(false);
    auto* const client = ended.release();
    // A consumer has left its group already; a producer knows no such thing.
    const auto end = [client, gone] {
        rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
        *gone = true;
    };
    try {
        std::thread{end}.detach();
    } catch (const std::system_error&) {
        // No thread to be had: then it is left behind.
        co_return false;
    }
    const auto until = std::chrono::steady_clock::now() + limit;
    while (!*gone && std::chrono::steady_clock::now() < until) {
        co_await pause(step);
    }
    co_return gone->load();
}

}  // namespace adapters::kafka
