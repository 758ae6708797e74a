#include "hub/delivery/postvak_work.hpp"

#include "hub/delivery/postvak_item.hpp"
#include "hub/instruments/consumer/candidate.hpp"
#include "hub/instruments/consumer/trace.hpp"

#include <utility>

namespace hub::delivery {
namespace {

namespace consumer = instruments::consumer;

consumer::outcome
outcome_of(const model::oin& recipient, model::state state, std::string reason, std::string words) {
    return {recipient.to_string(), state, std::move(reason), std::move(words), {}};
}

// A message may be claimed, or parked, more often than once: then each time is said under an id of
// its own.
bool may_come_again(model::state value) {
    return value == model::state::opgehaald || value == model::state::geparkeerd;
}

// Nothing for a record that no hub wrote.
std::optional<consumer::cause> cause_of(const pmm::v1::PostvakItem& item) {
    const auto id = model::message_id::from_bytes(item.message().message_id());
    const auto sender = model::oin::parse(item.message().owner_oin());
    if (!id || !sender) {
        return std::nullopt;
    }
    return consumer::cause{*id, *sender, {}, {}};
}

// The record as it stands after an attempt.
void note_attempt(pmm::v1::PostvakItem& item, const attempt_action& action, model::timestamp now) {
    if (is_parked(item)) {
        // Tried anew, after its right or its webhook came back.
        item.set_push_first_at_us(0);
        item.clear_reason();
    }
    if (item.push_first_at_us() == 0) {
        item.set_push_first_at_us(model::to_microseconds(now));
    }
    item.set_push_attempts(item.push_attempts() + 1);
    item.set_push_code(action.code);
    switch (action.what) {
        case attempt_action::kind::taken:
            item.set_state(std::string{model::to_string(model::state::afgeleverd)});
            item.set_push_next_at_us(0);
            break;
        case attempt_action::kind::again:
            item.set_state(std::string{model::to_string(model::state::klaargezet)});
            item.set_push_next_at_us(model::to_microseconds(action.next_at));
            break;
        case attempt_action::kind::park:
            park(item, action.code);
            item.set_push_next_at_us(0);
            break;
    }
}

}  // namespace

std::optional<postvak_message>
read_item(const ports::book_record& record, pmm::v1::PostvakItem& item, model::timestamp now) {
    if (!item.ParseFromString(record.body)) {
        return std::nullopt;
    }
    const auto why = cause_of(item);
    const auto type = model::parse_cloudevents_type(item.message().type());
    const auto state = model::parse_state(item.state());
    if (!why || !type || !state) {
        return std::nullopt;
    }
    postvak_message message;
    message.sequence = record.sequence;
    message.id = why->id;
    message.casus = model::casus_id::from_bytes(item.message().casus_id());
    message.type = *type;
    message.sender = why->owner;
    message.refers_to = model::message_id::from_bytes(item.refers_to());
    message.accepted_at = model::from_microseconds(item.message().accepted_at_us());
    message.arrived_at = model::from_microseconds(item.arrived_at_us());
    // Who may look has its right back: then what was parked lies ready again.
    message.state = is_parked(item) ? model::state::klaargezet : *state;
    if (!is_free(item, now)) {
        message.lease_until = model::from_microseconds(item.lease_until_us());
    }
    message.attempts = item.attempts();
    return message;
}

postvak_work::postvak_work(postvak_ports ports, consumer::runner_options identity)
    : ports_{ports},
      identity_{std::move(identity)},
      sealer_{ports.vault, {identity_.own, identity_.decided_by}} {}

ports::async_result<claim_in_hand>
postvak_work::prepare_claim(claim_request request, std::vector<ports::book_record> records) {
    const auto until = ports_.clock.now() + request.lease;
    claim_in_hand result;
    auto& transaction = result.transaction;
    for (auto& record : records) {
        pmm::v1::PostvakItem item;
        if (!item.ParseFromString(record.body)) {
            co_return ports::errc::not_authentic;
        }
        const auto how = claim(item, request.claimant, until);
        record.body = item.SerializeAsString();
        transaction.changes.push_back({record.kind, record.id, record.body, record.version});
        if (!has_status(item)) {
            continue;
        }
        add_processing(transaction, item, "uitgifte");
        if (how == claiming::first) {
            const auto what = outcome_of(request.recipient, model::state::opgehaald, {}, {});
            if (const auto done = co_await add_status(transaction, item, what); !done) {
                co_return done.error();
            }
        }
    }
    result.records = std::move(records);
    co_return result;
}

ports::async_result<void> postvak_work::settle(
    model::oin recipient,
    ports::book_record record,
    model::state state,
    refusal why
) {
    pmm::v1::PostvakItem item;
    if (!item.ParseFromString(record.body)) {
        co_return ports::errc::not_authentic;
    }
    ports::book_transaction transaction;
    transaction.changes.push_back({record.kind, record.id, std::nullopt, record.version});
    if (has_status(item)) {
        add_processing(transaction, item, std::string{model::to_string(state)});
        const auto what = outcome_of(recipient, state, why.code, std::move(why.words));
        if (const auto done = co_await add_status(transaction, item, what); !done) {
            co_return done;
        }
    }
    const auto rests = settled(std::move(item), state, why.code, ports_.clock.now());
    transaction.changes.push_back({settled_kind(recipient), record.id, rests.SerializeAsString(), 0}
    );
    co_return co_await ports_.book.commit(std::move(transaction));
}

ports::async_result<void>
postvak_work::pushed(model::oin recipient, ports::book_record record, attempt_action action) {
    pmm::v1::PostvakItem item;
    if (!item.ParseFromString(record.body)) {
        co_return ports::errc::not_authentic;
    }
    using kind = attempt_action::kind;
    const auto now = ports_.clock.now();
    note_attempt(item, action, now);
    ports::book_transaction transaction;
    if (action.what == kind::taken && !has_status(item)) {
        transaction.changes.push_back({record.kind, record.id, std::nullopt, record.version});
        const auto rests = settled(std::move(item), model::state::verwerkt, {}, now);
        transaction.changes.push_back(
            {settled_kind(recipient), record.id, rests.SerializeAsString(), 0}
        );
        co_return co_await ports_.book.commit(std::move(transaction));
    }
    transaction.changes.push_back({record.kind, record.id, item.SerializeAsString(), record.version}
    );
    if (has_status(item) && action.what != kind::again) {
        const auto state =
            action.what == kind::taken ? model::state::afgeleverd : model::state::geparkeerd;
        add_processing(transaction, item, std::string{model::to_string(state)});
        const auto what = outcome_of(recipient, state, action.code, {});
        if (const auto done = co_await add_status(transaction, item, what); !done) {
            co_return done;
        }
    }
    co_return co_await ports_.book.commit(std::move(transaction));
}

ports::async_result<void>
postvak_work::park(model::oin recipient, std::vector<ports::book_record> records) {
    ports::book_transaction transaction;
    for (const auto& record : records) {
        pmm::v1::PostvakItem item;
        if (!item.ParseFromString(record.body) || is_parked(item)) {
            continue;
        }
        delivery::park(item);
        transaction.changes.push_back(
            {record.kind, record.id, item.SerializeAsString(), record.version}
        );
        if (has_status(item)) {
            const auto what =
                outcome_of(recipient, model::state::geparkeerd, std::string{lost_right}, {});
            if (const auto done = co_await add_status(transaction, item, what); !done) {
                co_return done;
            }
        }
    }
    if (transaction.changes.empty()) {
        co_return ports::result<void>{};
    }
    co_return co_await ports_.book.commit(std::move(transaction));
}

ports::async_result<void> postvak_work::add_status(
    ports::book_transaction& transaction,
    const pmm::v1::PostvakItem& item,
    const consumer::outcome& what
) {
    auto why = cause_of(item);
    const auto key_id = model::key_id::from_bytes(item.message().key_id());
    if (!why || !key_id) {
        co_return ports::errc::not_authentic;
    }
    why->traceparent = consumer::continue_trace({}, why->id, identity_.name).traceparent();
    const auto key = co_await ports_.vault.find_key(*key_id);
    if (!key) {
        if (consumer::code_of_key_error(key.error())) {
            co_return ports::result<void>{};
        }
        co_return key.error();
    }
    const auto now = ports_.clock.now();
    auto draft = consumer::status_draft(what, *why, now);
    if (may_come_again(what.state)) {
        draft.purpose += '/' + std::to_string(item.attempts() + item.push_attempts());
    }
    transaction.outgoing.push_back(sealer_.seal(draft, *key, *why, now));
    co_return ports::result<void>{};
}

void postvak_work::add_processing(
    ports::book_transaction& transaction,
    const pmm::v1::PostvakItem& item,
    const std::string& activity
) const {
    const auto why = cause_of(item);
    if (!why) {
        return;
    }
    const auto where = consumer::continue_trace({}, why->id, identity_.name);
    ports::processing_entry entry;
    entry.message = why->id;
    entry.trace_id = where.trace_id;
    entry.span_id = where.span_id;
    entry.status = "Ok";
    entry.name = identity_.name + '.' + activity;
    entry.start = ports_.clock.now();
    entry.end = entry.start;
    entry.activity_id = identity_.activity_base + identity_.name + '/' + activity;
    transaction.processing.push_back(std::move(entry));
}

}  // namespace hub::delivery
