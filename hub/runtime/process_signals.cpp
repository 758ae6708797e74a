#include "hub/runtime/process_signals.hpp"

#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <utility>

namespace hub::runtime {
namespace asio = boost::asio;

struct process_signals::implementation : std::enable_shared_from_this<implementation> {
    implementation(asio::any_io_executor executor, handlers what)
        : signals{std::move(executor), SIGTERM, SIGINT, SIGHUP}, on{std::move(what)} {}

    void wait() {
        signals.async_wait([self = shared_from_this()](boost::system::error_code error, int which) {
            // Cancellation is a state: a signal that came in the same turn is not served any more.
            if (error || self->cancelled) {
                return;
            }
            const auto& call = which == SIGHUP ? self->on.reload : self->on.stop;
            if (call) {
                call();
            }
            self->wait();
        });
    }

    asio::signal_set signals;
    handlers on;
    bool cancelled = false;
};

process_signals::process_signals(asio::any_io_executor executor, handlers what)
    : implementation_{std::make_shared<implementation>(std::move(executor), std::move(what))} {
    std::signal(SIGPIPE, SIG_IGN);
    implementation_->wait();
}

process_signals::~process_signals() = default;

void process_signals::cancel() {
    implementation_->cancelled = true;
    implementation_->signals.cancel();
}

}  // namespace hub::runtime
