#include "tests/contract/http/listener/listener_room.hpp"

#include "adapters/http/exchange/json_text.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <future>
#include <stdexcept>
#include <utility>

namespace tests::contract::http {
namespace {

using namespace adapters::http::exchange;

constexpr std::chrono::seconds patience{10};

// Gives so many bytes back, or breaks off after the first piece.
class counted_body final : public adapters::http::exchange::outgoing_body {
public:
    enum class ending { whole, broken };
    counted_body(std::uint64_t size, ending how) : size_{size}, left_{size}, how_{how} {}

    std::uint64_t size() const noexcept override { return size_; }
    boost::asio::awaitable<std::optional<std::string>> next() override {
        if (how_ == ending::broken && left_ < size_) {
            co_return std::nullopt;
        }
        const auto some = std::min<std::uint64_t>(left_, 1'000);
        left_ -= some;
        co_return std::string(some, 'x');
    }

private:
    std::uint64_t size_;
    std::uint64_t left_;
    ending how_;
};

// As many bytes as came; 400 with how it ended when it was not whole.
boost::asio::awaitable<response> echo_pieces(request asked) {
    using kind = adapters::http::exchange::body_piece::kind;
    std::uint64_t size = 0;
    for (;;) {
        const auto piece = co_await asked.pieces->next();
        if (piece.is == kind::end) {
            response result;
            result.content_type = "application/octet-stream";
            result.pieces = std::make_shared<counted_body>(size, counted_body::ending::whole);
            co_return result;
        }
        if (piece.is != kind::bytes) {
            co_return json_response(400, std::to_string(static_cast<int>(piece.is)));
        }
        size += piece.bytes.size();
    }
}

boost::asio::awaitable<response> refuse_unread(request /*asked*/) {
    co_return json_response(200, "ongelezen");
}

boost::asio::awaitable<response> echo(request asked) {
    co_return json_response(200, asked.method + " " + asked.path + " " + asked.body);
}

// What the listener knows of the peer, as the self-check would tell it.
boost::asio::awaitable<response> describe_peer(request asked) {
    std::string faults;
    for (const auto fault : asked.peer->faults) {
        faults += (faults.empty() ? "" : " ") + std::string{code(fault)};
    }
    std::string warnings;
    for (const auto warning : asked.peer->warnings) {
        warnings += (warnings.empty() ? "" : " ") + std::string{code(warning)};
    }
    const auto& peer = *asked.peer;
    std::string body = R"({"faults":")" + faults + R"(","warnings":")" + warnings + R"(","oin":")";
    body += peer.certificate ? peer.certificate->to_string() : "";
    body += R"(","organisation":)";
    append_json_string(body, peer.organisation);
    body += R"(,"roles":")" + (peer.roles.empty() ? std::string{} : peer.roles.front());
    body += R"(","tls":")" + peer.tls_version + R"(","cipher":")" + peer.cipher;
    body += R"(","address":")" + peer.address;
    body += R"(","layers":)" + std::to_string(peer.chain.size()) + "}";
    co_return json_response(200, body);
}

boost::asio::awaitable<response> fail(request) {
    throw std::runtime_error{"with words that nobody may see"};
    co_return response{};
}

boost::asio::awaitable<response> say_goodbye(request) {
    response result;
    result.status = 204;
    result.after = response::connection::close;
    result.headers.emplace_back("X-Raar", "a\r\nSet-Cookie: b");
    co_return result;
}

}  // namespace

void changed_standings::set(std::string_view oin, listening::standing what) {
    const std::lock_guard lock{changing_};
    said_[std::string{oin}] = {std::move(what), hub::model::timestamp::min()};
}

void changed_standings::refuse(std::string_view oin, std::string_view code) {
    listening::standing what;
    what.refused.emplace();
    what.refused->code = code;
    set(oin, std::move(what));
}

void changed_standings::refuse_from(std::string_view oin, hub::model::timestamp from) {
    listening::standing what;
    what.refused.emplace();
    what.refused->code = "organisatie_onbekend";
    const std::lock_guard lock{changing_};
    said_[std::string{oin}] = {std::move(what), from};
}

void changed_standings::admit(std::string_view oin) {
    const std::lock_guard lock{changing_};
    said_.erase(std::string{oin});
}

listening::standing
changed_standings::of(const hub::model::oin& certificate, hub::model::timestamp now) const {
    const std::lock_guard lock{changing_};
    listening::standing result;
    result.connections = limits_.connections_per_organisation;
    result.requests_per_minute = limits_.requests_per_minute;
    const auto found = said_.find(certificate.to_string());
    if (found == said_.end()) {
        return result;
    }
    if (now < found->second.from) {
        result.valid_until = found->second.from;
        return result;
    }
    return found->second.what;
}

void recording_event_log::refused(const listening::refused_connection& what) noexcept {
    add(std::string{what.code} + (what.oin.empty() ? "" : " " + what.oin));
}

