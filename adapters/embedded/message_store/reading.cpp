#include "adapters/embedded/message_store/reading.hpp"

#include "schemas/pmm/v1/envelope.pb.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace adapters::embedded::message_store {

using hub::model::state;
using hub::ports::errc;
using hub::ports::result;
using hub::ports::stored_message;

namespace {

// So many of one own reference are told, newest first.
constexpr std::size_t max_same_reference = 100;
constexpr std::size_t iv_bytes = 12;

hub::model::sealed_part read_sealed(std::string_view bytes) {
    hub::model::sealed_part part;
    if (bytes.size() < sizeof part.key_version + iv_bytes) {
        return part;
    }
    for (std::size_t byte = sizeof part.key_version; byte > 0; --byte) {
        part.key_version = part.key_version << 8U | static_cast<unsigned char>(bytes[byte - 1]);
    }
    bytes.remove_prefix(sizeof part.key_version);
    std::copy_n(bytes.begin(), iv_bytes, part.iv.begin());
    part.ciphertext = bytes.substr(iv_bytes);
    return part;
}

}  // namespace

reading_session::reading_session(
    sqlite::connection& file,
    const key_index& index,
    const ledger::outbox_watermark& outbox
)
    : file_{file},
      outbox_{outbox},
      rows_{file, index},
      log_{file},
      positions_{file},
      published_{file},
      waiting_{file, select_messages("WHERE m.sequence>? ORDER BY m.sequence")},
      unsettled_{
          file,
          select_messages("WHERE m.open IS NOT NULL AND m.sequence>? AND m.sequence<=?"
                          " ORDER BY m.sequence LIMIT ?")},
      envelopes_{file, "SELECT content FROM commit_envelopes WHERE number=?"},
      part_of_envelopes_{file, "SELECT substr(content,?,?) FROM commit_envelopes WHERE number=?"},
      part_of_originals_{file, "SELECT substr(content,?,?) FROM commit_originals WHERE number=?"},
      steps_{
          file,
          "SELECT destination,state,at,reason,casus_status FROM state_change WHERE message=?"
          " ORDER BY step"},
      participants_{
          file,
          "SELECT o.oin FROM participant p JOIN organisation o ON o.number=p.organisation"
          " WHERE p.casus=?"},
      first_at_{
          file,
          "SELECT k.first_sequence FROM log_commit c JOIN commit_keys k ON k.number=c.number"
          " WHERE c.at>=? ORDER BY c.at,c.number LIMIT 1"} {}

stored_message reading_session::shown(message_row row) const {
    if (!row.has_overall) {
        row.stored.overall =
            outbox_.is_settled(row.stored.sequence) ? state::doorgezet : state::ontvangen;
    }
    return std::move(row.stored);
}

result<stored_message> reading_session::find(const hub::model::message_id& id) {
    auto row = rows_.by_id(id);
    return row ? result<stored_message>{shown(std::move(*row))} : errc::not_found;
}

result<stored_message>
reading_session::find_submission(const hub::model::submission_key& key, std::uint64_t hash) {
    auto row = rows_.with_submission(rows_.newest(key_kind::submission, hash), key);
    return row ? result<stored_message>{shown(std::move(*row))} : errc::not_found;
}

result<std::vector<stored_message>> reading_session::find_reference(
    const hub::model::oin& owner,
    const hub::model::digest& reference,
    std::uint64_t hash
) {
    std::vector<stored_message> found;
    auto from = rows_.newest(key_kind::reference, hash);
    while (found.size() < max_same_reference) {
        auto row = rows_.with_reference(from, owner, reference);
        if (!row) {
            break;
        }
        from = row->earlier[static_cast<std::size_t>(key_kind::reference)];
        found.push_back(shown(std::move(*row)));
    }
    return found;
}

result<hub::model::casus_id> reading_session::find_casus(
    const hub::model::oin& owner,
    const hub::model::digest& reference,
    std::uint64_t hash
) {
    const auto from = rows_.newest(key_kind::casus_reference, hash);
    const auto row = rows_.with_casus_reference(from, owner, reference);
    if (!row || !row->stored.casus) {
        return errc::not_found;
    }
    return *row->stored.casus;
}

result<std::vector<hub::model::oin>> reading_session::participants(const hub::model::casus_id& casus
) {
    const auto opener = rows_.opener(casus);
    if (!opener) {
        return errc::not_found;
    }
    std::vector<hub::model::oin> all{opener->stored.submission.owner};
    auto found = participants_.query(sqlite::blob{casus.view()});
    while (found.next()) {
        const auto organisation = hub::model::oin::parse(found.bytes(0));
        if (organisation && *organisation != all.front()) {
            all.push_back(*organisation);
        }
    }
    return all;
}

