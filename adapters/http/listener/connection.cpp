#include "adapters/http/listener/connection.hpp"

#include "adapters/http/listener/verification.hpp"

#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <utility>

namespace adapters::http::listener {
namespace asio = boost::asio;

namespace {

constexpr std::size_t short_thumbprint = 12;

void count(listener_metrics::counter& one) noexcept {
    one.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace

connection::connection(asio::ip::tcp::socket socket, std::shared_ptr<loop_services> services)
    : services_{std::move(services)},
      shared_{*services_->shared},
      transport_{std::move(socket), services_},
      shaken_by_{services_->believed},
      judged_by_{services_->believed} {
    transport_.set_deadline(shared_.options.deadlines.handshake);
}

connection::~connection() {
    if (counted_) {
        shared_.organisations.leave(*counted_);
    }
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
    if (in_handler_) {
        // What it does may or may not have happened: the sender gets no answer, and asks again.
        cut();
    }
}

void connection::cut() {
    transport_.cut();
    task_.emit(asio::cancellation_type::terminal);
}

asio::awaitable<bool> connection::shake_hands() {
    const bool spoken = co_await transport_.spoken_to();
    if (!spoken) {
        count(shared_.metrics.handshakes_failed);
        co_return false;
    }
    turn_.how = parting::linger;
    // Held only while the handshake runs: its private key operations are what costs.
    const auto place = co_await services_->handshakes.acquire(transport_.deadline());
    if (!place || transport_.is_cut()) {
        refuse_handshake("tls_te_druk");
        co_return false;
    }
    const auto facts = std::make_shared<handshake_facts>();
    facts->clock = &shared_.clock;
    const auto& context = shaken_by_->content().of(shared_.options.kind).context;
    const bool done = co_await transport_.handshake(*context, facts);
    if (facts->judged) {
        judged_until_ = facts->judged->valid_until;
        peer_ =
            std::make_shared<const exchange::peer>(described_peer(std::move(facts->judged->peer)));
    }
    if (!done) {
        const auto code = transport_.tls().failure();
        refuse_handshake(code.empty() ? "tls_te_traag" : code);
        co_return false;
    }
    meet_peer();
    co_return true;
}

void connection::refuse_handshake(std::string_view code) {
    count(shared_.metrics.handshakes_failed);
    if (code == "tls_afgebroken") {
        // Somebody looked whether the port is open; nothing was refused.
        return;
    }
    if (peer_) {
        const auto& faults = peer_->faults;
        const auto first = std::find_if(faults.begin(), faults.end(), exchange::ends_handshake);
        code = first != faults.end() ? exchange::code(*first) : code;
    }
    tell_refused(code);
}

void connection::tell_refused(std::string_view code) {
    refused_connection what;
    what.listener = shared_.options.kind;
    what.code = code;
    what.address = transport_.address();
    if (peer_) {
        what.thumbprint = peer_->thumbprint.substr(0, short_thumbprint);
        what.oin = peer_->certificate ? peer_->certificate->to_string() : std::string{};
    }
    shared_.events.refused(what);
}

bool connection::is_refused() const noexcept {
    return peer_->has_certificate() && !peer_->faults.empty() &&
           shared_.options.kind != listener_kind::open;
}

exchange::peer connection::described_peer(exchange::peer judged) {
    judged.address = transport_.address();
    auto& tls = transport_.tls().native();
    judged.tls_version = SSL_get_version(&tls);
    const auto* const cipher = SSL_get_current_cipher(&tls);
    judged.cipher = cipher != nullptr ? SSL_CIPHER_get_name(cipher) : "";
    return judged;
}

void connection::meet_peer() {
    if (!peer_) {
        exchange::peer nobody;
        nobody.faults.push_back(exchange::certificate_fault::geen_certificaat);
        nobody.trust_generation = judged_by_->generation();
        peer_ = std::make_shared<const exchange::peer>(described_peer(std::move(nobody)));
    }
    count(is_refused() ? shared_.metrics.handshakes_faulted : shared_.metrics.handshakes_ok);
    if (is_refused()) {
        tell_refused(exchange::code(peer_->faults.front()));
    }
    enter_organisation();
}

void connection::enter_organisation() {
    if (!peer_->certificate || peer_->trust == exchange::trust_class::none) {
        return;
    }
    if (shared_.organisations.enter(*peer_->certificate)) {
        counted_ = peer_->certificate;
    } else {
        one_too_many_ = true;
        count(shared_.metrics.connections_refused);
    }
}

void connection::judge_again() {
    judged_by_ = services_->believed;
    auto& tls = transport_.tls().native();
    auto* const leaf = SSL_get0_peer_certificate(&tls);
    if (leaf == nullptr) {
        return;
    }
    auto fresh = judge(
        judged_by_->content(),
        shared_.options.kind,
        *leaf,
        SSL_get_peer_cert_chain(&tls),
        turn_.received_at
    );
    judged_until_ = fresh.valid_until;
    const bool was_refused = is_refused();
    peer_ = std::make_shared<const exchange::peer>(described_peer(std::move(fresh.peer)));
    if (is_refused() && !was_refused) {
        count(shared_.metrics.handshakes_faulted);
        tell_refused(exchange::code(peer_->faults.front()));
    }
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
