// The mailboxes of organisations: list, claim for a while, acknowledge, refuse.
#pragma once

#include "hub/instruments/consumer/runner.hpp"
#include "hub/model/oin.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/model/uuid.hpp"
#include "hub/model/words.hpp"
#include "hub/ports/book.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/decoder.hpp"
#include "hub/ports/result.hpp"
#include "hub/runtime/bell.hpp"
#include "hub/vault/vault.hpp"
#include "schemas/pmm/v1/content.pb.h"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hub::delivery {

// Whether an organisation may have a postvak emptied today; asked at every fetch. Thread-safe.
class postvak_rights {
public:
    virtual ~postvak_rights() = default;
    [[nodiscard]] virtual bool may_receive(const model::oin& recipient) const = 0;
};

// One message in a postvak, opened.
struct postvak_message {
    // Cursor of list(); rises in the order of arrival.
    std::uint64_t sequence = 0;
    model::message_id id;
    std::optional<model::casus_id> casus;
    model::message_type type = model::message_type::bericht;
    model::oin sender;
    std::optional<model::message_id> refers_to;
    model::timestamp accepted_at;
    model::timestamp arrived_at;
    // klaargezet or opgehaald.
    model::state state = model::state::klaargezet;
    // Until when it is claimed; nothing when it is free.
    std::optional<model::timestamp> lease_until;
    std::uint32_t attempts = 0;
    // Nothing when it can't be opened; then the code says why (gewist, niet_authentiek).
    std::optional<pmm::v1::CanonicalMessage> content;
    std::vector<ports::attachment> attachments;
    std::string code;
};

struct postvak_counts {
    std::uint64_t waiting = 0;
    std::uint64_t claimed = 0;
    // There are more than were counted.
    bool more = false;
    model::timestamp oldest{};
};

struct claim_request {
    model::oin recipient;
    // Who takes it: the certificate's OIN; shown, not checked at acknowledgement.
    std::string claimant;
    std::size_t limit = 1;
    std::chrono::seconds lease{300};
    // Long-poll: until something is there, at most so long.
    std::chrono::milliseconds wait{0};
};

struct refusal {
    // Stable word of the recipient's choice: [a-z0-9_], at most 64 characters.
    std::string code;
    // Plain words for the sender; sealed with the status.
    std::string words;
};

struct postvak_options {
    std::size_t largest_claim = 100;
    std::size_t largest_list = 100;
    // No more than delivery::longest_lease.
    std::chrono::seconds longest_lease{86'400};
    std::chrono::milliseconds longest_wait{60'000};
    // How many open items counts() looks at.
    std::size_t counted_at_most = 1'000;
};

struct postvak_ports {
    ports::book& book;
    vault::vault& vault;
    ports::clock& clock;
    const postvak_rights& rights;
};

// Callable from any executor; completes on the caller's. Everything given outlives it. The caller
// has checked that it may act for this postvak; whether the postvak itself may still be emptied is
// checked here by today's rights (errc::refused; what lies there is parked as recht_vervallen and
// the senders are told).
class postvak_service : public instruments::consumer::commit_observer {
public:
    postvak_service(
        postvak_ports ports,
        instruments::consumer::runner_options identity,
        postvak_options options
    );
    ~postvak_service() override;

    // Everything open behind a cursor, oldest first; reading changes nothing.
    [[nodiscard]] ports::async_result<std::vector<postvak_message>>
    list(model::oin recipient, std::uint64_t after_sequence, std::size_t limit);

    // One that is open; reading changes nothing. errc::not_found.
    [[nodiscard]] ports::async_result<postvak_message>
    read(model::oin recipient, model::message_id message);

    // The oldest free ones, for the time of the lease; an empty answer when the wait is over.
    [[nodiscard]] ports::async_result<std::vector<postvak_message>> claim(claim_request request);

    // The message is handled; again is harmless. errc::not_found; errc::conflict when it was
    // refused before.
    [[nodiscard]] ports::async_result<void>
    acknowledge(model::oin recipient, model::message_id message);

    // The message is refused and the sender hears why; again is harmless. errc::not_found;
    // errc::conflict when it was acknowledged before.
    [[nodiscard]] ports::async_result<void>
    refuse(model::oin recipient, model::message_id message, refusal why);

    [[nodiscard]] ports::async_result<postvak_counts> counts(model::oin recipient);

    // Parks what lies in postvakken that may not be emptied any more. Who lost its right never
    // comes this far by itself: the owner calls it at start and after each change of organisations.
    [[nodiscard]] ports::async_result<void> review();

    // Rings when something came for this postvak, and at close().
    [[nodiscard]] std::shared_ptr<runtime::bell> bell_of(const model::oin& recipient);

    // Ends all waiting claims with an empty answer, and later ones at once.
    void close();

    // Wakes the claims that wait for a postvak; what came for one that may not be emptied parks.
    [[nodiscard]] boost::asio::awaitable<void> committed(
        std::vector<instruments::consumer::record_change> changes
    ) override;

private:
    class implementation;
    std::unique_ptr<implementation> implementation_;
};

}  // namespace hub::delivery
