#include "hub/runtime/bell.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <list>
#include <mutex>
#include <utility>

namespace hub::runtime {
namespace asio = boost::asio;

namespace {

class waiter {
public:
    virtual ~waiter() = default;
    // Posts the completion to the waiting side's executor; called once.
    virtual void complete(boost::system::error_code error) = 0;
};

template <class Handler>
class waiting_handler final : public waiter {
public:
    explicit waiting_handler(Handler handler)
        : work_{asio::get_associated_executor(handler)}, handler_{std::move(handler)} {}

    void complete(boost::system::error_code error) override {
        asio::post(work_.get_executor(), completion{std::move(handler_), error});
        work_.reset();
    }

private:
    struct completion {
        Handler handler;
        boost::system::error_code error;
        void operator()() { std::move(handler)(error); }
    };

    // Keeps the waiting side's context running as long as somebody waits on it.
    asio::executor_work_guard<asio::associated_executor_t<Handler>> work_;
    Handler handler_;
};

}  // namespace

struct bell::state {
    mutable std::mutex mutex;
    std::uint64_t rung = 0;
    std::uint64_t next_ticket = 0;
    std::list<std::pair<std::uint64_t, std::unique_ptr<waiter>>> waiting;

    void ring() {
        decltype(waiting) woken;
        {
            const std::lock_guard lock{mutex};
            ++rung;
            woken.swap(waiting);
        }
        for (auto& [ticket, one] : woken) {
            one->complete({});
        }
    }

    // Ringing and cancelling race for a waiter; whoever takes it off the list completes it.
    void cancel(std::uint64_t ticket) {
        decltype(waiting) taken;
        {
            const std::lock_guard lock{mutex};
            for (auto entry = waiting.begin(); entry != waiting.end(); ++entry) {
                if (entry->first == ticket) {
                    taken.splice(taken.begin(), waiting, entry);
                    break;
                }
            }
        }
        for (auto& [number, one] : taken) {
            one->complete(asio::error::operation_aborted);
        }
    }
};

namespace {

template <class State>
struct start_waiting {
    std::shared_ptr<State> state;
    std::uint64_t heard;

    template <class Handler>
    void operator()(Handler handler) const {
        auto slot = asio::get_associated_cancellation_slot(handler);
        std::unique_ptr<waiter> one =
            std::make_unique<waiting_handler<Handler>>(std::move(handler));
        const std::unique_lock lock{state->mutex};
        if (state->rung > heard) {
            one->complete({});
            return;
        }
        const auto ticket = state->next_ticket++;
        // The slot is set under the lock: once the waiter is on the list, ringing may complete it
        // and its slot may be gone.
        if (slot.is_connected()) {
            const std::weak_ptr<State> weak{state};
            slot.template emplace<cancel_waiting>(cancel_waiting{weak, ticket});
        }
        state->waiting.emplace_back(ticket, std::move(one));
    }

    struct cancel_waiting {
        std::weak_ptr<State> state;
        std::uint64_t ticket;
        void operator()(asio::cancellation_type) const {
            if (const auto strong = state.lock()) {
                strong->cancel(ticket);
            }
        }
    };
};

}  // namespace

bell::bell() : state_{std::make_shared<state>()} {}

bell::~bell() {
    state_->ring();
}

std::uint64_t bell::rung() const noexcept {
    const std::lock_guard lock{state_->mutex};
    return state_->rung;
}

asio::awaitable<void> bell::wait(std::uint64_t heard) {
    return asio::async_initiate<const asio::use_awaitable_t<>&, void(boost::system::error_code)>(
        start_waiting<state>{state_, heard}, asio::use_awaitable
    );
}

void bell::ring() {
    state_->ring();
}

}  // namespace hub::runtime
