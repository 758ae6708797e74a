// One connection: its handshake, who is at the other end, and one request after another.
#pragma once

#include "adapters/http/exchange/handler.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"
#include "adapters/http/listener/loop_services.hpp"
#include "adapters/http/listener/message_parser.hpp"
#include "adapters/http/listener/organisation_places.hpp"
#include "adapters/http/listener/precheck.hpp"
#include "adapters/http/listener/standing.hpp"
#include "adapters/http/listener/streamed_body.hpp"
#include "adapters/http/listener/tls_context.hpp"
#include "adapters/http/listener/transport.hpp"
#include "hub/runtime/task_group.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::http::listener {

// Touched on its loop's thread only; kept alive by the coroutine that serves it.
class connection {
public:
    connection(boost::asio::ip::tcp::socket socket, std::shared_ptr<loop_services> services);
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;
    ~connection();

    // Returns when the connection has ended. Never throws what a peer or a handler causes.
    [[nodiscard]] boost::asio::awaitable<void> run();

    // How the loop ends what a handler does for too long.
    void owned_by(hub::runtime::task_group::task task) { task_ = std::move(task); }

    void check_deadline(transport::clock::time_point now);
    // The listener drains: goes at once when it is between requests.
    void dismiss() { transport_.dismiss(); }
    // Ends now, whatever it does.
    void cut();
    // Judges the peer again if anything has changed since; one that is not believed any more ends
    // within moments.
    void reconsider(hub::model::timestamp now);

    // A stranger is whoever has not shown a certificate that is in order.
    void is_stranger(std::list<connection*>::iterator place) { stranger_ = place; }
    // Whether it waits for its peer since long enough to make room for another.
    [[nodiscard]] bool may_be_displaced(transport::clock::time_point now) const noexcept;
    void displace();

private:
    // What belongs to the request in hand.
    struct turn {
        std::string correlation_id;
        std::string traceparent;
        hub::model::timestamp received_at;
        persistence after = persistence::keep;
        parting how = parting::at_once;
        bool is_head_request = false;
        // Header and body came to their end.
        bool is_read = false;
    };

    [[nodiscard]] boost::asio::awaitable<bool> shake_hands();
    void meet_peer(const handshake_facts& facts);
    void judge_again(hub::model::timestamp now);
    void judge_peer(const handshake_facts* facts, hub::model::timestamp now);
    // Null without a certificate.
    [[nodiscard]] std::shared_ptr<const verdict>
    verdict_of(const handshake_facts* facts, hub::model::timestamp now);
    // Whether anything may have changed since the peer was judged.
    [[nodiscard]] bool is_due(hub::model::timestamp now) const noexcept;
    void refuse_handshake(const handshake_facts& facts);
    void tell_refused(std::string_view code);
    // The peer gets nothing but 403.
    [[nodiscard]] bool is_refused() const noexcept;
    [[nodiscard]] std::string_view refusal_code() const noexcept;
    [[nodiscard]] exchange::peer described_peer(exchange::peer judged);
    void enter_organisation();
    void leave_strangers();

    [[nodiscard]] boost::asio::awaitable<void> serve();
    // Size of the next header; nothing when the connection ends here.
    [[nodiscard]] boost::asio::awaitable<std::optional<std::size_t>> read_head();
    [[nodiscard]] boost::asio::awaitable<void> answer_next(std::size_t head_size);
    [[nodiscard]] std::optional<exchange::response> refusal_before_body(
        exchange::request& asked,
        const framing& frame,
        exchange::route_limits& limits
    );
    [[nodiscard]] std::optional<exchange::response> refusal_of_peer(const exchange::request& asked);
    // 429 when the organisation asks faster than it may.
    [[nodiscard]] std::optional<exchange::response> refusal_of_pace();
    // Nothing when the body is there; else the answer, or none for a peer that has gone.
    struct body_outcome {
        enum class kind { complete, refused, gone } is = kind::complete;
        exchange::response answer;
    };
    [[nodiscard]] boost::asio::awaitable<body_outcome> read_body(const framing& frame);
    [[nodiscard]] boost::asio::awaitable<exchange::response> ask_handler(exchange::request asked);
    // Of a route that takes its body in pieces.
    [[nodiscard]] boost::asio::awaitable<void>
    answer_pieces(exchange::request asked, const framing& frame);
    [[nodiscard]] boost::asio::awaitable<bool> send_pieces(exchange::outgoing_body& body);

    void begin_turn();
    [[nodiscard]] exchange::response
    problem(unsigned status, std::string_view code, std::string_view words);
    [[nodiscard]] boost::asio::awaitable<void> refuse(malformed why);
    [[nodiscard]] boost::asio::awaitable<void> send(exchange::response answer);

    std::shared_ptr<loop_services> services_;
    listener_services& shared_;
    transport transport_;
    // The snapshot whose TLS context this connection uses.
    std::shared_ptr<const trust> shaken_by_;
    // After which change the peer was judged, and between which moments that holds.
    std::uint64_t judged_at_change_ = 0;
    hub::model::timestamp judged_from_ = hub::model::timestamp::min();
    hub::model::timestamp judged_until_ = hub::model::timestamp::max();
    // Null until the handshake is done.
    std::shared_ptr<const exchange::peer> peer_;
    standing standing_;
    std::optional<organisation_places::place> place_;
    bool one_too_many_ = false;
    // The peer is not believed any more.
    bool is_ending_ = false;
    bool is_displaced_ = false;
    std::optional<std::list<connection*>::iterator> stranger_;

    std::string input_;
    message_parser parser_;
    turn turn_;
    std::size_t served_ = 0;
    bool in_handler_ = false;
    // Null unless the handler takes the body.
    streamed_body* pieces_ = nullptr;
    hub::runtime::task_group::task task_;
};

}  // namespace adapters::http::listener
