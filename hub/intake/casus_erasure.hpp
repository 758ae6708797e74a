// Erases a casus for ever, by destroying its key: announced by two operators, so many days later,
// so many a day.
#pragma once

#include "hub/model/uuid.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/document_store.hpp"
#include "hub/ports/erasure_store.hpp"
#include "hub/ports/message_store.hpp"
#include "hub/ports/quarantine_store.hpp"
#include "hub/ports/result.hpp"
#include "hub/vault/vault.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace hub::intake {

struct casus_erasure_parts {
    vault::vault& vault;
    ports::erasure_store& planned;
    // Knows what belongs to a casus, and is told what is erased.
    ports::message_store& messages;
    ports::document_store& documents;
    ports::quarantine_store& quarantined;
    ports::clock& clock;
};

struct casus_erasure_options {
    // From the second operator's word until the key is destroyed.
    std::chrono::seconds notice{std::chrono::hours{24 * 7}};
    // More in a day is a reason to look first.
    std::size_t most_a_day = 100;
};

struct erasure_request {
    model::casus_id casus;
    // Stable word, without personal data.
    std::string reason;
    // Digests of the two operators.
    std::string proposed_by;
    std::string confirmed_by;
};

// Thread-safe, except sweep(). The parts outlive it. Whoever acts was recorded before.
class casus_erasure {
public:
    casus_erasure(casus_erasure_parts parts, casus_erasure_options options)
        : parts_{parts}, options_{options} {}

    // How many messages are of this casus. errc::not_found; errc::erased when its key is destroyed.
    [[nodiscard]] ports::async_result<std::size_t> look(model::casus_id casus) const;

    // Gives what was announced. As look(); errc::conflict when it was announced before.
    [[nodiscard]] ports::async_result<ports::planned_erasure> announce(erasure_request wanted);

    // errc::not_found; errc::conflict when it is too late.
    [[nodiscard]] ports::async_result<void> withdraw(model::casus_id casus);

    // Those that changed last first.
    [[nodiscard]] ports::async_result<std::vector<ports::planned_erasure>> list() const;

    // One round, in one coroutine at a time and only while the clock can be trusted. Gives how many
    // casussen are erased whole since. What a round did not finish the next one does: each step
    // may be done again.
    [[nodiscard]] boost::asio::awaitable<std::size_t> sweep();

private:
    enum class remainder { nothing, something };

    [[nodiscard]] ports::async_result<std::vector<ports::stored_message>> messages_of(
        model::casus_id casus
    ) const;
    [[nodiscard]] ports::async_result<void>
    move(model::casus_id casus, ports::erasure_state from, ports::erasure_state to);
    // References are to the caller's own frame, which waits for each of these.
    // Says in the log what will go.
    [[nodiscard]] ports::async_result<void> tell(const ports::planned_erasure& one);
    [[nodiscard]] ports::async_result<void> destroy(model::key_id key);
    // Says what it found still to be erased.
    [[nodiscard]] ports::async_result<remainder> erase(model::casus_id casus);
    // What the casus' own key does not seal: its documents, and what quarantine still holds of it.
    [[nodiscard]] ports::async_result<void>
    erase_beside(const ports::stored_message& one, model::casus_id casus);
    [[nodiscard]] ports::async_result<void>
    erase_documents(model::message_id message, model::casus_id casus);
    // A document that another casus refers to too stays for it.
    [[nodiscard]] ports::async_result<void>
    erase_document(model::document_id document, model::casus_id casus);
    [[nodiscard]] ports::async_result<remainder> look_whether_readable(model::message_id message);
    [[nodiscard]] ports::async_result<void> erase_quarantined(model::message_id earlier);
    [[nodiscard]] ports::async_result<void> record(ports::audit_act act);

    casus_erasure_parts parts_;
    casus_erasure_options options_;
};

}  // namespace hub::intake
