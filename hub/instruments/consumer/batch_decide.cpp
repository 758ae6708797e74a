// What a batch decides, message by message, on top of what it has read.
#include "hub/instruments/consumer/batch.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace hub::instruments::consumer {

void batch::decide() {
    for (std::size_t i = 0; i < added_; ++i) {
        std::vector<candidate*> next{&candidates_[i]};
        while (!next.empty()) {
            auto& one = *next.back();
            next.pop_back();
            step(one, next);
        }
    }
}

void batch::step(candidate& one, std::vector<candidate*>& next) {
    if (one.done) {
        return;
    }
    if (const auto how = endings_.find(&one); how != endings_.end()) {
        end(one, how->second);
        advance(one, next);
        return;
    }
    switch (one.fit) {
        case fitness::none_of_ours:
            if (one.from != origin::broker) {
                // The true message was handled meanwhile.
                drop_record(one);
                verdicts_.push_back({&one, fate::applied, {}});
            }
            return;
        case fitness::unreadable:
        case fitness::not_authentic:
            park(one, one.code, 1);
            return;
        case fitness::fit:
        case fitness::poison:
            break;
    }
    if (is_early(one)) {
        hold(one);
    } else {
        decide_on(one, next);
    }
}

void batch::decide_on(candidate& one, std::vector<candidate*>& next) {
    if (one.fit == fitness::poison) {
        park(one, one.code, 1);
        return;
    }
    std::uint32_t attempts = 0;
    auto what = try_decide(one, attempts);
    if (!what) {
        park(one, "onverwerkbaar", attempts);
        return;
    }
    accept(one, std::move(*what));
    advance(one, next);
}

std::optional<decided> batch::try_decide(const candidate& one, std::uint32_t& attempts) {
    while (attempts < std::max(options_.attempts, 1U)) {
        ++attempts;
        try {
            auto what = decides_.decide(one.message, staged_);
            staged_.apply(std::move(what.changes));
            return what;
        } catch (const std::exception&) {
            // Its text may hold content: only the code is kept.
            continue;
        }
    }
    return std::nullopt;
}

bool batch::is_early(const candidate& one) const {
    if (waits_no_longer_.contains(&one)) {
        return false;
    }
    return std::any_of(one.places.begin(), one.places.end(), [&](const auto& place) {
        return orders_.at(place.id).state.turn_of(place.sequence) == turn::early;
    });
}

void batch::hold(candidate& one) {
    if (one.held_as.empty()) {
        keep_record(one, waiting_kind, waiting_code, 0);
        mark_handled(one);
        for (const auto& place : one.places) {
            changed_order(place).wait(place.sequence, one.message.id);
        }
        verdicts_.push_back({&one, fate::held, {}});
    } else if (one.from == origin::parked) {
        // Decided again too soon: its predecessor is missing or parked as well.
        verdicts_.push_back({&one, fate::held, {}});
    }
}

void batch::park(candidate& one, std::string_view code, std::uint32_t attempts) {
    one.done = true;
    const auto again = one.from == origin::parked;
    keep_record(one, parked_kind, code, attempts);
    verdicts_.push_back({&one, fate::parked, std::string{code}});
    if (one.fit == fitness::unreadable || one.fit == fitness::not_authentic) {
        return;
    }
    mark_handled(one);
    for (const auto& place : one.places) {
        changed_order(place).blocked_by(one.message.id);
    }
    if (!again && one.key) {
        std::vector<outcome> outcomes;
        for (const auto& destination : one.addressed) {
            outcomes.push_back(
                {std::string{destination.name()},
                 model::state::geparkeerd,
                 std::string{code},
                 {},
                 {}}
            );
        }
        send_outcomes(one, cause_of(one, trace_of(one)), outcomes);
    }
}

void batch::end(candidate& one, const ending& how) {
    one.done = true;
    drop_record(one);
    if (one.key) {
        std::vector<outcome> outcomes;
        for (const auto& destination : one.addressed) {
            outcomes.push_back({std::string{destination.name()}, how.state, how.reason, {}, {}});
        }
        send_outcomes(one, cause_of(one, trace_of(one)), outcomes);
    }
    verdicts_.push_back({&one, fate::ended, how.reason});
}

void batch::accept(candidate& one, decided what) {
    one.done = true;
    drop_record(one);
    mark_handled(one);
    const auto where = trace_of(one);
    const auto why = cause_of(one, where);
    for (const auto& message : what.outgoing) {
        send(one, why, message);
    }
    send_outcomes(one, why, what.outcomes);
    log_processing(one, where, what.processings);
    std::move(what.acts.begin(), what.acts.end(), std::back_inserter(transaction_.acts));
    verdicts_.push_back({&one, fate::applied, {}});
}

