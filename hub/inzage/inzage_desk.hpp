// The one door to content for operators: asked with a reason, approved by a second person, for a
// time, recorded before it opens, and told to the sender.
#pragma once

#include "hub/intake/postvak_notices.hpp"
#include "hub/inzage/content.hpp"
#include "hub/inzage/decisions.hpp"
#include "hub/ports/book.hpp"
#include "hub/ports/clock.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hub::inzage {

// The name of its book and of that book's log.
inline constexpr std::string_view book_name = "inzage";

// All must outlive it.
struct inzage_parts {
    // Its own: requests and what became of them, each with its leaf in the same transaction.
    ports::book& book;
    content_rooms rooms;
    intake::postvak_notices& notices;
    ports::clock& clock;
};

// One request as operators see it; never content.
struct inzage_request {
    std::uint64_t sequence = 0;
    model::message_id id;
    pmm::v1::InzageRecord record;
    state stands = state::gevraagd;
    // Until when it holds as it stands; nothing once it ended.
    std::optional<model::timestamp> until;
};

enum class standing { open, ended };

template <class T>
using answer = boost::asio::awaitable<model::decision<T>>;

// Thread-safe. Whoever acts was let in before; which person it is, is decided here. Besides the
// codes of decisions.hpp: te_veel_inzagen, niet_gevonden, gewist, toestand_gewijzigd,
// niet_authentiek, tijdelijk_niet_beschikbaar and uitkomst_onbekend.
class inzage_desk {
public:
    inzage_desk(inzage_parts parts, inzage_options options);

    [[nodiscard]] answer<inzage_request> ask(wish what, person who);
    // Another person than who asked.
    [[nodiscard]] answer<inzage_request> approve(model::message_id request, person who);
    // Withdrawn by who asked, turned down by anybody else.
    [[nodiscard]] answer<inzage_request> end(model::message_id request, person who);
    // The content, for who asked. When it is given, the look stands in the log and the notice to
    // the sender is durable.
    [[nodiscard]] answer<given_content> look(model::message_id request, person who);

    [[nodiscard]] answer<inzage_request> find(model::message_id request);
    // Behind a sequence, in their order.
    [[nodiscard]] answer<std::vector<inzage_request>>
    list(standing which, std::uint64_t after, std::size_t limit);

    // As far as it can be read; empty for what is gone.
    [[nodiscard]] boost::asio::awaitable<std::string> form_of(ports::stored_message message);
    // Without names; empty for what is gone.
    [[nodiscard]] boost::asio::awaitable<std::vector<ports::attachment>> documents_of(
        ports::stored_message message
    );

private:
    // A request as the book holds it now.
    struct held {
        model::message_id id;
        pmm::v1::InzageRecord record;
        std::uint64_t sequence = 0;
        std::uint64_t version = 0;
    };

    // References are to the caller's own frame, which waits for each of these.
    [[nodiscard]] ports::async_result<held> load(model::message_id request);
    [[nodiscard]] ports::async_result<inzage_request>
    add(const wish& what, const person& who, const model::oin& owner);
    [[nodiscard]] ports::async_result<void>
    commit(const held& before, const pmm::v1::InzageRecord& after, ports::audit_act act);
    // A refused step stands in the log too.
    [[nodiscard]] boost::asio::awaitable<model::rejection>
    refuse(const held& one, const person& who, model::rejection why);
    // Forgets what ended long ago, a bounded part of it.
    [[nodiscard]] ports::async_result<void>
    forget(ports::book_transaction& into, model::timestamp now);
    [[nodiscard]] ports::async_result<void>
    tell_sender(model::message_id request, const pmm::v1::InzageRecord& record);
    [[nodiscard]] inzage_request shown(held one) const;

    inzage_parts parts_;
    inzage_options options_;
};

}  // namespace hub::inzage
