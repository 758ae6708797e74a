#include "adapters/embedded/message_store/writing.hpp"
#include "hub/model/progress.hpp"

#include <algorithm>

namespace adapters::embedded::message_store {

using hub::model::state;
using hub::ports::state_change;

settle_operation::settle_operation(
    std::vector<state_change> wanted,
    std::vector<hub::ports::position> read_up_to
)
    : store_operation{256 * (wanted.size() + read_up_to.size())},
      changes{std::move(wanted)},
      positions{std::move(read_up_to)} {}

void settle_operation::apply(writing_session& session) {
    for (const auto& change : changes) {
        session.settle(change);
    }
    for (const auto& position : positions) {
        session.set_position(position);
    }
}

move_operation::move_operation(std::vector<hub::ports::position> wanted)
    : store_operation{64 * wanted.size()}, positions{std::move(wanted)} {}

void move_operation::apply(writing_session& session) {
    for (const auto& position : positions) {
        session.move_position(position);
    }
}

park_operation::park_operation(std::vector<hub::ports::unpublishable> wanted)
    : store_operation{64 * wanted.size()}, parked{std::move(wanted)} {}

void park_operation::apply(writing_session& session) {
    for (const auto& one : parked) {
        session.park(one);
    }
}

writing_session::progress writing_session::progress_of(const message_standing& row) {
    progress now;
    // Nothing is told of a destination before it has the message.
    now.destinations.resize(row.destinations.size(), {state::doorgezet, {}});
    auto found = steps_.query(row.sequence);
    while (found.next()) {
        ++now.steps;
        for (std::size_t at = 0; at < now.destinations.size(); ++at) {
            if (row.destinations[at].name() == found.bytes(0)) {
                const auto step = hub::model::parse_state(found.bytes(1));
                now.destinations[at] = {step.value_or(state::doorgezet), found.text(2)};
            }
        }
    }
    return now;
}

void writing_session::add_step(
    std::uint64_t sequence,
    std::uint64_t step,
    const state_change& change
) {
    insert_step_.run(
        sequence,
        step,
        std::string_view{change.destination},
        hub::model::to_string(change.state),
        hub::model::to_microseconds(change.at),
        std::string_view{change.reason},
        std::string_view{change.casus_status}
    );
}

void writing_session::write_progress(std::uint64_t sequence, const progress& now) {
    std::vector<state> states;
    std::size_t awaiting = 0;
    for (const auto& destination : now.destinations) {
        states.push_back(destination.state);
        awaiting +=
            hub::model::is_final(destination.state) || destination.state == state::geparkeerd ? 0U
                                                                                              : 1U;
    }
    const auto overall = hub::model::overall_state(states);
    // As long as one is no further than published, the watermark tells the state.
    set_progress_.run(
        awaiting > 0 ? std::optional{awaiting} : std::nullopt,
        overall == state::doorgezet ? std::nullopt : std::optional{hub::model::to_string(overall)},
        sequence
    );
}

void writing_session::record_final(const message_standing& row, const state_change& change) {
    hub::ports::audit_act act;
    act.kind = "toestand";
    act.actor = change.destination.empty() ? "intake" : change.destination;
    act.message = change.message;
    act.casus = row.casus;
    act.facts.emplace_back("toestand", hub::model::to_string(change.state));
    if (!change.reason.empty()) {
        act.facts.emplace_back("reden", change.reason);
    }
    log_.add_act(act);
}

void writing_session::settle(const state_change& change) {
    const auto row = rows_.standing(change.message);
    if (!row) {
        return;
    }
    const auto& destinations = row->destinations;
    if (change.destination.empty()) {
        end_parked(*row, change);
        return;
    }
    const auto target =
        std::find_if(destinations.begin(), destinations.end(), [&change](const auto& one) {
            return one.name() == change.destination;
        });
    if (target == destinations.end()) {
        return;
    }
    auto now = progress_of(*row);
    auto& before = now.destinations[static_cast<std::size_t>(target - destinations.begin())];
    // What the loket does with a casus goes on after the message itself is final.
    const bool tells_casus = change.state == before.state && !change.casus_status.empty() &&
                             change.casus_status != before.casus_status;
    const bool moves = hub::model::follows(before.state, change.state);
    if (!moves && !tells_casus) {
        return;
    }
    add_step(row->sequence, now.steps + 1, change);
    if (!moves) {
        return;
    }
    before.state = change.state;
    if (hub::model::is_final(change.state)) {
        record_final(*row, change);
    }
    write_progress(row->sequence, now);
}

void writing_session::end_parked(const message_standing& row, const state_change& change) {
    if (!row.destinations.empty() || row.overall != state::geparkeerd ||
        !hub::model::is_final(change.state)) {
        return;
    }
    add_step(row.sequence, progress_of(row).steps + 1, change);
    record_final(row, change);
    set_progress_.run(nullptr, hub::model::to_string(change.state), row.sequence);
}

void writing_session::park(const hub::ports::unpublishable& one) {
    const auto row = rows_.by_sequence(one.sequence);
    if (!row || row->has_overall) {
        return;
    }
    outbox_.except(one.sequence, one.code);
    const auto now = progress_of(row->standing());
    add_step(
        one.sequence,
        now.steps + 1,
        {row->stored.id, {}, state::geparkeerd, shared_.options.clock.now(), one.code, {}}
    );
    set_progress_.run(nullptr, hub::model::to_string(state::geparkeerd), one.sequence);
}

}  // namespace adapters::embedded::message_store
