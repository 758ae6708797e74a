#include "tests/support/fake_message_store.hpp"

#include "hub/vault/envelope.hpp"
#include "hub/vault/leaf.hpp"

#include <algorithm>

namespace tests::support {

using namespace hub::ports;
using hub::model::admitted_message;
using hub::model::casus_id;
using hub::model::digest;
using hub::model::message_id;
using hub::model::oin;
using hub::model::state;
using hub::model::timestamp;

fake_message_store::fake_message_store(
    hub::model::environment environment,
    const hub::ports::signer& signer,
    const hub::ports::clock& clock
)
    : identity_{environment, "intake"}, signer_{signer}, clock_{clock} {}

std::optional<errc> fake_message_store::next_failure() {
    const std::lock_guard lock{mutex_};
    const auto number = calls_++;
    if (failure_ && failure_->first == number) {
        const auto error = failure_->second;
        failure_.reset();
        return error;
    }
    return std::nullopt;
}

fake_message_store::entry* fake_message_store::find_entry(const message_id& id) {
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&id](const entry& one) {
        return one.message.id == id;
    });
    return found == entries_.end() ? nullptr : &*found;
}

// The newest attempt under this key.
fake_message_store::entry* fake_message_store::find_key(const hub::model::submission_key& key) {
    const auto found = std::find_if(entries_.rbegin(), entries_.rend(), [&key](const entry& one) {
        return one.message.submission == key;
    });
    return found == entries_.rend() ? nullptr : &*found;
}

// What stands in the way of a commit; nothing when nothing does.
std::optional<result<append_outcome>> fake_message_store::look(const admitted_message& message) {
    if (const auto* earlier = find_key(message.submission);
        earlier != nullptr && message.supersedes != earlier->message.id) {
        append_outcome outcome;
        outcome.kind = append_kind::same_key;
        outcome.stored = earlier->row;
        outcome.receipt = earlier->receipt;
        outcome.original_digest = earlier->message.original_digest;
        return outcome;
    }
    if (!message.casus) {
        return std::nullopt;
    }
    append_outcome taken;
    taken.kind = append_kind::casus_taken;
    if (message.casus->reference) {
        const auto mapped = references_.find({message.submission.owner, *message.casus->reference});
        if (mapped != references_.end() && mapped->second != message.casus->id) {
            taken.casus = mapped->second;
            return taken;
        }
    }
    const bool exists = casus_.contains(message.casus->id);
    if (message.casus->opens && exists) {
        taken.casus = message.casus->id;
        return taken;
    }
    if (!message.casus->opens && !exists) {
        return errc::conflict;
    }
    return std::nullopt;
}

async_result<append_outcome> fake_message_store::append(admitted_message message) {
    if (before_append) {
        before_append();
    }
    if (const auto error = next_failure()) {
        co_return *error;
    }
    const std::lock_guard lock{mutex_};
    if (auto stands_in_the_way = look(message)) {
        co_return std::move(*stands_in_the_way);
    }
    auto outcome = commit(std::move(message));
    if (std::exchange(loses_answer_, false)) {
        co_return errc::unknown;
    }
    co_return outcome;
}

result<append_outcome> fake_message_store::commit(admitted_message message) {
    std::vector<std::uint64_t> sequences;
    for (const auto& destination : message.destinations) {
        const auto casus = message.casus ? std::optional{message.casus->id} : std::nullopt;
        sequences.push_back(++sequences_[{casus, std::string{destination.name()}}]);
    }
    std::vector<std::string> leaves{hub::vault::message_leaf(identity_, message, sequences)};
    auto sealed = seal(leaves);
    if (!sealed) {
        return sealed.error();
    }
    entry one;
    one.envelope = hub::vault::build_envelope(identity_.environment, message);
    hub::vault::append_commit_fields(
        one.envelope, message.destinations, sequences, leaves.front(), sealed->places.front()
    );
    hub::vault::append_head(one.envelope, sealed->head);
    one.receipt = {
        .leaf = leaves.front(),
        .place = sealed->places.front(),
        .head = sealed->head,
        .canonical = message.canonical};
    one.row.sequence = entries_.size() + 1;
    one.row.id = message.id;
    one.row.key = message.key;
    if (message.casus) {
        one.row.casus = message.casus->id;
    }
    one.row.type = message.type;
    one.row.submission = message.submission;
    one.row.certificate = message.certificate;
    one.row.destinations = message.destinations;
    one.row.accepted_at = message.accepted_at;
    one.row.attempt = message.attempt;
    one.row.refers_to = message.refers_to;
    one.row.traceparent = message.traceparent;
    one.row.decided_by = message.decided_by;
    const bool parked = !message.parked_code.empty();
    one.row.overall = parked ? state::geparkeerd : state::ontvangen;
    one.history.push_back({message.id, {}, state::ontvangen, message.accepted_at, {}, {}});
    if (parked) {
        one.history.push_back(
            {message.id, {}, state::geparkeerd, message.accepted_at, message.parked_code, {}}
        );
    }
    enter_casus(message);
    if (auto* earlier = message.supersedes ? find_entry(*message.supersedes) : nullptr;
        earlier != nullptr && !is_final(earlier->row.overall)) {
        earlier->row.overall = state::afgesloten;
        earlier->history.push_back(
            {earlier->message.id, {}, state::afgesloten, clock_.now(), "vervangen", {}}
        );
    }
    one.message = std::move(message);
    entries_.push_back(std::move(one));
    bell_.ring();
    const auto& kept = entries_.back();
    append_outcome outcome;
    outcome.stored = kept.row;
    outcome.receipt = kept.receipt;
    outcome.original_digest = kept.message.original_digest;
    return outcome;
}

