// A librdkafka queue as something that a coroutine can wait for.
#pragma once

#include "adapters/kafka/native.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <cstddef>

namespace adapters::kafka {

// Belongs to one loop, apart from wake(). The queue's client must outlive it.
class event_source {
public:
    event_source(boost::asio::any_io_executor executor, native::queue queue);
    // Events signal nobody from here on.
    ~event_source();
    event_source(const event_source&) = delete;
    event_source& operator=(const event_source&) = delete;

    // Returns when there may be events, or after wake(). The library signals only when its queue
    // was empty: take events until there are none before waiting again.
    [[nodiscard]] boost::asio::awaitable<void> wait();

    // From any thread.
    void wake() noexcept;

    // Nothing when there is none.
    [[nodiscard]] native::event next() noexcept;

    [[nodiscard]] rd_kafka_queue_t* queue() const noexcept { return queue_.get(); }

private:
    native::queue queue_;
    boost::asio::posix::stream_descriptor descriptor_;
};

// So many events are handled before others of the loop have their turn.
inline constexpr std::size_t events_per_turn = 256;

}  // namespace adapters::kafka