std::string reading_session::content(sqlite::statement& blobs, const message_row& row, slice part) {
    auto found = blobs.query(part.at + 1, part.size, row.commit);
    return found.next() ? found.text(0) : std::string{};
}

std::optional<hub::ports::receipt_parts> reading_session::receipt_of(const message_row& row) {
    const auto commit = log_.find(row.commit);
    pmm::v1::Envelope envelope;
    if (!commit || !envelope.ParseFromString(content(part_of_envelopes_, row, row.envelope))) {
        return std::nullopt;
    }
    hub::ports::receipt_parts parts;
    parts.leaf = commit->leaf(row.leaf);
    parts.place = commit->place(row.leaf);
    parts.head = commit->head();
    const auto& canonical = envelope.canonical();
    parts.canonical.key_version = canonical.key_version();
    std::copy_n(
        canonical.iv().begin(),
        std::min(canonical.iv().size(), iv_bytes),
        parts.canonical.iv.begin()
    );
    parts.canonical.ciphertext = canonical.ciphertext();
    return parts;
}

result<hub::ports::receipt_parts> reading_session::receipt(const hub::model::message_id& id) {
    const auto row = rows_.by_id(id);
    if (!row) {
        return errc::not_found;
    }
    auto parts = receipt_of(*row);
    return parts ? result<hub::ports::receipt_parts>{std::move(*parts)} : errc::retry;
}

result<hub::model::sealed_part> reading_session::original(const hub::model::message_id& id) {
    const auto row = rows_.by_id(id);
    if (!row) {
        return errc::not_found;
    }
    return read_sealed(content(part_of_originals_, *row, row->original));
}

result<hub::ports::append_outcome> reading_session::repeat(std::uint64_t sequence) {
    auto row = rows_.by_sequence(sequence);
    if (!row) {
        return errc::retry;
    }
    auto parts = receipt_of(*row);
    if (!parts) {
        return errc::retry;
    }
    hub::ports::append_outcome outcome;
    outcome.kind = hub::ports::append_kind::same_key;
    outcome.receipt = std::move(*parts);
    outcome.original_digest = row->original_digest;
    outcome.stored = shown(std::move(*row));
    return outcome;
}

result<std::vector<hub::ports::state_change>> reading_session::history(
    const hub::model::message_id& id
) {
    const auto row = rows_.by_id(id);
    if (!row) {
        return errc::not_found;
    }
    const auto sequence = row->stored.sequence;
    std::vector<hub::ports::state_change> changes{
        {id, {}, state::ontvangen, row->stored.accepted_at, {}, {}}};
    auto published = published_.published_at(sequence);
    if (!published && !published_.is_exception(sequence)) {
        published = outbox_.published_at(sequence);
    }
    if (published) {
        changes.push_back({id, {}, state::doorgezet, *published, {}, {}});
    }
    auto found = steps_.query(sequence);
    while (found.next()) {
        changes.push_back(
            {id,
             found.text(0),
             hub::model::parse_state(found.bytes(1)).value_or(state::geparkeerd),
             hub::model::from_microseconds(found.integer(2)),
             found.text(3),
             found.text(4)}
        );
    }
    return changes;
}

std::vector<hub::ports::outgoing> reading_session::records_of(const std::vector<message_row>& rows
) {
    std::vector<hub::ports::outgoing> records;
    records.reserve(rows.size());
    std::unique_ptr<ledger::stored_commit> commit;
    std::string envelopes;
    std::uint64_t loaded = 0;
    for (const auto& row : rows) {
        if (row.commit != loaded) {
            commit = log_.find(row.commit);
            auto found = envelopes_.query(row.commit);
            envelopes = found.next() ? found.text(0) : std::string{};
            loaded = row.commit;
        }
        if (!commit) {
            break;
        }
        records.push_back({row.stored.sequence, build_record(row.parts(envelopes), *commit)});
    }
    return records;
}

result<std::vector<hub::ports::outgoing>>
reading_session::waiting(std::uint64_t after_sequence, std::size_t limit) {
    std::vector<message_row> rows;
    {
        auto found = waiting_.query(std::max(after_sequence, outbox_.up_to()));
        while (rows.size() < limit && found.next()) {
            if (!outbox_.is_settled(found.unsigned_integer(0))) {
                rows.push_back(read_row(found));
            }
        }
    }
    return records_of(rows);
}

result<std::vector<hub::ports::outgoing>> reading_session::unsettled(
    hub::model::timestamp published_before,
    std::uint64_t after_sequence,
    std::size_t limit
) {
    std::vector<message_row> rows;
    {
        auto found =
            unsettled_.query(after_sequence, published_.up_to_before(published_before), limit);
        while (found.next()) {
            rows.push_back(read_row(found));
        }
    }
    return records_of(rows);
}

}  // namespace adapters::embedded::message_store
