#include "adapters/http/listener/listener.hpp"

#include "adapters/http/listener/accepting_loop.hpp"
#include "hub/runtime/on.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <csignal>
#include <utility>

namespace adapters::http::listener {
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

class loops_listener final : public listener {
public:
    loops_listener(listener_options options, listener_parts parts)
        : executors_{std::move(parts.loops)},
          shared_{std::make_shared<listener_services>(
              std::move(options),
              parts.handler,
              parts.clock,
              parts.events,
              parts.standings
          )} {
        std::signal(SIGPIPE, SIG_IGN);
        const auto& chosen = shared_->options;
        const auto strangers =
            std::max<std::size_t>(1, chosen.limits.strangers / executors_.size());
        tcp::endpoint where{asio::ip::make_address(chosen.address), chosen.port};
        for (const auto& executor : executors_) {
            loops_.push_back(std::make_shared<accepting_loop>(
                std::make_shared<loop_services>(executor, shared_, parts.believed, strangers),
                where,
                loops_.empty() ? port_use::take : port_use::join
            ));
            // The first loop may have taken any free port; the others join it.
            where = loops_.front()->endpoint();
        }
        port_ = where.port();
    }

    [[nodiscard]] std::uint16_t port() const noexcept override { return port_; }

    void start() override {
        on_every_loop([](accepting_loop& one) { one.start(); });
    }

    void reload(std::shared_ptr<const trust> fresh) override {
        on_every_loop([fresh = std::move(fresh)](accepting_loop& one) { one.reload(fresh); });
    }

    void stop_accepting() override {
        on_every_loop([](accepting_loop& one) { one.stop_accepting(); });
    }

    [[nodiscard]] asio::awaitable<std::size_t> drain(std::chrono::milliseconds grace) override {
        const auto deadline = std::chrono::steady_clock::now() + grace;
        // All loops begin at once; waiting for one after the other then costs nothing.
        stop_accepting();
        std::size_t late = 0;
        for (std::size_t index = 0; index < loops_.size(); ++index) {
            late += co_await hub::runtime::on(executors_[index], loops_[index]->finish(deadline));
        }
        co_return late;
    }

    [[nodiscard]] const listener_metrics& metrics() const noexcept override {
        return shared_->metrics;
    }

private:
    template <class Function>
    void on_every_loop(Function act) {
        for (std::size_t index = 0; index < loops_.size(); ++index) {
            asio::post(executors_[index], [one = loops_[index], act] { act(*one); });
        }
    }

    std::vector<asio::any_io_executor> executors_;
    std::shared_ptr<listener_services> shared_;
    std::vector<std::shared_ptr<accepting_loop>> loops_;
    std::uint16_t port_ = 0;
};

}  // namespace

std::unique_ptr<listener> create_listener(listener_options options, listener_parts parts) {
    return std::make_unique<loops_listener>(std::move(options), std::move(parts));
}

}  // namespace adapters::http::listener
