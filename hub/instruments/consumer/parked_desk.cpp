#include "hub/instruments/consumer/parked_desk.hpp"

#include "hub/instruments/consumer/batch.hpp"

#include <utility>

namespace hub::instruments::consumer {
namespace {

constexpr std::string_view word_of(held_kind kind) noexcept {
    return kind == held_kind::waiting ? waiting_kind : parked_kind;
}

// A status and an audit line carry it: a stable word, no free text.
bool is_reason(std::string_view text) {
    constexpr std::size_t longest = 64;
    return !text.empty() && text.size() <= longest &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") ==
               std::string_view::npos;
}

std::optional<held_message> show(const ports::book_record& record, held_kind kind) {
    pmm::v1::HeldMessage held;
    if (!held.ParseFromString(record.body)) {
        return std::nullopt;
    }
    held_message shown;
    shown.kind = kind;
    shown.id = record.id;
    shown.code = held.code();
    shown.attempts = held.attempts();
    shown.first_at = model::from_microseconds(held.first_at_us());
    shown.last_at = model::from_microseconds(held.last_at_us());
    shown.position.stream = model::parse_stream(held.stream()).value_or(model::stream::geparkeerd);
    shown.position.partition = held.partition();
    shown.position.offset = held.offset();
    shown.sequence = record.sequence;
    pmm::v1::Envelope envelope;
    if (envelope.ParseFromString(held.envelope())) {
        shown.type = envelope.type();
        shown.owner = envelope.owner_oin();
        shown.casus = model::casus_id::from_bytes(envelope.casus_id());
    }
    return shown;
}

ports::audit_act operator_act(
    std::string_view consumer,
    std::string_view what,
    std::string_view record_id,
    std::string actor
) {
    ports::audit_act act;
    act.kind = "operatorhandeling";
    act.actor = std::move(actor);
    act.message = model::message_id::parse(record_id);
    act.facts = {
        {"handeling", std::string{what}},
        {"verwerker", std::string{consumer}},
        {"record", std::string{record_id}},
    };
    return act;
}

model::state state_of(ending as) noexcept {
    switch (as) {
        case ending::teruggestuurd:
            return model::state::teruggestuurd;
        case ending::afgesloten:
            return model::state::afgesloten;
    }
    return model::state::afgesloten;
}

}  // namespace

class parked_desk::implementation {
public:
    implementation(const instrument& decides, runner_ports ports, runner_options options)
        : decides_{decides}, ports_{ports}, options_{std::move(options)} {}

    ports::async_result<std::vector<held_message>>
    list(held_kind kind, std::uint64_t after_sequence, std::size_t limit) {
        const auto records =
            co_await ports_.book.scan(std::string{word_of(kind)}, after_sequence, limit);
        if (!records) {
            co_return records.error();
        }
        std::vector<held_message> shown;
        shown.reserve(records->size());
        for (const auto& record : *records) {
            if (auto one = show(record, kind)) {
                shown.push_back(std::move(*one));
            }
        }
        co_return shown;
    }

    ports::async_result<desk_report> replay(std::string id, std::string actor, execution how) {
        auto act = operator_act(options_.name, "herhaal", id, std::move(actor));
        held_request wanted;
        wanted.kind = parked_kind;
        co_return co_await perform(std::move(id), std::move(wanted), std::move(act), how);
    }

    ports::async_result<desk_report> end(end_request request, execution how) {
        if (request.actor.empty() || request.second_person.empty() ||
            request.actor == request.second_person || !is_reason(request.reason_code)) {
            co_return ports::errc::refused;
        }
        auto act = operator_act(options_.name, "sluit", request.id, request.actor);
        act.facts.emplace_back("als", std::string{model::to_string(state_of(request.as))});
        act.facts.emplace_back("reden", request.reason_code);
        act.facts.emplace_back("tweedePersoon", request.second_person);
        held_request parked;
        parked.kind = parked_kind;
        parked.ending = state_of(request.as);
        parked.reason = request.reason_code;
        auto ended = co_await perform(request.id, std::move(parked), act, how);
        if (ended || ended.error() != ports::make_error_code(ports::errc::not_found)) {
            co_return ended;
        }
        held_request waiting;
        waiting.kind = waiting_kind;
        co_return co_await perform(request.id, std::move(waiting), std::move(act), how);
    }

private:
    ports::async_result<desk_report>
    perform(std::string id, held_request request, ports::audit_act act, execution how) {
        for (std::uint32_t i = 0; i < most_conflicts; ++i) {
            auto report = co_await attempt(id, request, act, how);
            // The runner committed first: look again.
            if (report || report.error() != ports::make_error_code(ports::errc::conflict)) {
                co_return report;
            }
        }
        co_return ports::errc::retry;
    }

    ports::async_result<desk_report>
    attempt(std::string id, held_request request, ports::audit_act act, execution how) {
        std::vector<std::string> ids;
        ids.push_back(std::move(id));
        const auto found = co_await ports_.book.load(request.kind, std::move(ids));
        if (!found) {
            co_return found.error();
        }
        if (found->empty()) {
            co_return ports::errc::not_found;
        }
        // What is parked has been here before: its order, and what it is about, may well exist.
        batch work{decides_, ports_, options_, fresh_records::looked_up};
        work.add_held(found->front(), request);
        if (const auto done = co_await work.prepare(); !done) {
            co_return done.error();
        }
        work.decide();
        auto report = report_of(work);
        if (how == execution::rehearse) {
            co_return report;
        }
        work.add_act(std::move(act));
        auto changes = work.changes();
        if (const auto done = co_await ports_.book.commit(work.take_transaction()); !done) {
            co_return done.error();
        }
        if (ports_.observer != nullptr) {
            co_await ports_.observer->committed(std::move(changes));
        }
        co_return report;
    }

    [[nodiscard]] static desk_report report_of(const batch& work) {
        desk_report report;
        for (const auto& one : work.verdicts()) {
            if (&one != &work.verdicts().front()) {
                report.released += one.what == fate::applied ? 1U : 0U;
                continue;
            }
            report.code = one.code;
            switch (one.what) {
                case fate::applied:
                    report.result = "behandeld";
                    break;
                case fate::held:
                    report.result = "wachtend";
                    report.code = waiting_code;
                    break;
                case fate::parked:
                    report.result = "geparkeerd";
                    break;
                case fate::ended:
                    report.result = "gesloten";
                    break;
            }
        }
        return report;
    }

    static constexpr std::uint32_t most_conflicts = 16;

    const instrument& decides_;
    runner_ports ports_;
    runner_options options_;
};

parked_desk::parked_desk(const instrument& decides, runner_ports ports, runner_options options)
    : implementation_{std::make_unique<implementation>(decides, ports, std::move(options))} {}

parked_desk::~parked_desk() = default;

ports::async_result<std::vector<held_message>>
parked_desk::list(held_kind kind, std::uint64_t after_sequence, std::size_t limit) {
    return implementation_->list(kind, after_sequence, limit);
}

ports::async_result<desk_report>
parked_desk::replay(std::string id, std::string actor, execution how) {
    return implementation_->replay(std::move(id), std::move(actor), how);
}

ports::async_result<desk_report> parked_desk::end(end_request request, execution how) {
    return implementation_->end(std::move(request), how);
}

}  // namespace hub::instruments::consumer