// Its successors go on, the nearest first.
void batch::advance(candidate& one, std::vector<candidate*>& next) {
    if (one.fit != fitness::fit && one.fit != fitness::poison) {
        return;
    }
    for (const auto& place : one.places) {
        auto& order = changed_order(place);
        order.applied(place.sequence, one.message.id);
        if (const auto id = order.next_waiting()) {
            const auto waiting = by_id_.find(*id);
            if (waiting != by_id_.end()) {
                next.push_back(waiting->second);
            }
        }
    }
}

trace batch::trace_of(const candidate& one) const {
    return continue_trace(one.envelope.traceparent, one.message.id, options_.name);
}

cause batch::cause_of(const candidate& one, const trace& where) {
    return {
        one.message.id,
        one.message.owner,
        where.traceparent(),
        std::string{one.envelope.transaction_id}};
}

void batch::send(const candidate& one, const cause& why, const draft& what) {
    transaction_.outgoing.push_back(sealer_.seal(what, *one.key, why, now_));
}

void batch::send_outcomes(
    const candidate& one,
    const cause& why,
    const std::vector<outcome>& outcomes
) {
    if (one.message.type == model::message_type::statusbericht) {
        // Statuses of statuses would never end.
        return;
    }
    for (const auto& what : outcomes) {
        send(one, why, status_draft(what, why, now_));
    }
}

void batch::log_processing(
    const candidate& one,
    const trace& where,
    const std::vector<processing>& processings
) {
    for (const auto& what : processings) {
        ports::processing_entry entry;
        entry.message = one.message.id;
        entry.trace_id = where.trace_id;
        entry.span_id = where.span_id;
        entry.status = what.status;
        entry.name = options_.name + '.' + what.activity;
        entry.start = now_;
        entry.end = ports_.clock.now();
        entry.activity_id = options_.activity_base + options_.name + '/' + what.activity;
        entry.data_subject_id = what.data_subject_id;
        entry.data_subject_type = what.data_subject_type;
        transaction_.processing.push_back(std::move(entry));
    }
}

void batch::keep_record(
    candidate& one,
    std::string_view kind,
    std::string_view code,
    std::uint32_t attempts
) {
    pmm::v1::HeldMessage held;
    held.set_envelope(*one.bytes);
    held.set_code(std::string{code});
    held.set_attempts(one.earlier_attempts + attempts);
    held.set_last_at_us(model::to_microseconds(now_));
    held.set_first_at_us(one.first_held_us != 0 ? one.first_held_us : held.last_at_us());
    held.set_stream(std::string{model::to_string(one.where.stream)});
    held.set_partition(one.where.partition);
    held.set_offset(one.where.offset);
    const auto same = one.held_as == kind;
    const record_key key{std::string{kind}, same ? one.held_id : one.record_id()};
    if (!same) {
        drop_record(one);
    }
    if (!staged_.knows(key)) {
        // Not handled before, so no record of it exists: both stand in one transaction.
        staged_.loaded(key.kind, {key.id}, {});
    }
    staged_.apply({{key, held.SerializeAsString()}});
    one.held_as = kind;
    one.held_id = key.id;
}

void batch::drop_record(candidate& one) {
    if (!one.held_as.empty()) {
        staged_.apply({{{std::string{one.held_as}, one.held_id}, std::nullopt}});
        one.held_as = {};
    }
}

void batch::mark_handled(candidate& one) {
    if (!one.handled) {
        transaction_.handled.push_back(one.message.id);
        one.handled = true;
    }
}

order_state& batch::changed_order(const order_place& place) {
    auto& known = *orders_.find(place.id);
    if (!known.second.is_changed) {
        known.second.is_changed = true;
        changed_orders_.push_back(&known);
    }
    return known.second.state;
}

std::vector<record_change> batch::changes() const {
    std::vector<record_change> result;
    for (auto& change : staged_.changes()) {
        result.push_back({{std::move(change.kind), std::move(change.id)}, std::move(change.body)});
    }
    return result;
}

ports::book_transaction batch::take_transaction() {
    for (const auto* const order : changed_orders_) {
        staged_.apply({{{std::string{order_kind}, order->first}, order->second.state.body()}});
    }
    changed_orders_.clear();
    transaction_.changes = staged_.take_changes();
    return std::move(transaction_);
}

}  // namespace hub::instruments::consumer
