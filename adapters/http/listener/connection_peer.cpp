// The part of a connection that knows who is at the other end, and whether that still holds.
#include "adapters/http/listener/connection.hpp"

#include <algorithm>
#include <utility>

namespace adapters::http::listener {
namespace {

constexpr std::size_t short_thumbprint = 12;
// What a connection gets to end when its peer is not believed any more. Together with what noticing
// a change takes it stays well within a second.
constexpr std::chrono::milliseconds last_moments{300};
// What a connection too many gets to ask something and be told.
constexpr std::chrono::milliseconds time_to_hear{2'000};

void count(listener_metrics::counter& one) noexcept {
    one.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace

void connection::refuse_handshake(const handshake_facts& facts) {
    count(shared_.metrics.handshakes_failed);
    std::string_view code = is_displaced_ ? "tls_verdrongen" : transport_.failure();
    if (code == "tls_afgebroken") {
        // Somebody looked whether the port is open; nothing was refused.
        return;
    }
    if (facts.judged) {
        peer_ = std::make_shared<const exchange::peer>(described_peer(facts.judged->peer));
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
    return peer_->has_certificate() && shared_.options.kind != listener_kind::open &&
           (!peer_->faults.empty() || standing_.refused);
}

std::string_view connection::refusal_code() const noexcept {
    return peer_->faults.empty() ? std::string_view{standing_.refused->code}
                                 : exchange::code(peer_->faults.front());
}

exchange::peer connection::described_peer(exchange::peer judged) {
    judged.address = transport_.address();
    auto& tls = transport_.tls().native();
    judged.tls_version = SSL_get_version(&tls);
    const auto* const cipher = SSL_get_current_cipher(&tls);
    judged.cipher = cipher != nullptr ? SSL_CIPHER_get_name(cipher) : "";
    return judged;
}

// A verdict of the handshake itself counts unless trust has changed meanwhile. A resumed session
// brings none: OpenSSL believes it although its certificate may have been revoked.
std::shared_ptr<const verdict>
connection::verdict_of(const handshake_facts* facts, hub::model::timestamp now) {
    if (facts != nullptr && facts->judged && shaken_by_ == services_->believed) {
        return facts->judged;
    }
    auto& tls = transport_.tls().native();
    auto* const leaf = SSL_get0_peer_certificate(&tls);
    if (leaf == nullptr) {
        return nullptr;
    }
    auto chain = kept_with(*SSL_get_session(&tls));
    if (!chain) {
        chain = present(*leaf, SSL_get_peer_cert_chain(&tls));
    }
    const auto& by = services_->believed->content();
    return services_->verdicts.judge(by, shared_.options.kind, *chain, now);
}

void connection::judge_peer(const handshake_facts* facts, hub::model::timestamp now) {
    judged_at_change_ = services_->changes;
    const auto judged = verdict_of(facts, now);
    const auto& limits = shared_.options.limits;
    standing_ = {};
    standing_.connections = limits.connections_per_organisation;
    standing_.requests_per_minute = limits.requests_per_minute;
    if (!judged) {
        exchange::peer nobody;
        nobody.faults.push_back(exchange::certificate_fault::geen_certificaat);
        nobody.trust_generation = services_->believed->generation();
        peer_ = std::make_shared<const exchange::peer>(described_peer(std::move(nobody)));
        judged_from_ = hub::model::timestamp::min();
        judged_until_ = hub::model::timestamp::max();
        return;
    }
    peer_ = std::make_shared<const exchange::peer>(described_peer(judged->peer));
    if (shared_.standings != nullptr && peer_->certificate && peer_->faults.empty()) {
        standing_ = shared_.standings->of(*peer_->certificate, now);
    }
    judged_from_ = judged->valid_from;
    judged_until_ = std::min(judged->valid_until, standing_.valid_until);
}

void connection::meet_peer(const handshake_facts& facts) {
    judge_peer(&facts, shared_.clock.now());
    if (SSL_session_reused(&transport_.tls().native()) == 1) {
        count(shared_.metrics.handshakes_resumed);
    }
    count(is_refused() ? shared_.metrics.handshakes_faulted : shared_.metrics.handshakes_ok);
    if (is_refused()) {
        transport_.forget_session();
        tell_refused(refusal_code());
        return;
    }
    enter_organisation();
}

void connection::enter_organisation() {
    if (!peer_->certificate || peer_->trust == exchange::trust_class::none ||
        !peer_->faults.empty()) {
        return;
    }
    auto place = shared_.organisations.enter(
        *peer_->certificate, standing_.connections, standing_.requests_per_minute
    );
    if (!place) {
        // It may hear so, but not stay: it would take the room of others.
        one_too_many_ = true;
        shared_.metrics.refused(refusal_reason::organisation_connections);
        transport_.end_within(time_to_hear);
        return;
    }
    place_.emplace(std::move(*place));
    leave_strangers();
}

void connection::leave_strangers() {
    if (stranger_) {
        services_->strangers.erase(*stranger_);
        stranger_.reset();
    }
}

void connection::judge_again(hub::model::timestamp now) {
    const bool was_refused = is_refused();
    judge_peer(nullptr, now);
    if (is_refused() && !was_refused) {
        count(shared_.metrics.handshakes_faulted);
        transport_.forget_session();
        place_.reset();
        tell_refused(refusal_code());
        is_ending_ = true;
    } else if (place_) {
        place_->requests().limit(standing_.requests_per_minute);
    } else if (was_refused && !is_refused()) {
        enter_organisation();
    }
}

bool connection::is_due(hub::model::timestamp now) const noexcept {
    return judged_at_change_ != services_->changes || now < judged_from_ || now >= judged_until_;
}

void connection::reconsider(hub::model::timestamp now) {
    // Whoever still shakes hands is judged when that is done.
    if (!peer_ || is_ending_ || !is_due(now)) {
        return;
    }
    judge_again(now);
    if (is_ending_) {
        transport_.leave_within(last_moments);
    }
}

}  // namespace adapters::http::listener
