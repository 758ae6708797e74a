#include "adapters/embedded/ledger/records.hpp"
#include "adapters/embedded/message_store/writing.hpp"
#include "hub/vault/log.hpp"

#include <algorithm>

namespace adapters::embedded::message_store {

using hub::model::state;
using hub::ports::append_kind;
using hub::ports::errc;

namespace {

constexpr std::string_view superseded_reason = "vervangen";

// Rough size in memory of a message without its bytes.
constexpr std::size_t base_bytes = 1024;

// An attempt may only follow one that ended without effect, or is stuck.
bool may_be_superseded(state overall) {
    return overall == state::geweigerd || overall == state::geparkeerd ||
           overall == state::teruggestuurd;
}

bool is_forwarded(const hub::model::admitted_message& message) {
    return message.parked_code.empty() && !message.destinations.empty();
}

std::optional<sqlite::blob> optional_blob(const std::optional<hub::model::digest>& digest) {
    return digest ? std::optional{sqlite::as_blob(*digest)} : std::nullopt;
}

void append_sealed(std::string& content, const hub::model::sealed_part& part) {
    auto version = part.key_version;
    for (int byte = 0; byte < 4; ++byte, version >>= 8U) {
        content.push_back(static_cast<char>(version & 0xFFU));
    }
    content.append(reinterpret_cast<const char*>(part.iv.data()), part.iv.size());
    content.append(part.ciphertext);
}

}  // namespace

append_operation::append_operation(
    hub::model::admitted_message wanted,
    std::string prepared_envelope,
    const key_hashes& all_hashes
)
    : store_operation{base_bytes + 2 * wanted.canonical.ciphertext.size() +
                      wanted.original.ciphertext.size()},
      message{std::move(wanted)},
      envelope{std::move(prepared_envelope)},
      hashes{all_hashes} {}

void append_operation::apply(writing_session& session) {
    session.append(*this);
}

void append_operation::committed(writing_session& session) {
    if (!failure && outcome.kind == append_kind::fresh) {
        session.remember_outgoing(*this);
        session.fill_outcome(*this);
    }
}

std::uint64_t writing_session::newest(key_kind kind, append_operation& wanted) {
    const auto index = static_cast<std::size_t>(kind);
    const auto hash = wanted.hashes[index];
    auto& found = wanted.earlier[index];
    found = 0;
    // What this transaction added comes after everything before it.
    for (auto at = hash == 0 ? 0 : hashes_.size(); at > 0 && found == 0; --at) {
        found = hashes_[at - 1][index] == hash ? last_sequence_ + at : 0;
    }
    if (found == 0 && hash != 0) {
        found = rows_.newest(kind, hash);
    }
    return found;
}

bool writing_session::casus_exists(const hub::model::casus_id& casus) {
    if (sequences_.remembers(casus)) {
        return true;
    }
    auto found = casus_.query(sqlite::blob{casus.view()});
    return found.next();
}

writing_session::casus_verdict
writing_session::judge_casus(append_operation& wanted, bool& maps_reference) {
    const auto& entry = *wanted.message.casus;
    if (entry.reference) {
        const auto from = newest(key_kind::casus_reference, wanted);
        const auto mapped =
            rows_.with_casus_reference(from, wanted.message.submission.owner, *entry.reference);
        if (mapped && mapped->stored.casus != entry.id) {
            wanted.outcome.casus = mapped->stored.casus;
            return casus_verdict::taken;
        }
        maps_reference = !mapped;
    }
    const bool exists = casus_exists(entry.id);
    if (entry.opens && exists) {
        wanted.outcome.casus = entry.id;
        return casus_verdict::taken;
    }
    return entry.opens || exists ? casus_verdict::fine : casus_verdict::missing;
}

void writing_session::append(append_operation& wanted) {
    auto& message = wanted.message;
    const auto same = newest(key_kind::submission, wanted);
    const auto earlier = rows_.with_submission(same, message.submission);
    if (earlier &&
        (message.supersedes != earlier->stored.id || !may_be_superseded(earlier->stored.overall))) {
        wanted.outcome.kind = append_kind::same_key;
        wanted.outcome.original_digest = earlier->original_digest;
        wanted.sequence = earlier->stored.sequence;
        return;
    }
    bool maps_reference = false;
    if (message.casus) {
        switch (judge_casus(wanted, maps_reference)) {
            case casus_verdict::taken:
                wanted.outcome.kind = append_kind::casus_taken;
                return;
            case casus_verdict::missing:
                wanted.failure = errc::conflict;
                return;
            case casus_verdict::fine:
                break;
        }
    }
    if (earlier) {
        end_superseded(*earlier);
    }
    insert(wanted, maps_reference);
}

void writing_session::end_superseded(const message_row& earlier) {
    if (hub::model::is_final(earlier.stored.overall)) {
        return;
    }
    const auto standing = earlier.standing();
    auto now = progress_of(standing);
    const auto at = shared_.options.clock.now();
    for (std::size_t index = 0; index < now.destinations.size(); ++index) {
        auto& destination = now.destinations[index];
        if (hub::model::is_final(destination.state)) {
            continue;
        }
        const hub::ports::state_change change{
            earlier.stored.id,
            std::string{earlier.stored.destinations[index].name()},
            state::afgesloten,
            at,
            std::string{superseded_reason},
            {}};
        destination.state = state::afgesloten;
        add_step(earlier.stored.sequence, ++now.steps, change);
        record_final(standing, change);
    }
    if (now.destinations.empty()) {
        const hub::ports::state_change change{
            earlier.stored.id, {}, state::afgesloten, at, std::string{superseded_reason}, {}};
        add_step(earlier.stored.sequence, ++now.steps, change);
        record_final(standing, change);
    }
    set_progress_.run(nullptr, hub::model::to_string(state::afgesloten), earlier.stored.sequence);
}

void writing_session::add_content(
    const append_operation& wanted,
    slice& envelope,
    slice& original
) {
    envelope = {envelopes_.size(), wanted.envelope.size()};
    envelopes_.append(wanted.envelope);
    original.at = originals_.size();
    append_sealed(originals_, wanted.message.original);
    original.size = originals_.size() - original.at;
}

void writing_session::add_participants(const hub::model::admitted_message& message) {
    for (const auto& organisation : message.casus->adds_participants) {
        // Who opened the casus takes part without a row.
        if (!message.casus->opens || organisation != message.submission.owner) {
            insert_participant_.run(
                sqlite::blob{message.casus->id.view()},
                organisations_.number_of(organisation.text())
            );
        }
    }
}

void writing_session::insert(append_operation& wanted, bool maps_reference) {
    const auto& message = wanted.message;
    std::optional<hub::model::casus_id> casus;
    std::optional<hub::model::digest> casus_reference;
    if (message.casus) {
        casus = message.casus->id;
        if (message.casus->opens) {
            sequences_.opened(*casus);
        }
        if (maps_reference) {
            casus_reference = message.casus->reference;
        }
        add_participants(message);
    }
    if (!casus_reference) {
        wanted.hashes[static_cast<std::size_t>(key_kind::casus_reference)] = 0;
        wanted.earlier[static_cast<std::size_t>(key_kind::casus_reference)] = 0;
    }
    newest(key_kind::reference, wanted);
    wanted.numbers = sequences_.next(casus, message.destinations);
    wanted.sequence = last_sequence_ + accepted_.size() + 1;
    wanted.leaf = log_.add(hub::vault::message_leaf(shared_.options.log, message, wanted.numbers));
    slice envelope;
    slice original;
    add_content(wanted, envelope, original);
    const auto usual_key = hub::model::key_id{casus ? casus->value() : message.id.value()};
    const bool forwarded = is_forwarded(message);
    std::string own_source;
    const auto source = stored_source(message.submission, own_source);
    const auto destinations = ledger::write_destinations(message.destinations, wanted.numbers);
    const auto blob_of = [](const auto& id) { return sqlite::blob{id.view()}; };
    insert_message_.run(
        wanted.sequence,
        blob_of(message.id),
        log_.next_number(),
        wanted.leaf,
        envelope.at,
        envelope.size,
        original.at,
        original.size,
        hub::model::to_string(message.type),
        hub::model::to_string(message.target),
        organisations_.number_of(message.submission.owner.text()),
        organisations_.number_of(message.certificate.text()),
        casus ? std::optional{blob_of(*casus)} : std::nullopt,
        message.key == usual_key ? std::nullopt : std::optional{blob_of(message.key)},
        source,
        std::string_view{message.submission.id},
        optional_blob(message.reference),
        optional_blob(casus_reference),
        sqlite::as_blob(message.original_digest),
        hub::model::to_microseconds(message.accepted_at),
        std::string_view{destinations},
        message.attempt,
        message.refers_to ? std::optional{blob_of(*message.refers_to)} : std::nullopt,
        std::string_view{message.traceparent},
        decisions_.number_of(
            {reinterpret_cast<const char*>(message.decided_by.data()), message.decided_by.size()}
        ),
        forwarded ? std::optional{message.destinations.size()} : std::nullopt,
        forwarded ? std::nullopt : std::optional{hub::model::to_string(state::geparkeerd)},
        wanted.earlier[0],
        wanted.earlier[1],
        wanted.earlier[2],
        stored_extensions(message.open_extensions)
    );
    if (!forwarded) {
        park_at_intake(wanted);
    }
    hashes_.push_back(wanted.hashes);
    accepted_.emplace_back(wanted.sequence, message.accepted_at);
}

void writing_session::park_at_intake(const append_operation& wanted) {
    const auto& message = wanted.message;
    exceptions_.push_back(wanted.sequence);
    outbox_.except(wanted.sequence, message.parked_code);
    add_step(
        wanted.sequence,
        1,
        {message.id, {}, state::geparkeerd, message.accepted_at, message.parked_code, {}}
    );
}

// Before the outcome takes over what the record is made of.
void writing_session::remember_outgoing(append_operation& done) {
    const auto& message = done.message;
    const ledger::record_parts parts{
        .id = message.id,
        .key = message.key,
        .casus = message.casus ? std::optional{message.casus->id} : std::nullopt,
        .type = message.type,
        .target = message.target,
        .owner = message.submission.owner,
        .accepted_at = message.accepted_at,
        .traceparent = message.traceparent,
        .open_extensions = message.open_extensions,
        .destinations = message.destinations,
        .numbers = std::move(done.numbers),
        .leaf = done.leaf,
        .envelope = done.envelope};
    const ledger::leaf_proof proof{log_.leaf(done.leaf), log_.place(done.leaf), log_.head()};
    fresh_.push_back({done.sequence, ledger::build_record(parts, proof)});
}

void writing_session::fill_outcome(append_operation& done) {
    auto& message = done.message;
    auto& stored = done.outcome.stored;
    stored.sequence = done.sequence;
    stored.id = message.id;
    stored.key = message.key;
    if (message.casus) {
        stored.casus = message.casus->id;
    }
    stored.type = message.type;
    stored.submission = std::move(message.submission);
    stored.certificate = message.certificate;
    stored.accepted_at = message.accepted_at;
    stored.attempt = message.attempt;
    stored.refers_to = message.refers_to;
    stored.traceparent = std::move(message.traceparent);
    stored.decided_by = message.decided_by;
    stored.overall = is_forwarded(message) ? state::ontvangen : state::geparkeerd;
    stored.destinations = std::move(message.destinations);
    done.outcome.original_digest = message.original_digest;
    done.outcome.receipt.leaf = log_.leaf(done.leaf);
    done.outcome.receipt.place = log_.place(done.leaf);
    done.outcome.receipt.head = log_.head();
    done.outcome.receipt.canonical = std::move(message.canonical);
}

}  // namespace adapters::embedded::message_store
