#include "adapters/embedded/message_store/rows.hpp"

#include "adapters/embedded/ledger/casus_sequences.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace adapters::embedded::message_store {

using hub::model::message_id;

namespace {

// The order of read_row's columns.
enum column {
    sequence,
    id,
    commit_number,
    leaf,
    envelope_at,
    envelope_size,
    original_at,
    original_size,
    type,
    stream,
    owner,
    certificate,
    casus,
    key,
    source,
    source_id,
    reference,
    casus_reference,
    original_digest,
    accepted_at,
    destinations,
    attempt,
    refers_to,
    traceparent,
    extensions,
    decision,
    overall,
    earlier_submission,
};

constexpr std::string_view columns =
    "SELECT m.sequence,m.id,m.commit_number,m.leaf,m.envelope_at,m.envelope_size,m.original_at,"
    "m.original_size,m.type,m.stream,o.oin,c.oin,m.casus,m.key,m.source,m.source_id,m.reference,"
    "m.casus_reference,m.original_digest,m.accepted_at,m.destinations,m.attempt,m.refers_to,"
    "m.traceparent,m.extensions,d.digest,m.overall,m.earlier_submission,m.earlier_reference,"
    "m.earlier_casus_reference FROM message m CROSS JOIN organisation o ON o.number=m.owner"
    " CROSS JOIN organisation c ON c.number=m.certificate"
    " CROSS JOIN decision d ON d.number=m.decision ";

template <class Id>
std::optional<Id> optional_id(const sqlite::rows& found, int column) {
    return found.is_null(column) ? std::nullopt : Id::from_bytes(found.bytes(column));
}

std::array<std::uint8_t, 32> hash_at(const sqlite::rows& found, int column) {
    std::array<std::uint8_t, 32> hash{};
    const auto bytes = found.bytes(column);
    std::copy_n(bytes.begin(), std::min(bytes.size(), hash.size()), hash.begin());
    return hash;
}

std::optional<hub::model::digest> optional_hash(const sqlite::rows& found, int column) {
    return found.is_null(column) ? std::nullopt : std::optional{hash_at(found, column)};
}

std::string own_source(const hub::model::oin& owner) {
    return "urn:nld:oin:" + owner.to_string();
}

std::vector<std::pair<std::string, std::string>> read_extensions(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> all;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        const auto equals = std::min(line.find('='), line.size());
        all.emplace_back(line.substr(0, equals), line.substr(std::min(equals + 1, line.size())));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    return all;
}

hub::model::key_id key_of(const hub::ports::stored_message& stored) {
    return hub::model::key_id{stored.casus ? stored.casus->value() : stored.id.value()};
}

}  // namespace

std::optional<std::string_view>
stored_source(const hub::model::submission_key& key, std::string& own) {
    own = own_source(key.owner);
    return key.source == own ? std::nullopt : std::optional<std::string_view>{key.source};
}

std::optional<std::string>
stored_extensions(const std::vector<std::pair<std::string, std::string>>& open) {
    std::optional<std::string> text;
    for (const auto& [name, value] : open) {
        text = text ? *text + "\n" : std::string{};
        text->append(name).append("=").append(value);
    }
    return text;
}

std::string select_messages(std::string_view rest) {
    return std::string{columns} + std::string{rest};
}

message_row read_row(const sqlite::rows& found) {
    message_row row;
    auto& stored = row.stored;
    stored.sequence = found.unsigned_integer(column::sequence);
    stored.id = message_id::from_bytes(found.bytes(column::id)).value_or(message_id{});
    stored.casus = optional_id<hub::model::casus_id>(found, column::casus);
    stored.key = optional_id<hub::model::key_id>(found, column::key).value_or(key_of(stored));
    stored.type = hub::model::parse_message_type(found.bytes(column::type)).value_or(stored.type);
    stored.submission.owner =
        hub::model::oin::parse(found.bytes(column::owner)).value_or(hub::model::oin{});
    stored.submission.source = found.is_null(column::source) ? own_source(stored.submission.owner)
                                                             : found.text(column::source);
    stored.submission.id = found.text(column::source_id);
    stored.certificate =
        hub::model::oin::parse(found.bytes(column::certificate)).value_or(hub::model::oin{});
    auto numbered = ledger::read_destinations(found.bytes(column::destinations));
    stored.destinations = std::move(numbered.destinations);
    stored.accepted_at = hub::model::from_microseconds(found.integer(column::accepted_at));
    stored.attempt = static_cast<std::uint32_t>(found.integer(column::attempt));
    stored.refers_to = optional_id<message_id>(found, column::refers_to);
    stored.traceparent = found.text(column::traceparent);
    row.open_extensions = read_extensions(found.bytes(column::extensions));
    stored.decided_by = hash_at(found, column::decision);
    const auto state = hub::model::parse_state(found.bytes(column::overall));
    row.has_overall = state.has_value();
    stored.overall = state.value_or(hub::model::state::ontvangen);
    row.target = hub::model::parse_stream(found.bytes(column::stream)).value_or(row.target);
    row.numbers = std::move(numbered.numbers);
    row.commit = found.unsigned_integer(column::commit_number);
    row.leaf = static_cast<std::uint32_t>(found.integer(column::leaf));
    row.envelope = {
        found.unsigned_integer(column::envelope_at), found.unsigned_integer(column::envelope_size)};
    row.original = {
        found.unsigned_integer(column::original_at), found.unsigned_integer(column::original_size)};
    row.original_digest = hash_at(found, column::original_digest);
    row.reference = optional_hash(found, column::reference);
    row.casus_reference = optional_hash(found, column::casus_reference);
    for (std::size_t kind = 0; kind < key_kinds; ++kind) {
        row.earlier[kind] =
            found.unsigned_integer(column::earlier_submission + static_cast<int>(kind));
    }
    return row;
}

