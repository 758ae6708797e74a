// What operators do with parked and waiting messages of one consumer: see, try again, end.
#pragma once

#include "hub/instruments/consumer/runner.hpp"
#include "hub/model/rejection.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hub::instruments::consumer {

enum class held_kind { parked, waiting };

// One held message, as far as it may be shown.
struct held_message {
    held_kind kind = held_kind::parked;
    // The record's id: the message id, or a place on the broker for what is not authentic or not
    // readable.
    std::string id;
    std::string code;
    std::uint32_t attempts = 0;
    model::timestamp first_at;
    model::timestamp last_at;
    ports::position position;
    // From the envelope; empty where it can't be read.
    std::string type;
    std::string owner;
    std::optional<model::casus_id> casus;
    // Cursor of list().
    std::uint64_t sequence = 0;
};

enum class execution {
    perform,
    // Say what would happen, change nothing (--proef).
    rehearse,
};

enum class ending { teruggestuurd, afgesloten };

struct end_request {
    std::string id;
    ending as = ending::afgesloten;
    // Stable word; stands in the status and in the audit log.
    std::string reason_code;
    // Two different operators, as digests of their certificates' subjects.
    std::string actor;
    std::string second_person;
};

struct desk_report {
    // What became of it: "behandeld", "geparkeerd" (again), "gesloten", or "wachtend" for a
    // predecessor.
    std::string result;
    std::string code;
    // How many successors of the same casus went on.
    std::size_t released = 0;
};

// Everything given outlives it. Callable from any executor; changes of the book decide against the
// runner by record versions.
class parked_desk {
public:
    parked_desk(const instrument& decides, runner_ports ports, runner_options options);
    ~parked_desk();
    parked_desk(const parked_desk&) = delete;
    parked_desk& operator=(const parked_desk&) = delete;

    [[nodiscard]] ports::async_result<std::vector<held_message>>
    list(held_kind kind, std::uint64_t after_sequence, std::size_t limit);

    // Decides again; on success its successors go on in the same transaction. errc::not_found.
    [[nodiscard]] ports::async_result<desk_report>
    replay(std::string id, std::string actor, execution how);

    // Ends a parked message for ever, or lets a waiting one no longer wait for its predecessor;
    // successors go on. errc::not_found; errc::refused when both persons are the same or a reason
    // is missing.
    [[nodiscard]] ports::async_result<desk_report> end(end_request request, execution how);

private:
    class implementation;
    std::unique_ptr<implementation> implementation_;
};

}  // namespace hub::instruments::consumer
