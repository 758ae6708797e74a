#include "tests/bench/exchange.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <deque>
#include <limits>
#include <stdexcept>
#include <sys/epoll.h>
#include <sys/prctl.h>

namespace tests::bench {
namespace {

constexpr int events_at_once = 64;

std::uint32_t micros_since(steady::time_point due) {
    const auto passed = std::chrono::duration_cast<std::chrono::microseconds>(steady::now() - due);
    return static_cast<std::uint32_t>(
        std::clamp<std::int64_t>(passed.count(), 0, std::numeric_limits<std::uint32_t>::max())
    );
}

void watch(int epoll, int operation, int socket, std::uint32_t events, std::size_t index) {
    epoll_event event{};
    event.events = events;
    event.data.u64 = index;
    if (epoll_ctl(epoll, operation, socket, &event) != 0) {
        throw std::runtime_error{"epoll does not take the connection"};
    }
}

}  // namespace

struct exchange::slot {
    explicit slot(tls_connection opened) : connection{std::move(opened)} {}

    tls_connection connection;
    http_frame frame;
    // What is still to be written of the request in hand.
    std::string_view unsent;
    steady::time_point due;
    bool waiting = false;
    bool watching_writes = false;
};

// One run over the connections.
class exchange::round {
public:
    round(exchange& owner, exchange_job& job, const pacing& pace)
        : owner_{owner}, job_{job}, pace_{pace} {
        for (std::size_t i = 0; i < owner_.slots_.size(); ++i) {
            free_.push_back(i);
        }
    }

    exchange_result run();

private:
    [[nodiscard]] steady::time_point next_due() const;
    [[nodiscard]] timespec wait_at_most() const;
    void hand_out();
    void start(std::size_t index, std::string_view request, steady::time_point due);
    void write(std::size_t index);
    void read(std::size_t index);
    // Whether the whole answer was there.
    bool finish_if_whole(std::size_t index, std::size_t bytes);
    void finish(std::size_t index);
    void reconnect(std::size_t index);
    void lose(std::size_t index);

