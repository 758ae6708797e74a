// What operators do with the quarantine: see, hand in again, end; and what its sender sees of it.
#pragma once

#include "hub/access/organisation_directory.hpp"
#include "hub/instruments/consumer/parked_desk.hpp"
#include "hub/intake/passing_again.hpp"
#include "hub/intake/quarantine.hpp"
#include "hub/intake/reception.hpp"
#include "hub/ports/message_form.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hub::intake {

// A form that content may have been kept in.
struct known_form {
    const ports::decoder* decoder = nullptr;
    // Null for our own JSON, of which the decoder says all.
    const ports::message_form* form = nullptr;
};

// Null when no form of that name is known.
[[nodiscard]] const known_form*
find_form(const std::vector<known_form>& forms, std::string_view name) noexcept;
[[nodiscard]] ports::carried_message read_again(const known_form& form, ports::kept_request kept);
// The same for what may be a whole batch.
[[nodiscard]] std::vector<ports::carried_message>
read_all_again(const known_form& form, ports::kept_request kept);

struct quarantine_desk_parts {
    quarantine_parts rooms;
    intake::reception& reception;
    std::vector<known_form> forms;
};

struct quarantine_report {
    // "aangenomen" or "geweigerd", "terzijde" when by today's rules there is nothing to keep,
    // "niet_te_lezen" for a form that this hub no longer knows, or "deels" for a batch of which not
    // everything is accepted: that stays, and what is accepted is known again by its id.
    std::string result;
    // Why it is refused today.
    std::optional<model::rejection> why;
    // The message that it became; not in a rehearsal. Of a batch the first.
    std::optional<model::message_id> became;
    // Of a batch, in order.
    std::vector<quarantine_report> events{};
};

// Thread-safe. Whoever acts was recorded before.
class quarantine_desk {
public:
    explicit quarantine_desk(quarantine_desk_parts parts);

    [[nodiscard]] ports::async_result<std::vector<ports::quarantined>> list(
        ports::quarantine_query query
    ) const;

    // Judges it by today's mapping, rights and routes; when it is accepted, it is a new message
    // whose leaf names this one. errc::not_found; errc::conflict for one that was ended or that
    // somebody else has in hand; errc::erased where nothing was kept.
    [[nodiscard]] ports::async_result<quarantine_report>
    replay(model::message_id id, instruments::consumer::execution how);

    // What was being handed in when it was cut short goes on, by the same again: a message that was
    // accepted is known by its id. How many came to an end. Not from two coroutines at once.
    [[nodiscard]] boost::asio::awaitable<std::size_t> finish_what_was_begun();

    // For ever; its content goes with its term. errc::not_found, errc::conflict.
    [[nodiscard]] ports::async_result<void> close(model::message_id id, std::string reason);

private:
    // What somebody has in hand here, so that no two do the same at once.
    class in_hand {
    public:
        [[nodiscard]] bool take(const model::message_id& id);
        void give_back(const model::message_id& id);

    private:
        std::mutex mutex_;
        std::vector<model::message_id> all_;
    };

    // References are to the caller's own frame, which waits for each of these.
    [[nodiscard]] ports::async_result<quarantine_report>
    judge_all(const ports::quarantined& one, instruments::consumer::execution how);
    [[nodiscard]] ports::async_result<quarantine_report> hand_in_again(const ports::quarantined& one
    );
    [[nodiscard]] ports::async_result<void> go_on(model::message_id id);
    [[nodiscard]] ports::async_result<std::vector<passed_again>>
    read(const ports::quarantined& one, instruments::consumer::execution how) const;
    [[nodiscard]] ports::async_result<std::vector<quarantine_report>> decide_each(
        const ports::quarantined& one,
        std::vector<passed_again>& all,
        instruments::consumer::execution how
    );
    // Null: no rehearsal.
    [[nodiscard]] ports::async_result<quarantine_report>
    decide(const ports::quarantined& one, passed_again& read, rehearsed* before);
    [[nodiscard]] ports::async_result<quarantine_report> judge(submission given, rehearsed& before);
    [[nodiscard]] ports::async_result<quarantine_report>
    hand_in(passed_again& read, submission given);
    [[nodiscard]] ports::async_result<void>
    finish(const ports::quarantined& one, ports::handing_in how);

    quarantine_desk_parts parts_;
    in_hand in_hand_;
};

}  // namespace hub::intake