void fake_message_store::enter_casus(const admitted_message& message) {
    if (!message.casus) {
        return;
    }
    auto& participants = casus_[message.casus->id].participants;
    participants.insert(
        message.casus->adds_participants.begin(), message.casus->adds_participants.end()
    );
    if (message.casus->reference) {
        references_.emplace(
            reference_key{message.submission.owner, *message.casus->reference}, message.casus->id
        );
    }
}

result<hub::vault::sealed_commit> fake_message_store::seal(std::span<const std::string> leaves) {
    auto sealed = hub::vault::seal_commit(identity_, log_, leaves, clock_.now(), signer_);
    if (sealed) {
        log_ = sealed->next;
        batches_.push_back(
            {.number = log_.number, .head = sealed->head, .leaves = {leaves.begin(), leaves.end()}}
        );
    }
    return sealed;
}

async_result<stored_message> fake_message_store::find(message_id id) {
    if (const auto error = next_failure()) {
        co_return *error;
    }
    const std::lock_guard lock{mutex_};
    const auto* one = find_entry(id);
    if (one == nullptr) {
        co_return errc::not_found;
    }
    co_return one->row;
}

async_result<stored_message> fake_message_store::find_submission(hub::model::submission_key key) {
    if (const auto error = next_failure()) {
        co_return *error;
    }
    const std::lock_guard lock{mutex_};
    const auto* one = find_key(key);
    if (one == nullptr) {
        co_return errc::not_found;
    }
    co_return one->row;
}

async_result<std::vector<stored_message>>
fake_message_store::find_reference(oin owner, digest reference) {
    if (const auto error = next_failure()) {
        co_return *error;
    }
    const std::lock_guard lock{mutex_};
    std::vector<stored_message> found;
    for (auto one = entries_.rbegin(); one != entries_.rend(); ++one) {
        if (one->message.submission.owner == owner && one->message.reference == reference) {
            found.push_back(one->row);
        }
    }
    co_return found;
}

async_result<receipt_parts> fake_message_store::receipt(message_id id) {
    if (const auto error = next_failure()) {
        co_return *error;
    }
    const std::lock_guard lock{mutex_};
    const auto* one = find_entry(id);
    if (one == nullptr) {
        co_return errc::not_found;
    }
    co_return one->receipt;
}

async_result<hub::model::sealed_part> fake_message_store::original(message_id id) {
    if (const auto error = next_failure()) {
        co_return *error;
    }
    const std::lock_guard lock{mutex_};
    const auto* one = find_entry(id);
    if (one == nullptr) {
        co_return errc::not_found;
    }
    co_return one->message.original;
}

async_result<std::vector<state_change>> fake_message_store::history(message_id id) {
    const std::lock_guard lock{mutex_};
    const auto* one = find_entry(id);
    if (one == nullptr) {
        co_return errc::not_found;
    }
    co_return one->history;
}

async_result<std::vector<stored_message>> fake_message_store::search(message_query query) {
    const std::lock_guard lock{mutex_};
    std::vector<stored_message> found;
    for (auto one = entries_.rbegin(); one != entries_.rend() && found.size() < query.limit;
         ++one) {
        const auto& row = one->row;
        const bool matches = (!query.owner || row.submission.owner == *query.owner) &&
                             (!query.type || row.type == *query.type) &&
                             (!query.state || row.overall == *query.state) &&
                             (!query.casus || row.casus == query.casus) &&
                             (!query.accepted_from || row.accepted_at >= *query.accepted_from) &&
                             (!query.accepted_until || row.accepted_at < *query.accepted_until) &&
                             (!query.before_sequence || row.sequence < *query.before_sequence);
        if (matches) {
            found.push_back(row);
        }
    }
    co_return found;
}

async_result<casus_id> fake_message_store::find_casus(oin owner, digest reference) {
    if (const auto error = next_failure()) {
        co_return *error;
    }
    const std::lock_guard lock{mutex_};
    const auto found = references_.find({owner, reference});
    if (found == references_.end()) {
        co_return errc::not_found;
    }
    co_return found->second;
}

async_result<std::vector<oin>> fake_message_store::participants(casus_id id) {
    if (const auto error = next_failure()) {
        co_return *error;
    }
    const std::lock_guard lock{mutex_};
    const auto found = casus_.find(id);
    if (found == casus_.end()) {
        co_return errc::not_found;
    }
    const auto& all = found->second.participants;
    co_return std::vector<oin>(all.begin(), all.end());
}

std::vector<admitted_message> fake_message_store::admitted() const {
    const std::lock_guard lock{mutex_};
    std::vector<admitted_message> all;
    for (const auto& one : entries_) {
        all.push_back(one.message);
    }
    return all;
}

void fake_message_store::fail_call(std::size_t number, errc error) {
    const std::lock_guard lock{mutex_};
    failure_ = {calls_ + number, error};
}

void fake_message_store::lose_next_answer() {
    const std::lock_guard lock{mutex_};
    loses_answer_ = true;
}

void fake_message_store::set_state(const message_id& id, state state) {
    const std::lock_guard lock{mutex_};
    const auto* one = find_entry(id);
    const std::string destination = one == nullptr || one->message.destinations.empty()
                                        ? std::string{}
                                        : std::string{one->message.destinations.front().name()};
    apply({id, destination, state, clock_.now(), {}, {}});
}

}  // namespace tests::support