    exchange& owner_;
    exchange_job& job_;
    const pacing& pace_;
    std::deque<std::size_t> free_;
    const steady::time_point started_ = steady::now();
    steady::time_point last_answer_ = started_;
    std::uint64_t handed_out_ = 0;
    std::size_t in_flight_ = 0;
    bool exhausted_ = false;
    exchange_result result_;
};

steady::time_point exchange::round::next_due() const {
    if (!pace_.rate) {
        return steady::now();
    }
    const std::chrono::duration<double> offset{static_cast<double>(handed_out_) / *pace_.rate};
    return started_ + std::chrono::duration_cast<steady::duration>(offset);
}

timespec exchange::round::wait_at_most() const {
    auto until = started_ + pace_.send_for + pace_.patience;
    if (!exhausted_ && !free_.empty()) {
        until = std::min(until, next_due());
    }
    const auto left = std::max(steady::duration::zero(), until - steady::now());
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
    return {.tv_sec = seconds.count(), .tv_nsec = (left - seconds).count()};
}

void exchange::round::hand_out() {
    while (!exhausted_ && !free_.empty()) {
        const auto now = steady::now();
        const auto due = next_due();
        if (now - started_ > pace_.send_for) {
            exhausted_ = true;
        } else if (due > now && pace_.rate) {
            return;
        } else if (const auto request = job_.next(free_.front()); request.empty()) {
            exhausted_ = true;
        } else {
            const auto index = free_.front();
            free_.pop_front();
            ++handed_out_;
            start(index, request, due);
        }
    }
}

void exchange::round::start(std::size_t index, std::string_view request, steady::time_point due) {
    auto& slot = *owner_.slots_[index];
    slot.unsent = request;
    slot.due = due;
    slot.waiting = true;
    ++in_flight_;
    write(index);
}

void exchange::round::write(std::size_t index) {
    auto& slot = *owner_.slots_[index];
    while (!slot.unsent.empty()) {
        const auto done = slot.connection.write(slot.unsent);
        if (done.state == progress::closed) {
            return lose(index);
        }
        if (done.state != progress::done) {
            slot.watching_writes = true;
            return watch(
                owner_.epoll_.value(),
                EPOLL_CTL_MOD,
                slot.connection.socket(),
                EPOLLIN | EPOLLOUT,
                index
            );
        }
        slot.unsent.remove_prefix(done.bytes);
    }
    if (slot.watching_writes) {
        slot.watching_writes = false;
        watch(owner_.epoll_.value(), EPOLL_CTL_MOD, slot.connection.socket(), EPOLLIN, index);
    }
}

void exchange::round::read(std::size_t index) {
    while (true) {
        // Looked up each time: an answer that closes brings another connection here.
        auto& slot = *owner_.slots_[index];
        const auto got = slot.connection.read(slot.frame.room());
        if (got.state == progress::closed) {
            return lose(index);
        }
        if (got.state != progress::done) {
            return;
        }
        if (finish_if_whole(index, got.bytes) && !owner_.slots_[index]->connection.has_pending()) {
            return;
        }
    }
}

bool exchange::round::finish_if_whole(std::size_t index, std::size_t bytes) {
    switch (owner_.slots_[index]->frame.filled(bytes)) {
        case frame_state::partial:
            return false;
        case frame_state::whole:
            finish(index);
            return true;
        case frame_state::malformed:
            break;
    }
    throw std::runtime_error{"an answer is no HTTP"};
}

void exchange::round::finish(std::size_t index) {
    auto& slot = *owner_.slots_[index];
    if (!slot.waiting) {
        // Said of its own accord, as with an idle connection that is ended.
        return lose(index);
    }
    const auto answer = slot.frame.message();
    job_.answered(index, answer, micros_since(slot.due));
    last_answer_ = steady::now();
    const bool closes = answer.closes();
    slot.frame.take();
    slot.waiting = false;
    --in_flight_;
    free_.push_back(index);
    if (closes) {
        reconnect(index);
    }
}

void exchange::round::lose(std::size_t index) {
    auto& slot = *owner_.slots_[index];
    if (slot.waiting) {
        job_.broken(index);
        --in_flight_;
        free_.push_back(index);
    }
    reconnect(index);
}

void exchange::round::reconnect(std::size_t index) {
    // The old socket leaves epoll by being closed.
    owner_.slots_[index] =
        std::make_unique<slot>(tls_connection::connect(owner_.context_, owner_.port_));
    watch(
        owner_.epoll_.value(),
        EPOLL_CTL_ADD,
        owner_.slots_[index]->connection.socket(),
        EPOLLIN,
        index
    );
    ++result_.reconnected;
}

exchange_result exchange::round::run() {
    std::array<epoll_event, events_at_once> events{};
    const auto give_up = started_ + pace_.send_for + pace_.patience;
    hand_out();
    while (!(exhausted_ && in_flight_ == 0) && steady::now() < give_up) {
        const auto wait = wait_at_most();
        const int ready =
            epoll_pwait2(owner_.epoll_.value(), events.data(), events_at_once, &wait, nullptr);
        if (ready < 0 && errno != EINTR) {
            throw std::runtime_error{"epoll does not wait"};
        }
        for (int i = 0; i < ready; ++i) {
            const auto& event = events.at(static_cast<std::size_t>(i));
            const auto index = static_cast<std::size_t>(event.data.u64);
            if ((event.events & EPOLLOUT) != 0) {
                write(index);
            }
            if ((event.events & ~static_cast<std::uint32_t>(EPOLLOUT)) != 0) {
                read(index);
            }
            hand_out();
        }
        hand_out();
    }
    result_.elapsed = last_answer_ - started_;
    result_.given_up = in_flight_;
    return result_;
}

exchange::exchange(SSL_CTX& context, std::uint16_t port, std::size_t connections)
    : context_{context}, port_{port}, epoll_{epoll_create1(EPOLL_CLOEXEC)} {
    // Without this the kernel may wake an open loop 50 µs late.
    prctl(PR_SET_TIMERSLACK, 1);
    for (std::size_t i = 0; i < connections; ++i) {
        slots_.push_back(std::make_unique<slot>(tls_connection::connect(context, port)));
        watch(epoll_.value(), EPOLL_CTL_ADD, slots_.back()->connection.socket(), EPOLLIN, i);
    }
}

exchange::~exchange() = default;

exchange_result exchange::run(exchange_job& job, const pacing& pace) {
    return round{*this, job, pace}.run();
}

}  // namespace tests::bench
