// What operators do with messages that intake itself parked because no route was found: hand them
// in again, or end them.
#pragma once

#include "hub/intake/quarantine_desk.hpp"

namespace hub::intake {

struct intake_desk_parts {
    vault::vault& vault;
    ports::message_store& store;
    ports::clock& clock;
    const access::organisation_directory& organisations;
    intake::reception& reception;
    std::vector<known_form> forms;
};

// Thread-safe. Whoever acts was recorded before.
class intake_desk {
public:
    explicit intake_desk(intake_desk_parts parts);

    // Judges it by today's rules; with a route it is the next attempt under the same id, whose leaf
    // names the first, and the first ends. errc::not_found; errc::conflict for one that intake did
    // not park or that has ended; errc::erased.
    [[nodiscard]] ports::async_result<quarantine_report>
    replay(model::message_id id, instruments::consumer::execution how);

    // For ever; its sender sees the state and the reason. errc::not_found, errc::conflict.
    [[nodiscard]] ports::async_result<void>
    close(model::message_id id, instruments::consumer::ending as, std::string reason);

private:
    [[nodiscard]] ports::async_result<ports::stored_message> find(model::message_id id);
    // The reference is to the caller's own frame, which waits for it.
    [[nodiscard]] ports::async_result<ports::carried_message> read(const ports::stored_message& one
    );

    intake_desk_parts parts_;
};

}  // namespace hub::intake
