// The part of a connection that reads a request and answers it.
#include "adapters/http/exchange/target.hpp"
#include "adapters/http/exchange/trace.hpp"
#include "adapters/http/listener/answer.hpp"
#include "adapters/http/listener/connection.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <utility>

namespace adapters::http::listener {
namespace asio = boost::asio;

namespace {

hub::model::rejection
rejected(std::string_view code, std::string_view words, hub::model::finality kind) {
    hub::model::rejection result;
    result.kind = kind;
    result.code = code;
    result.words = words;
    return result;
}

// What everyone may ask, with whatever certificate: what is wrong, and whether the hub lives.
bool is_for_everyone(listener_kind kind, const exchange::request& asked) noexcept {
    if (asked.method != "GET") {
        return false;
    }
    switch (kind) {
        case listener_kind::main:
            return asked.path == "/v1/verbinding";
        case listener_kind::open:
            return false;
        case listener_kind::operators:
            return asked.path == "/livez" || asked.path == "/readyz";
    }
    return false;
}

}  // namespace

exchange::response
connection::problem(unsigned status, std::string_view code, std::string_view words) {
    const auto kind = status == 503 ? hub::model::finality::retry : hub::model::finality::rejected;
    return exchange::problem(status, rejected(code, words, kind), turn_.correlation_id);
}

void connection::begin_turn() {
    turn_ = turn{};
    turn_.correlation_id = exchange::make_correlation_id();
    turn_.received_at = shared_.clock.now();
    ++served_;
}

asio::awaitable<void> connection::refuse(malformed why) {
    begin_turn();
    turn_.traceparent = exchange::continue_trace({});
    turn_.after = persistence::close;
    turn_.how = parting::linger;
    shared_.metrics.malformed.fetch_add(1, std::memory_order_relaxed);
    co_await send(problem(why.status, why.code, why.words));
}

asio::awaitable<void> connection::send(exchange::response answer) {
    transport_.set_deadline(shared_.options.deadlines.write);
    const bool is_last = answer.after == exchange::response::connection::close ||
                         services_->draining || is_ending_ ||
                         served_ >= shared_.options.limits.requests_per_connection;
    if (is_last) {
        turn_.after = persistence::close;
    }
    if (turn_.after == persistence::close) {
        // What still comes must not destroy this answer by a reset; but a drain waits for nobody
        // who has nothing more to say.
        const bool has_all = services_->draining && turn_.is_read && input_.empty();
        turn_.how = has_all ? parting::at_once : parting::linger;
    }
    const auto bytes = write_answer(
        answer,
        {services_->date(shared_.clock.now()),
         turn_.correlation_id,
         turn_.traceparent,
         turn_.after,
         turn_.is_head_request ? body_presence::leave_out : body_presence::send},
        shared_.fixed_headers
    );
    shared_.metrics.answered(answer.status);
    bool written = co_await transport_.write(bytes);
    if (written && answer.pieces != nullptr) {
        written = co_await send_pieces(*answer.pieces);
    }
    if (!written) {
        turn_.after = persistence::close;
        turn_.how = parting::at_once;
    }
}

asio::awaitable<bool> connection::send_pieces(exchange::outgoing_body& body) {
    transport_.set_deadline(shared_.options.deadlines.pieces);
    for (;;) {
        const auto piece = co_await body.next();
        if (!piece) {
            co_return false;
        }
        if (piece->empty()) {
            co_return true;
        }
        const bool written = co_await transport_.write(*piece);
        if (!written) {
            co_return false;
        }
    }
}

asio::awaitable<void> connection::answer_next(std::size_t head_size) {
    const auto head = std::string_view{input_}.substr(0, head_size);
    const auto checked = precheck(head);
    if (const auto* const wrong = std::get_if<malformed>(&checked)) {
        co_await refuse(*wrong);
        co_return;
    }
    parsed_head parsed;
    if (!parser_.begin(head, parsed)) {
        co_await refuse({400, "aanvraag_ongeldig", "De aanvraag is geen geldige HTTP-aanvraag."});
        co_return;
    }
    const auto& frame = std::get<framing>(checked);
    input_.erase(0, head_size);
    begin_turn();
    turn_.after = frame.connection;
    turn_.is_head_request = parsed.method == "HEAD";
    exchange::request asked;
    asked.fields = std::move(parsed.fields);
    const bool traced = asked.fields.count("traceparent") == 1;
    turn_.traceparent =
        exchange::continue_trace(traced ? *asked.fields.find("traceparent") : std::string_view{});
    asked.method = std::move(parsed.method);
    asked.correlation_id = turn_.correlation_id;
    asked.traceparent = turn_.traceparent;
    asked.received_at = turn_.received_at;
    asked.path = std::move(parsed.target);

    exchange::route_limits limits;
    if (auto refusal = refusal_before_body(asked, frame, limits)) {
        if (frame.body != body_kind::none) {
            // The body stays unread, so no next request can be found behind it.
            turn_.after = persistence::close;
        }
        co_await send(std::move(*refusal));
        co_return;
    }
    parser_.limit_body(limits.body_bytes);
    if (limits.body == exchange::route_limits::reading::pieces) {
        co_await answer_pieces(std::move(asked), frame);
        co_return;
    }
    auto body = co_await read_body(frame);
    if (body.is != body_outcome::kind::complete) {
        turn_.after = persistence::close;
        if (body.is == body_outcome::kind::refused) {
            co_await send(std::move(body.answer));
        }
        co_return;
    }
    turn_.is_read = true;
    asked.body = parser_.take_body();
    if (auto refusal = refusal_of_pace()) {
        co_await send(std::move(*refusal));
        co_return;
    }
    auto answer = co_await ask_handler(std::move(asked));
    if (!transport_.is_cut()) {
        co_await send(std::move(answer));
    }
}

asio::awaitable<void> connection::answer_pieces(exchange::request asked, const framing& frame) {
    if (auto refusal = refusal_of_pace()) {
        if (frame.body != body_kind::none) {
            turn_.after = persistence::close;
        }
        co_await send(std::move(*refusal));
        co_return;
    }
    streamed_body body{
        {.transport = transport_,
         .parser = parser_,
         .input = input_,
         .header_bytes = shared_.options.limits.header_bytes,
         .handler = shared_.options.deadlines.handler},
        frame};
    asked.pieces = &body;
    pieces_ = &body;
    auto answer = co_await ask_handler(std::move(asked));
    pieces_ = nullptr;
    turn_.is_read = body.is_complete();
    if (!body.is_complete()) {
        // What is left of it is not read, so no next request can be found behind it.
        turn_.after = persistence::close;
    }
    if (!transport_.is_cut()) {
        co_await send(std::move(answer));
    }
}

std::optional<exchange::response> connection::refusal_before_body(
    exchange::request& asked,
    const framing& frame,
    exchange::route_limits& limits
) {
    if (is_due(turn_.received_at)) {
        judge_again(turn_.received_at);
    }
    asked.peer = peer_;
    auto target = exchange::parse_target(asked.path);
    if (!target) {
        return exchange::problem(400, target.error(), turn_.correlation_id);
    }
    asked.path = std::move(target->path);
    asked.query = std::move(target->query);
    if (auto refusal = refusal_of_peer(asked)) {
        return refusal;
    }
    auto admitted = shared_.handler.admit(asked);
    if (auto* const refusal = std::get_if<exchange::response>(&admitted)) {
        return std::move(*refusal);
    }
    limits = std::get<exchange::route_limits>(admitted);
    if (frame.length > limits.body_bytes) {
        return problem(413, "inhoud_te_groot", "De inhoud van de aanvraag is te groot.");
    }
    return std::nullopt;
}

std::optional<exchange::response> connection::refusal_of_peer(const exchange::request& asked) {
    if (one_too_many_) {
        turn_.after = persistence::close;
        return problem(
            503, "te_veel_verbindingen", "Uw organisatie heeft te veel verbindingen open."
        );
    }
    if (!is_refused()) {
        return std::nullopt;
    }
    const auto& faults = peer_->faults;
    if (is_ending_ || (!faults.empty() && exchange::ends_handshake(faults.front()))) {
        // Trust has changed since the handshake; this is the last that the peer hears.
        turn_.after = persistence::close;
    }
    if (is_for_everyone(shared_.options.kind, asked)) {
        return std::nullopt;
    }
    if (faults.empty()) {
        return exchange::problem(403, *standing_.refused, turn_.correlation_id);
    }
    std::string all;
    for (const auto fault : faults) {
        all += all.empty() ? "" : " ";
        all += exchange::words(fault);
    }
    return problem(403, exchange::code(faults.front()), all);
}

std::optional<exchange::response> connection::refusal_of_pace() {
    services_->handshakes.served();
    if (!place_) {
        return std::nullopt;
    }
    const auto wait = place_->requests().take(transport::clock::now());
    if (wait == transport::clock::duration::zero()) {
        return std::nullopt;
    }
    shared_.metrics.refused(refusal_reason::organisation_requests);
    auto answer = problem(
        429,
        "te_veel_aanvragen",
        "Uw organisatie stuurt meer aanvragen per minuut dan is afgesproken."
    );
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    answer.headers.emplace_back("Retry-After", std::to_string(seconds));
    return answer;
}

asio::awaitable<connection::body_outcome> connection::read_body(const framing& frame) {
    using kind = body_outcome::kind;
    transport_.set_deadline(shared_.options.deadlines.body);
    if (frame.expect == expectation::continue_100 && frame.body != body_kind::none &&
        input_.empty()) {
        const bool written = co_await transport_.write(continue_100);
        if (!written) {
            co_return body_outcome{kind::gone, {}};
        }
    }
    for (;;) {
        const auto progress = parser_.feed(input_);
        input_.erase(0, progress.taken);
        switch (progress.state) {
            case parse_state::complete:
                co_return body_outcome{};
            case parse_state::too_large:
                co_return body_outcome{
                    kind::refused,
                    problem(413, "inhoud_te_groot", "De inhoud van de aanvraag is te groot.")};
            case parse_state::broken:
                co_return body_outcome{
                    kind::refused,
                    problem(
                        400, "inhoud_ongeldig", "De delen (chunks) van de inhoud kloppen niet."
                    )};
            case parse_state::need_more:
                break;
        }
        // What Beast leaves is a piece of a chunk's header or a trailer, which has no business
        // being long.
        if (input_.size() >= shared_.options.limits.header_bytes) {
            co_return body_outcome{
                kind::refused,
                problem(400, "inhoud_ongeldig", "De delen (chunks) van de inhoud kloppen niet.")};
        }
        const auto came = co_await transport_.read_more(input_, transport::waiting::within_request);
        if (came == arrival::expired) {
            co_return body_outcome{
                kind::refused, problem(408, "inhoud_te_traag", "De inhoud kwam niet op tijd.")};
        }
        if (came != arrival::bytes) {
            co_return body_outcome{kind::gone, {}};
        }
    }
}

asio::awaitable<exchange::response> connection::ask_handler(exchange::request asked) {
    const auto& deadlines = shared_.options.deadlines;
    const bool in_pieces = asked.pieces != nullptr;
    transport_.set_deadline(in_pieces ? deadlines.pieces : deadlines.handler);
    const auto route = asked.route;
    exchange::response result;
    in_handler_ = true;
    try {
        result = co_await shared_.handler.handle(std::move(asked));
    } catch (...) {
        // Whatever it was stays inside: the sender gets a code, operators the correlation id.
        result = problem(500, "interne_fout", "Er ging iets mis in de hub.");
        if (!transport_.is_cut()) {
            shared_.events.failed(shared_.handler.route_name(route), turn_.correlation_id);
        }
    }
    in_handler_ = false;
    co_return result;
}

}  // namespace adapters::http::listener
