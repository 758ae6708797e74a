// Takes messages in: decides with the pure decisions of hub/intake and performs with the vault and
// the store, so that an accepted message is durable, sealed, routed and receipted.
#pragma once

#include "hub/access/caller.hpp"
#include "hub/documents/documents.hpp"
#include "hub/intake/quarantine.hpp"
#include "hub/intake/rules.hpp"
#include "hub/intake/sealing.hpp"
#include "hub/model/admitted_message.hpp"
#include "hub/model/receipt.hpp"
#include "hub/model/rejection.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/decoder.hpp"
#include "hub/ports/message_store.hpp"
#include "hub/routing/table.hpp"
#include "hub/vault/vault.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace hub::intake {

// What an operator hands in again: content out of the quarantine, or a message that intake parked.
struct replayed {
    model::message_id id;
    // Of a parked message.
    std::uint32_t attempt = 0;
    std::optional<model::casus_id> casus;
};

// One message as it came in and as its form's decoder understood it.
struct submission {
    // Resolved for right::send with the decoded on_behalf_of.
    access::caller caller;
    ports::decoded_message decoded;
    // The decoder's form() and version().
    std::string form;
    std::uint32_t decoder_version = 0;
    std::string content_type;
    // The exact bytes of the body; without the content of documents where all of it lies apart.
    std::string original;
    std::string traceparent;
    std::string transaction_id;
    // Set when an operator hands it in again: the new leaf names the first, and a refusal is not
    // kept in quarantine again.
    std::optional<replayed> replays;
    std::optional<original_apart> apart{};
};

enum class novelty { created, repeated };

// Something to tell the sender that is no refusal; name is a JSON pointer, empty for the whole.
using notice = model::invalid_param;

struct acceptance {
    intake::novelty novelty = novelty::created;
    model::message_id message;
    model::message_type type = model::message_type::aanmelding;
    std::optional<model::casus_id> casus;
    // The register entry that a registermutatie adds, changes or removes.
    std::optional<model::message_id> entry;
    std::uint32_t attempt = 1;
    model::timestamp accepted_at;
    // The same, byte for byte, for every repeat.
    model::receipt receipt;
    std::vector<model::destination> destinations;
    // By today's rules and only when created; a repeat has none.
    std::vector<routing::reason> why;
    std::vector<notice> notices;
    // Accepted, but parked with this code; empty otherwise.
    std::string parked_code;
};

// All that intake would say, with nothing stored and nothing told of what others did.
struct dry_run {
    // Why it would be refused, all reasons; empty: it would be accepted.
    std::vector<model::rejection> refusals;
    model::message_type type = model::message_type::aanmelding;
    routing::route route;
    std::vector<notice> notices;
    // What the loket would ask for.
    std::vector<notice> missing;
};

// What earlier messages of one rehearsal would have done, had they been handed in.
struct rehearsed {
    // The casussen that then have a reference of their owner's own.
    std::set<std::pair<model::oin, std::string>> casussen;
};

// What GET /v1/inzendingen asks for within the caller's own space.
struct search_terms {
    // Empty: any source.
    std::string source;
    // The sender's own reference (kenmerk).
    std::string reference;
};

// Callable from any executor; completes on the caller's. Refusals carry the codes of
// hub/docs/foutcodes.md; besides the sender's own faults tijdelijk_niet_beschikbaar (retry) and
// uitkomst_onbekend (unknown).
class reception {
public:
    virtual ~reception() = default;

    [[nodiscard]] virtual boost::asio::awaitable<model::decision<acceptance>> accept(
        submission given
    ) = 0;

    // Of several in order, `before` says what the earlier ones would have done, and is told what
    // this one would. It is the caller's own, who waits.
    [[nodiscard]] virtual boost::asio::awaitable<dry_run>
    check(submission given, rehearsed& before) = 0;
    // Of one alone.
    [[nodiscard]] boost::asio::awaitable<dry_run> check(submission given);

    // The caller's own message; code niet_gevonden for whatever is not.
    [[nodiscard]] virtual boost::asio::awaitable<model::decision<ports::stored_message>>
    find(access::caller who, model::message_id id) = 0;

    // The caller's own messages with this reference, newest first.
    [[nodiscard]] virtual boost::asio::awaitable<
        model::decision<std::vector<ports::stored_message>>>
    search(access::caller who, search_terms terms) = 0;

    // Rebuilt from its parts to the same bytes. Codes niet_gevonden, gewist.
    [[nodiscard]] virtual boost::asio::awaitable<model::decision<model::receipt>>
    receipt_for(access::caller who, model::message_id id) = 0;

    // What a message of the caller's, out of find(), refers to or brought. Codes gewist,
    // niet_authentiek.
    [[nodiscard]] virtual boost::asio::awaitable<model::decision<std::vector<ports::attachment>>>
    attachments_for(ports::stored_message own) = 0;

    // What the caller itself handed in, byte for byte, or the document that holds it; the release
    // stands in the log before it is given. Codes niet_gevonden, gewist, niet_authentiek.
    [[nodiscard]] virtual boost::asio::awaitable<model::decision<original_body>>
    original_for(access::caller who, model::message_id id) = 0;

    // Swaps the rules as a whole; what is being decided keeps the ones it started with.
    // Thread-safe.
    virtual void replace_rules(std::shared_ptr<const rules> next) = 0;
};

// What a reception performs with; all must outlive it.
struct reception_parts {
    vault::vault& vault;
    ports::message_store& store;
    ports::casus_store& casus;
    ports::clock& clock;
    // Every form that may stand in the store, so that an earlier original can be decoded again.
    std::vector<const ports::decoder*> decoders;
    // Where what a change of rules could heal is kept; null: nowhere.
    intake::quarantine* quarantine = nullptr;
    // Null where no documents are kept: a message can't refer to any then.
    documents::documents* documents = nullptr;
};

[[nodiscard]] std::unique_ptr<reception>
make_reception(reception_parts parts, std::shared_ptr<const rules> first);

}  // namespace hub::intake
