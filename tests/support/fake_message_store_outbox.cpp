#include "hub/model/progress.hpp"
#include "hub/vault/leaf.hpp"
#include "tests/support/fake_message_store.hpp"

#include <algorithm>

namespace tests::support {

using namespace hub::ports;
using hub::model::state;

outgoing fake_message_store::outgoing_of(const entry& one) {
    const auto& message = one.message;
    const bool by_entry = message.type == hub::model::message_type::registermutatie;
    hub::ports::record record{
        .stream = message.target,
        .key = message.casus ? message.casus->id.to_string()
               : by_entry    ? message.key.to_string()
                             : message.id.to_string(),
        .value = one.envelope,
        .headers = {
            {"ce_id", message.id.to_string()},
            {"ce_type", std::string{hub::model::cloudevents_type(message.type)}},
            {"traceparent", message.traceparent}}};
    for (const auto& [name, value] : message.open_extensions) {
        record.headers.emplace_back("ce_" + name, value);
    }
    return {.sequence = one.row.sequence, .record = std::move(record)};
}

async_result<std::vector<outgoing>>
fake_message_store::next_outgoing(std::uint64_t after_sequence, std::size_t limit) {
    for (;;) {
        const auto heard = bell_.rung();
        {
            const std::lock_guard lock{mutex_};
            if (closed_) {
                co_return errc::closed;
            }
            std::vector<outgoing> next;
            for (const auto& one : entries_) {
                const bool waits = one.row.sequence > after_sequence && !one.published &&
                                   one.message.parked_code.empty();
                if (waits && next.size() < limit) {
                    next.push_back(outgoing_of(one));
                }
            }
            if (!next.empty()) {
                co_return next;
            }
        }
        co_await bell_.wait(heard);
    }
}

async_result<void>
fake_message_store::mark_published(std::vector<published> done, std::vector<unpublishable> parked) {
    const std::lock_guard lock{mutex_};
    const auto now = clock_.now();
    for (const auto& one : done) {
        auto& kept = entries_.at(one.sequence - 1);
        if (!kept.published) {
            kept.history.push_back({kept.message.id, {}, state::doorgezet, now, {}, {}});
        }
        kept.published = now;
        published_ahead_.insert(one.sequence);
        kept.row.overall = derive(kept);
    }
    for (const auto& one : parked) {
        auto& kept = entries_.at(one.sequence - 1);
        kept.message.parked_code = one.code;
        kept.history.push_back({kept.message.id, {}, state::geparkeerd, now, one.code, {}});
        kept.row.overall = derive(kept);
    }
    while (published_up_to_ < entries_.size()) {
        const auto& kept = entries_[published_up_to_];
        if (!published_ahead_.contains(kept.row.sequence) && kept.message.parked_code.empty()) {
            break;
        }
        ++published_up_to_;
    }
    co_return result<void>{};
}

std::uint64_t fake_message_store::published_up_to() const noexcept {
    const std::lock_guard lock{mutex_};
    return published_up_to_;
}

outbox_depth fake_message_store::depth() const noexcept {
    const std::lock_guard lock{mutex_};
    outbox_depth result;
    for (const auto& one : entries_) {
        if (!one.published && one.message.parked_code.empty()) {
            if (result.waiting++ == 0) {
                result.oldest = one.row.accepted_at;
            }
        }
    }
    return result;
}

void fake_message_store::close_outbox() {
    {
        const std::lock_guard lock{mutex_};
        closed_ = true;
    }
    bell_.ring();
}

state fake_message_store::derive(const entry& one) {
    if (!one.message.parked_code.empty()) {
        return state::geparkeerd;
    }
    if (one.states.empty()) {
        return one.published ? state::doorgezet : state::ontvangen;
    }
    std::vector<state> reached;
    for (const auto& destination : one.message.destinations) {
        const auto known = one.states.find(std::string{destination.name()});
        reached.push_back(known == one.states.end() ? state::doorgezet : known->second);
    }
    return hub::model::overall_state(reached);
}

void fake_message_store::apply(const state_change& change) {
    auto* one = find_entry(change.message);
    if (one == nullptr) {
        return;
    }
    const auto& destinations = one->message.destinations;
    if (change.destination.empty()) {
        if (destinations.empty() && one->row.overall == state::geparkeerd &&
            is_final(change.state)) {
            one->history.push_back(change);
            one->row.overall = change.state;
        }
        return;
    }
    const bool awaited = std::any_of(destinations.begin(), destinations.end(), [&](const auto& to) {
        return to.name() == change.destination;
    });
    const auto before = one->states.try_emplace(change.destination, state::doorgezet).first;
    if (!awaited || !hub::model::follows(before->second, change.state)) {
        return;
    }
    before->second = change.state;
    one->history.push_back(change);
    one->row.overall = derive(*one);
    if (is_final(change.state)) {
        const hub::ports::audit_act act{
            "toestand", change.destination, change.message, one->row.casus, {}};
        const std::vector leaves{hub::vault::act_leaf(identity_, act, clock_.now())};
        static_cast<void>(seal(leaves));
    }
}

async_result<void>
fake_message_store::settle(std::vector<state_change> changes, std::vector<position> positions) {
    if (const auto error = next_failure()) {
        co_return *error;
    }
    const std::lock_guard lock{mutex_};
    for (const auto& change : changes) {
        apply(change);
    }
    for (const auto& position : positions) {
        auto& kept = positions_[{position.stream, position.partition}];
        const auto newest = std::max(kept.newest_ms, position.newest_ms);
        kept = position;
        kept.newest_ms = newest;
    }
    if (std::exchange(loses_answer_, false)) {
        co_return errc::unknown;
    }
    co_return result<void>{};
}

async_result<std::vector<outgoing>> fake_message_store::unsettled(
    hub::model::timestamp published_before,
    std::uint64_t after_sequence,
    std::size_t limit
) {
    const std::lock_guard lock{mutex_};
    std::vector<outgoing> found;
    for (const auto& one : entries_) {
        const bool awaits = one.row.sequence > after_sequence && one.published &&
                            *one.published < published_before && !is_final(one.row.overall) &&
                            one.row.overall != state::geparkeerd;
        if (awaits && found.size() < limit) {
            found.push_back(outgoing_of(one));
        }
    }
    co_return found;
}

async_result<void> fake_message_store::record(std::vector<audit_act> acts) {
    if (const auto error = next_failure()) {
        co_return *error;
    }
    const std::lock_guard lock{mutex_};
    std::vector<std::string> leaves;
    for (const auto& act : acts) {
        leaves.push_back(hub::vault::act_leaf(identity_, act, clock_.now()));
    }
    const auto sealed = seal(leaves);
    co_return sealed ? result<void>{} : result<void>{sealed.error()};
}

async_result<std::vector<log_batch>>
fake_message_store::read(std::uint64_t from_number, std::size_t limit, leaves what) {
    const std::lock_guard lock{mutex_};
    std::vector<log_batch> found;
    for (const auto& batch : batches_) {
        if (batch.number >= from_number && found.size() < limit) {
            found.push_back(batch);
            if (what == leaves::without) {
                found.back().leaves.clear();
            }
        }
    }
    co_return found;
}

async_result<std::optional<position>>
fake_message_store::next_position(hub::model::stream stream, std::int32_t partition) {
    const std::lock_guard lock{mutex_};
    const auto kept = positions_.find({stream, partition});
    co_return kept == positions_.end() ? std::nullopt : std::optional{kept->second};
}

async_result<void> fake_message_store::move_to(std::vector<position> next) {
    const std::lock_guard lock{mutex_};
    for (const auto& one : next) {
        positions_[{one.stream, one.partition}] = {one.stream, one.partition, one.offset};
    }
    co_return result<void>{};
}

}  // namespace tests::support
