#include "adapters/embedded/book/outgoing_table.hpp"

#include "adapters/embedded/ledger/casus_sequences.hpp"
#include "adapters/embedded/ledger/frames.hpp"
#include "adapters/embedded/ledger/records.hpp"
#include "schemas/pmm/v1/envelope.pb.h"

#include <charconv>
#include <limits>
#include <memory>
#include <tuple>
#include <utility>

namespace adapters::embedded::book {

using ledger::record_parts;

namespace {

// A message's frames in a row's content, in this order.
enum frame : std::size_t { target, destinations, leaf, envelope, frames_per_message };

}  // namespace

hub::ports::record record_of(const placed_message& placed, const ledger::log_writer& log) {
    const auto& message = placed.message;
    record_parts parts;
    parts.id = message.id;
    parts.key = message.key;
    if (message.casus) {
        parts.casus = message.casus->id;
    }
    parts.type = message.type;
    parts.target = message.target;
    parts.owner = message.submission.owner;
    parts.accepted_at = message.accepted_at;
    parts.traceparent = message.traceparent;
    parts.destinations = message.destinations;
    parts.numbers = placed.numbers;
    parts.envelope = placed.envelope;
    return ledger::build_record(
        parts, ledger::leaf_proof{log.leaf(placed.leaf), log.place(placed.leaf), log.head()}
    );
}

outgoing_writer::outgoing_writer(sqlite::connection& file)
    : insert_{file, "INSERT INTO outgoing(first,count,log_commit,content) VALUES(?,?,?,?)"},
      remove_{
          file,
          "DELETE FROM outgoing WHERE first IN"
          "(SELECT first FROM outgoing WHERE first+count-1<=? ORDER BY first LIMIT ?)"},
      removed_{file, "SELECT changes()"},
      forget_moves_{
          file,
          "DELETE FROM outbox_published WHERE up_to IN"
          "(SELECT up_to FROM outbox_published WHERE up_to<? ORDER BY up_to LIMIT ?)"} {}

void outgoing_writer::insert(
    std::uint64_t first,
    std::uint64_t log_commit,
    const std::vector<placed_message>& messages
) {
    std::string content;
    for (const auto& one : messages) {
        ledger::append_frame(content, hub::model::to_string(one.message.target));
        ledger::append_frame(
            content, ledger::write_destinations(one.message.destinations, one.numbers)
        );
        ledger::append_frame(content, std::to_string(one.leaf));
        ledger::append_frame(content, one.envelope);
    }
    insert_.run(first, messages.size(), log_commit, sqlite::blob{content});
}

std::size_t outgoing_writer::remove_up_to(std::uint64_t sequence, std::size_t limit) {
    forget_moves_.run(sequence, limit);
    remove_.run(sequence, limit);
    auto removed = removed_.query();
    return removed.next() ? static_cast<std::size_t>(removed.integer(0)) : 0;
}

// One message as it stands in a row.
struct outgoing_reader::stored {
    std::uint64_t sequence = 0;
    std::vector<std::string_view> frames;
    const ledger::stored_commit& commit;
};

namespace {

// Nothing when the frames are not what insert() wrote.
std::optional<record_parts>
read_parts(const std::vector<std::string_view>& frames, const pmm::v1::Envelope& envelope) {
    const auto stream = hub::model::parse_stream(frames[target]);
    const auto id = hub::model::message_id::from_bytes(envelope.message_id());
    const auto key = hub::model::key_id::from_bytes(envelope.key_id());
    const auto type = hub::model::parse_cloudevents_type(envelope.type());
    const auto owner = hub::model::oin::parse(envelope.owner_oin());
    if (!stream || !id || !key || !type || !owner) {
        return std::nullopt;
    }
    record_parts parts;
    parts.id = *id;
    parts.key = *key;
    parts.casus = hub::model::casus_id::from_bytes(envelope.casus_id());
    parts.type = *type;
    parts.target = *stream;
    parts.owner = *owner;
    parts.accepted_at = hub::model::from_microseconds(envelope.accepted_at_us());
    parts.traceparent = envelope.traceparent();
    auto numbered = ledger::read_destinations(frames[destinations]);
    parts.destinations = std::move(numbered.destinations);
    parts.numbers = std::move(numbered.numbers);
    std::from_chars(frames[leaf].data(), frames[leaf].data() + frames[leaf].size(), parts.leaf);
    parts.envelope = frames[frame::envelope];
    return parts;
}

bool parse(std::string_view bytes, pmm::v1::Envelope& into) {
    return into.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

}  // namespace

outgoing_reader::outgoing_reader(sqlite::connection& file)
    : log_{file},
      first_{file, "SELECT first FROM outgoing WHERE first<=? ORDER BY first DESC LIMIT 1"},
      rows_{
          file,
          "SELECT first,count,log_commit,content FROM outgoing WHERE first>=? ORDER BY first"},
      newest_{file, "SELECT first+count-1 FROM outgoing ORDER BY first DESC LIMIT 1"} {}

template <class Visitor>
bool outgoing_reader::visit(std::uint64_t after, Visitor visitor) {
    auto from = after + 1;
    {
        auto found = first_.query(from);
        from = found.next() ? found.unsigned_integer(0) : from;
    }
    auto row = rows_.query(from);
    while (row.next()) {
        const auto first = row.unsigned_integer(0);
        const auto count = row.unsigned_integer(1);
        const auto commit = log_.find(row.unsigned_integer(2));
        const auto frames = ledger::frames_of(row.bytes(3));
        if (!commit || frames.size() != count * frames_per_message) {
            return false;
        }
        for (std::uint64_t at = 0; at < count; ++at) {
            if (first + at <= after) {
                continue;
            }
            const auto begin =
                frames.begin() + static_cast<std::ptrdiff_t>(at * frames_per_message);
            if (!visitor(stored{first + at, {begin, begin + frames_per_message}, *commit})) {
                return true;
            }
        }
    }
    return true;
}

std::optional<std::vector<hub::ports::outgoing>>
outgoing_reader::read(std::uint64_t after, std::size_t limit) {
    std::vector<hub::ports::outgoing> some;
    auto readable = true;
    const auto visited = visit(after, [&](const stored& one) {
        pmm::v1::Envelope parsed;
        const auto parts =
            parse(one.frames[envelope], parsed) ? read_parts(one.frames, parsed) : std::nullopt;
        readable = parts.has_value();
        if (readable) {
            some.push_back({one.sequence, ledger::build_record(*parts, one.commit)});
        }
        return readable && some.size() < limit;
    });
    return visited && readable ? std::optional{std::move(some)} : std::nullopt;
}

std::vector<std::pair<std::uint64_t, hub::model::timestamp>>
outgoing_reader::accepted(std::uint64_t after, std::size_t limit) {
    std::vector<std::pair<std::uint64_t, hub::model::timestamp>> times;
    std::ignore = visit(after, [&](const stored& one) {
        pmm::v1::Envelope parsed;
        if (parse(one.frames[envelope], parsed)) {
            times.emplace_back(
                one.sequence, hub::model::from_microseconds(parsed.accepted_at_us())
            );
        }
        return times.size() < limit;
    });
    return times;
}

std::uint64_t outgoing_reader::newest() {
    auto found = newest_.query();
    return found.next() ? found.unsigned_integer(0) : 0;
}

}  // namespace adapters::embedded::book