void recording_event_log::failed(std::string_view route, std::string_view) noexcept {
    add("failed " + std::string{route});
}

void recording_event_log::add(std::string line) {
    const std::lock_guard lock{changing_};
    lines_.push_back(std::move(line));
    changed_.notify_all();
}

std::vector<std::string> recording_event_log::lines() {
    std::unique_lock lock{changing_};
    changed_.wait_for(lock, patience, [&] { return !lines_.empty(); });
    return lines_;
}

std::filesystem::path pki() {
    return PMM_TEST_PKI;
}

listening::trust_options believing_pki() {
    listening::trust_options result;
    result.client_roots = pki() / "client-roots";
    result.client_intermediates = pki() / "client-intermediates";
    result.operator_roots = pki() / "operator-roots";
    result.crl = pki() / "crl";
    result.certificate = pki() / "hub.pem";
    result.key = pki() / "hub.key";
    return result;
}

listener_room::listener_room(listening::listener_options options)
    : listener_room{std::move(options), believing_pki()} {}

listener_room::listener_room(
    listening::listener_options options,
    const listening::trust_options& believing
)
    : standings{options.limits} {
    add_routes();
    auto loaded = listening::load_trust(believing, nullptr, clock.now());
    if (!loaded.loaded) {
        throw std::runtime_error{"trust: " + std::string{loaded.problems.front().code}};
    }
    believed = std::move(loaded.loaded);
    options.address = "127.0.0.1";
    listener = listening::create_listener(
        std::move(options),
        {{loops_.executor(0), loops_.executor(1)}, believed, router_, clock, events, &standings}
    );
    loops_.start();
    listener->start();
}

listener_room::~listener_room() {
    release.ring();
    if (!drained_) {
        drain(std::chrono::milliseconds{0});
    }
}

void listener_room::add_routes() {
    const route_limits limits{1000};
    router_.add("POST", "/v1/echo", limits, echo);
    router_.add("HEAD", "/v1/echo", {}, echo);
    const route_limits pieces{1'000'000, route_limits::reading::pieces};
    router_.add("POST", "/v1/stroom", pieces, echo_pieces);
    router_.add("POST", "/v1/voorgoed", pieces, refuse_unread);
    router_.add("GET", "/v1/breekt", {}, [this](request) { return break_off(); });
    router_.add("GET", "/v1/iets", {}, echo);
    router_.add("GET", "/v1/verbinding", {}, describe_peer);
    router_.add("GET", "/livez", {}, describe_peer);
    router_.add("GET", "/v1/fout", {}, fail);
    router_.add("GET", "/v1/dag", {}, say_goodbye);
    router_.add("GET", "/v1/wacht", {}, [this](request asked) {
        return wait_for_release(std::move(asked));
    });
}

boost::asio::awaitable<response> listener_room::break_off() {
    ++broken_off;
    response result;
    result.content_type = "application/octet-stream";
    result.pieces = std::make_shared<counted_body>(5'000, counted_body::ending::broken);
    co_return result;
}

boost::asio::awaitable<response> listener_room::wait_for_release(request asked) {
    const auto heard = release.rung();
    ++handling_;
    handling_.notify_all();
    co_await release.wait(heard);
    co_return json_response(200, asked.path);
}

void listener_room::wait_until_handling(int count) {
    for (int now = handling_; now < count; now = handling_) {
        handling_.wait(now);
    }
}

client_options listener_room::as(std::string_view certificate) const {
    client_options result;
    result.port = listener->port();
    result.ca = pki() / "ca.pem";
    if (!certificate.empty()) {
        result.certificate = pki() / (std::string{certificate} + ".pem");
        result.key = pki() / (std::string{certificate} + ".key");
    }
    return result;
}

std::unique_ptr<client> listener_room::connect(std::string_view certificate) const {
    return std::make_unique<client>(as(certificate));
}

std::string listener_room::outcome(const client_options& options) const {
    client one{options};
    std::optional<answer> came;
    if (one.is_connected()) {
        came = one.ask(get_something);
    }
    if (!came) {
        return one.alert().empty() ? "closed" : "alert: " + one.alert();
    }
    const auto code = came->member("code");
    return std::to_string(came->status) + (code.empty() ? "" : " " + code);
}

std::size_t listener_room::drain(std::chrono::milliseconds grace) {
    drained_ = true;
    auto done =
        boost::asio::co_spawn(loops_.executor(0), listener->drain(grace), boost::asio::use_future);
    const auto late = done.get();
    loops_.release();
    loops_.join();
    return late;
}

void listener_room::reload(std::shared_ptr<const listening::trust> fresh) {
    listener->reload(std::move(fresh));
}

std::string short_form(const std::optional<answer>& one) {
    return one ? std::to_string(one->status) + " " + one->member("code") : "nothing";
}

std::string post(std::string_view body, std::string_view extra_headers) {
    return "POST /v1/echo HTTP/1.1\r\nHost: localhost\r\n" + std::string{extra_headers} +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string{body};
}

}  // namespace tests::contract::http