message_standing message_row::standing() const {
    return {
        stored.sequence,
        stored.casus,
        stored.destinations,
        has_overall ? std::optional{stored.overall} : std::nullopt};
}

ledger::record_parts message_row::parts(std::string_view bytes) const {
    return {
        .id = stored.id,
        .key = stored.key,
        .casus = stored.casus,
        .type = stored.type,
        .target = target,
        .owner = stored.submission.owner,
        .accepted_at = stored.accepted_at,
        .traceparent = stored.traceparent,
        .open_extensions = open_extensions,
        .destinations = stored.destinations,
        .numbers = numbers,
        .leaf = leaf,
        .envelope = envelope.at <= bytes.size() ? bytes.substr(envelope.at, envelope.size)
                                                : std::string_view{}};
}

row_reader::row_reader(sqlite::connection& file, const key_index& index)
    : index_{index},
      partitions_{file},
      by_sequence_{file, select_messages("WHERE m.sequence=?")},
      by_id_{file, select_messages("WHERE m.id=?")},
      standing_{file, "SELECT sequence,casus,destinations,overall FROM message WHERE id=?"},
      opener_{file, select_messages("WHERE m.casus=? ORDER BY m.sequence LIMIT 1")} {}

std::optional<message_row> row_reader::by_sequence(std::uint64_t wanted) {
    auto found = by_sequence_.query(wanted);
    return found.next() ? std::optional{read_row(found)} : std::nullopt;
}

std::optional<message_row> row_reader::by_id(const message_id& wanted) {
    auto found = by_id_.query(sqlite::blob{wanted.view()});
    return found.next() ? std::optional{read_row(found)} : std::nullopt;
}

std::optional<message_standing> row_reader::standing(const message_id& wanted) {
    auto found = standing_.query(sqlite::blob{wanted.view()});
    if (!found.next()) {
        return std::nullopt;
    }
    return message_standing{
        found.unsigned_integer(0),
        optional_id<hub::model::casus_id>(found, 1),
        ledger::read_destinations(found.bytes(2)).destinations,
        hub::model::parse_state(found.bytes(3))};
}

std::optional<message_row> row_reader::opener(const hub::model::casus_id& wanted) {
    auto found = opener_.query(sqlite::blob{wanted.view()});
    return found.next() ? std::optional{read_row(found)} : std::nullopt;
}

std::uint64_t row_reader::newest(key_kind kind, std::uint64_t hash) {
    return index_.find(kind, hash, partitions_).value_or(0);
}

template <class Matches>
std::optional<message_row> row_reader::along(std::uint64_t from, key_kind kind, Matches matches) {
    while (from != 0) {
        auto row = by_sequence(from);
        if (!row || matches(*row)) {
            return row;
        }
        from = row->earlier[static_cast<std::size_t>(kind)];
    }
    return std::nullopt;
}

std::optional<message_row>
row_reader::with_submission(std::uint64_t from, const hub::model::submission_key& wanted) {
    return along(from, key_kind::submission, [&wanted](const message_row& row) {
        return row.stored.submission == wanted;
    });
}

std::optional<message_row> row_reader::with_reference(
    std::uint64_t from,
    const hub::model::oin& by,
    const hub::model::digest& wanted
) {
    return along(from, key_kind::reference, [&](const message_row& row) {
        return row.stored.submission.owner == by && row.reference == wanted;
    });
}

std::optional<message_row> row_reader::with_casus_reference(
    std::uint64_t from,
    const hub::model::oin& by,
    const hub::model::digest& wanted
) {
    return along(from, key_kind::casus_reference, [&](const message_row& row) {
        return row.stored.submission.owner == by && row.casus_reference == wanted;
    });
}

}  // namespace adapters::embedded::message_store
