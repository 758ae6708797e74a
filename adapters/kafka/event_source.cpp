#include "adapters/kafka/event_source.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cerrno>
#include <cstdint>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace adapters::kafka {
namespace asio = boost::asio;

namespace {

constexpr std::uint64_t one_signal = 1;

// Non-blocking: a full one that blocks would stop the library's threads.
int make_descriptor() {
    const auto descriptor = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (descriptor < 0) {
        throw std::system_error{errno, std::generic_category(), "eventfd"};
    }
    return descriptor;
}

}  // namespace

event_source::event_source(asio::any_io_executor executor, native::queue queue)
    : queue_{std::move(queue)}, descriptor_{std::move(executor), make_descriptor()} {
    rd_kafka_queue_io_event_enable(
        queue_.get(), descriptor_.native_handle(), &one_signal, sizeof one_signal
    );
    // What is in the queue already has signalled nobody.
    wake();
}

event_source::~event_source() {
    rd_kafka_queue_io_event_enable(queue_.get(), -1, nullptr, 0);
}

asio::awaitable<void> event_source::wait() {
    const auto [error] = co_await descriptor_.async_wait(
        asio::posix::stream_descriptor::wait_read, asio::as_tuple(asio::use_awaitable)
    );
    if (!error) {
        // Before the events are taken: what arrives meanwhile signals again.
        std::uint64_t signals = 0;
        // It fails only when another has read them.
        static_cast<void>(!::read(descriptor_.native_handle(), &signals, sizeof signals));
    }
}

void event_source::wake() noexcept {
    static_cast<void>(!::write(descriptor_.native_handle(), &one_signal, sizeof one_signal));
}

native::event event_source::next() noexcept {
    return native::event{rd_kafka_queue_poll(queue_.get(), 0)};
}

}  // namespace adapters::kafka
