#include "hub/runtime/sleeper.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <exception>
#include <iterator>
#include <memory>
#include <utility>

namespace hub::runtime {
namespace asio = boost::asio;

namespace {

template <class Handler>
class sleeping_handler final : public sleeper::handler {
public:
    explicit sleeping_handler(Handler asleep) : handler_{std::move(asleep)} {}
    void complete() override { std::move(handler_)(); }

private:
    Handler handler_;
};

struct begin_sleeping {
    std::function<void(sleeper)> start;

    template <class Handler>
    void operator()(Handler handler) const {
        auto executor = asio::get_associated_executor(handler);
        start(sleeper{
            std::make_unique<sleeping_handler<Handler>>(std::move(handler)), std::move(executor)});
    }
};

struct resume_all {
    std::vector<sleeper> group;

    // An exception of one must not leave the others asleep for ever.
    void operator()() {
        std::exception_ptr first;
        for (auto& one : group) {
            try {
                one.resume();
            } catch (...) {
                first = first ? first : std::current_exception();
            }
        }
        if (first) {
            std::rethrow_exception(first);
        }
    }
};

}  // namespace

sleeper::sleeper(std::unique_ptr<handler> asleep, asio::any_io_executor executor)
    : handler_{std::move(asleep)},
      executor_{std::move(executor)},
      work_{asio::prefer(executor_, asio::execution::outstanding_work.tracked)} {}

void sleeper::resume() {
    handler_->complete();
}

asio::awaitable<void> suspend(std::function<void(sleeper)> start) {
    return asio::async_initiate<const asio::use_awaitable_t<>&, void()>(
        begin_sleeping{std::move(start)}, asio::use_awaitable
    );
}

void wake(std::vector<sleeper>& sleeping) {
    while (!sleeping.empty()) {
        const auto executor = sleeping.front().executor();
        // The one who is woken may be the last work of its context, which ends, and is destroyed,
        // while this thread is still inside post(): hold it until then.
        const auto held = asio::prefer(executor, asio::execution::outstanding_work.tracked);
        const auto others = std::stable_partition(
            sleeping.begin(),
            sleeping.end(),
            [&executor](const sleeper& one) { return one.executor() == executor; }
        );
        resume_all group;
        group.group.assign(
            std::make_move_iterator(sleeping.begin()), std::make_move_iterator(others)
        );
        sleeping.erase(sleeping.begin(), others);
        asio::post(executor, std::move(group));
    }
}

}  // namespace hub::runtime
