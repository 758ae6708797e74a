#include "adapters/http/listener/connection.hpp"

#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/this_coro.hpp>

#include <utility>

namespace adapters::http::listener {
namespace asio = boost::asio;

namespace {

// Whoever keeps us waiting longer than this before he is in may have to make room; what he waits for
// us does not count.
constexpr std::chrono::seconds settling_time{1};

void count(listener_metrics::counter& one) noexcept {
    one.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace

connection::connection(asio::ip::tcp::socket socket, std::shared_ptr<loop_services> services)
    : services_{std::move(services)},
      shared_{*services_->shared},
      transport_{std::move(socket), services_} {
    transport_.set_deadline(shared_.options.deadlines.handshake);
}

connection::~connection() {
    leave_strangers();
}

asio::awaitable<void> connection::run() {
    // A cut is looked for as a state, so that what is held is always given back.
    co_await asio::this_coro::throw_if_cancelled(false);
    // Awaited apart: g++ 12 lays out the frame wrongly when this stands in the condition.
    const bool shaken = co_await shake_hands();
    if (shaken) {
        co_await serve();
    }
    co_await transport_.part(turn_.how);
}

void connection::check_deadline(transport::clock::time_point now) {
    if (!transport_.expire(now)) {
        return;
    }
    count(shared_.metrics.timeouts);
    const bool waits_for_sender = pieces_ != nullptr && pieces_->waits();
    if ((in_handler_ && !waits_for_sender) || is_ending_) {
        // What it does may or may not have happened: the sender gets no answer, and asks again.
        cut();
    }
}

void connection::cut() {
    transport_.cut();
    task_.emit(asio::cancellation_type::terminal);
}

bool connection::may_be_displaced(transport::clock::time_point now) const noexcept {
    return transport_.waits() && transport_.waited(now) >= settling_time;
}

void connection::displace() {
    is_displaced_ = true;
    leave_strangers();
    cut();
}

asio::awaitable<bool> connection::shake_hands() {
    const bool spoken = co_await transport_.spoken_to();
    if (!spoken) {
        count(shared_.metrics.handshakes_failed);
        co_return false;
    }
    turn_.how = parting::linger;
    shaken_by_ = services_->believed;
    const auto facts = std::make_shared<handshake_facts>();
    facts->clock = &shared_.clock;
    facts->memory = &services_->verdicts;
    const auto& context = shaken_by_->content().of(shared_.options.kind).context;
    const bool done = co_await transport_.handshake(*context, facts);
    if (!done) {
        refuse_handshake(*facts);
        co_return false;
    }
    meet_peer(*facts);
    co_return true;
}

asio::awaitable<void> connection::serve() {
    do {
        const auto head_size = co_await read_head();
        if (!head_size) {
            co_return;
        }
        co_await answer_next(*head_size);
    } while (turn_.after == persistence::keep && !transport_.is_cut());
}

asio::awaitable<std::optional<std::size_t>> connection::read_head() {
    const auto& options = shared_.options;
    std::size_t looked_at = 0;
    transport_.set_deadline(input_.empty() ? options.deadlines.idle : options.deadlines.header);
    for (;;) {
        const auto place = find_head(input_, looked_at);
        const bool too_large =
            place.size > options.limits.header_bytes ||
            (place.state == head_state::incomplete && input_.size() >= options.limits.header_bytes);
        if (too_large) {
            co_await refuse({431, "header_te_groot", "De headers van de aanvraag zijn te groot."});
            co_return std::nullopt;
        }
        if (place.state == head_state::broken) {
            co_await refuse({400, "header_ongeldig", "Een headerregel eindigt niet op CR LF."});
            co_return std::nullopt;
        }
        if (place.state == head_state::complete) {
            co_return place.size;
        }
        looked_at = input_.size();
        const bool between = input_.empty();
        const auto came = co_await transport_.read_more(
            input_, between ? transport::waiting::for_request : transport::waiting::within_request
        );
        if (came == arrival::expired && !between) {
            co_await refuse({408, "header_te_traag", "De headers kwamen niet op tijd."});
        }
        if (came != arrival::bytes) {
            turn_.how = between ? parting::at_once : turn_.how;
            co_return std::nullopt;
        }
        if (between) {
            transport_.set_deadline(options.deadlines.header);
        }
    }
}

}  // namespace adapters::http::listener
