// Turns the process's signals into calls on a loop.
#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>

namespace hub::runtime {

// SIGPIPE is ignored for the whole process from its construction on: OpenSSL writes to descriptors.
class process_signals {
public:
    struct handlers {
        // SIGTERM and SIGINT, each time.
        std::function<void()> stop;
        // SIGHUP.
        std::function<void()> reload;
    };

    process_signals(boost::asio::any_io_executor executor, handlers what);
    process_signals(const process_signals&) = delete;
    process_signals& operator=(const process_signals&) = delete;
    ~process_signals();

    // No more calls after this; on the executor's thread. The loop can then run out of work.
    void cancel();

private:
    struct implementation;
    std::shared_ptr<implementation> implementation_;
};

}  // namespace hub::runtime
