#include "adapters/embedded/ledger/outbox_watermark.hpp"

#include "hub/model/words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <string>

namespace adapters::embedded::ledger {

namespace {

// So many times of acceptance are kept exactly; with more waiting every second one is dropped.
constexpr std::size_t max_accepted = 65'536;
constexpr std::size_t max_remembered_moves = 64;

template <class Number>
void append_number(std::string& text, Number value) {
    std::array<char, 20> digits{};
    text.append(digits.begin(), std::to_chars(digits.begin(), digits.end(), value).ptr);
}

// "sequence:stream/partition/offset" and a line's end.
void append_position(std::string& text, const hub::ports::published& one) {
    append_number(text, one.sequence);
    text += ':';
    text += hub::model::to_string(one.position.stream);
    text += '/';
    append_number(text, one.position.partition);
    text += '/';
    append_number(text, one.position.offset);
    text += '\n';
}

}  // namespace

void outbox_watermark::restore(contents from_file) {
    {
        const std::lock_guard lock{mutex_};
        // What was marked is published, whether or not the file knows already.
        up_to_ = std::max(up_to_, from_file.up_to);
        newest_ = from_file.newest;
        exceptions_.insert(from_file.exceptions.begin(), from_file.exceptions.end());
        exceptions_.erase(exceptions_.begin(), exceptions_.upper_bound(up_to_));
        accepted_.assign(from_file.accepted.begin(), from_file.accepted.end());
    }
    changed_.ring();
}

void outbox_watermark::appended(
    std::span<const std::pair<std::uint64_t, hub::model::timestamp>> accepted,
    std::span<const std::uint64_t> exceptions
) {
    {
        const std::lock_guard lock{mutex_};
        for (const auto& [sequence, at] : accepted) {
            newest_ = std::max(newest_, sequence);
            remember_accepted(sequence, at);
        }
        exceptions_.insert(exceptions.begin(), exceptions.end());
    }
    changed_.ring();
}

void outbox_watermark::remember_accepted(std::uint64_t sequence, hub::model::timestamp at) {
    if (accepted_.size() >= max_accepted) {
        std::deque<std::pair<std::uint64_t, hub::model::timestamp>> thinner;
        for (std::size_t index = 0; index < accepted_.size(); index += 2) {
            thinner.push_back(accepted_[index]);
        }
        accepted_ = std::move(thinner);
    }
    accepted_.emplace_back(sequence, at);
}

void outbox_watermark::mark(
    std::span<const hub::ports::published> done,
    std::span<const std::uint64_t> exceptions,
    hub::model::timestamp now
) {
    const std::lock_guard lock{mutex_};
    for (const auto& one : done) {
        // A second report of the same one changes nothing.
        if (one.sequence <= up_to_ || one.sequence > newest_) {
            continue;
        }
        // They mostly come in order.
        done_.insert(done_.end(), one.sequence);
        append_position(positions_, one);
    }
    for (const auto sequence : exceptions) {
        if (sequence > up_to_ && sequence <= newest_) {
            exceptions_.insert(sequence);
        }
    }
    advance(now);
}

void outbox_watermark::advance(hub::model::timestamp now) {
    const auto before = up_to_;
    bool moves = true;
    while (moves && up_to_ < newest_) {
        moves = done_.erase(up_to_ + 1) > 0 || exceptions_.erase(up_to_ + 1) > 0;
        up_to_ += moves ? 1 : 0;
    }
    if (up_to_ != before) {
        moves_.push_back({up_to_, now, std::exchange(positions_, {})});
    }
    // The last one at or before the first that waits stays: it says how old that is.
    while (accepted_.size() > 1 && accepted_[1].first <= up_to_ + 1) {
        accepted_.pop_front();
    }
}

std::vector<watermark_move> outbox_watermark::take_moves() {
    const std::lock_guard lock{mutex_};
    // What was taken before is in the file by now, or was given back.
    while (taken_ > max_remembered_moves) {
        moves_.pop_front();
        --taken_;
    }
    const auto first =
        moves_.begin() + static_cast<std::ptrdiff_t>(std::exchange(taken_, moves_.size()));
    return {first, moves_.end()};
}

void outbox_watermark::give_back(const std::vector<watermark_move>& moves) {
    const std::lock_guard lock{mutex_};
    // More may have moved meanwhile; these stand in front of them.
    taken_ -= std::min(taken_, moves.size());
}

bool outbox_watermark::has_moves() const {
    const std::lock_guard lock{mutex_};
    return taken_ < moves_.size();
}

std::optional<hub::model::timestamp> outbox_watermark::published_at(std::uint64_t sequence) const {
    const std::lock_guard lock{mutex_};
    const auto move = std::find_if(moves_.begin(), moves_.end(), [sequence](const auto& one) {
        return one.up_to >= sequence;
    });
    return move == moves_.end() ? std::nullopt : std::optional{move->at};
}

std::uint64_t outbox_watermark::up_to() const {
    const std::lock_guard lock{mutex_};
    return up_to_;
}

hub::ports::outbox_depth outbox_watermark::depth() const {
    const std::lock_guard lock{mutex_};
    hub::ports::outbox_depth depth{newest_ - up_to_ - done_.size() - exceptions_.size(), {}};
    if (depth.waiting == 0) {
        return depth;
    }
    auto first = up_to_ + 1;
    while (done_.contains(first) || exceptions_.contains(first)) {
        ++first;
    }
    for (const auto& [sequence, at] : accepted_) {
        if (sequence > first && depth.oldest != hub::model::timestamp{}) {
            break;
        }
        depth.oldest = at;
    }
    return depth;
}

bool outbox_watermark::has_behind(std::uint64_t sequence) const {
    const std::lock_guard lock{mutex_};
    auto first = std::max(up_to_, sequence) + 1;
    while (done_.contains(first) || exceptions_.contains(first)) {
        ++first;
    }
    return first <= newest_;
}

bool outbox_watermark::is_settled(std::uint64_t sequence) const {
    const std::lock_guard lock{mutex_};
    return sequence <= up_to_ || done_.contains(sequence) || exceptions_.contains(sequence);
}

void outbox_watermark::close() {
    {
        const std::lock_guard lock{mutex_};
        closed_ = true;
    }
    changed_.ring();
}

bool outbox_watermark::is_closed() const {
    const std::lock_guard lock{mutex_};
    return closed_;
}

outbox_writer::outbox_writer(sqlite::connection& file)
    : move_{file, "INSERT OR REPLACE INTO outbox_published(up_to,at,positions) VALUES(?,?,?)"},
      except_{file, "INSERT OR IGNORE INTO outbox_exception(sequence,code) VALUES(?,?)"} {}

void outbox_writer::write(const watermark_move& move) {
    move_.run(move.up_to, hub::model::to_microseconds(move.at), std::string_view{move.positions});
}

void outbox_writer::except(std::uint64_t sequence, std::string_view code) {
    except_.run(sequence, code);
}

outbox_reader::outbox_reader(sqlite::connection& file)
    : up_to_{file, "SELECT up_to FROM outbox_published ORDER BY up_to DESC LIMIT 1"},
      exceptions_{file, "SELECT sequence FROM outbox_exception WHERE sequence>?"},
      published_{file, "SELECT at FROM outbox_published WHERE up_to>=? ORDER BY up_to LIMIT 1"},
      before_{file, "SELECT up_to FROM outbox_published WHERE at<? ORDER BY up_to DESC LIMIT 1"},
      exception_{file, "SELECT 1 FROM outbox_exception WHERE sequence=?"} {}

std::pair<std::uint64_t, std::set<std::uint64_t>> outbox_reader::watermark() {
    std::pair<std::uint64_t, std::set<std::uint64_t>> mark{0, {}};
    {
        auto found = up_to_.query();
        if (found.next()) {
            mark.first = found.unsigned_integer(0);
        }
    }
    auto found = exceptions_.query(mark.first);
    while (found.next()) {
        mark.second.insert(found.unsigned_integer(0));
    }
    return mark;
}

std::optional<hub::model::timestamp> outbox_reader::published_at(std::uint64_t sequence) {
    if (is_exception(sequence)) {
        return std::nullopt;
    }
    auto found = published_.query(sequence);
    return found.next() ? std::optional{hub::model::from_microseconds(found.integer(0))}
                        : std::nullopt;
}

std::uint64_t outbox_reader::up_to_before(hub::model::timestamp time) {
    auto found = before_.query(hub::model::to_microseconds(time));
    return found.next() ? found.unsigned_integer(0) : 0;
}

bool outbox_reader::is_exception(std::uint64_t sequence) {
    auto found = exception_.query(sequence);
    return found.next();
}

}  // namespace adapters::embedded::ledger
