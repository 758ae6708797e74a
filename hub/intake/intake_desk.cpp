#include "hub/intake/intake_desk.hpp"

#include "hub/intake/refusal.hpp"
#include "hub/intake/sealing.hpp"

#include <utility>

namespace hub::intake {
namespace {

using instruments::consumer::ending;
using instruments::consumer::execution;

quarantine_report refused(model::rejection why) {
    return {"geweigerd", std::move(why), std::nullopt};
}

submission submission_of(
    const ports::stored_message& one,
    ports::carried_message message,
    access::caller who
) {
    submission given;
    given.caller = std::move(who);
    given.decoded = std::move(*message.decoded);
    given.form = message.decoder->form();
    given.decoder_version = message.decoder->version();
    given.content_type = std::move(message.content_type);
    given.original = std::move(message.original);
    given.traceparent = one.traceparent;
    given.replays = replayed{one.id, one.attempt, one.casus};
    return given;
}

}  // namespace

intake_desk::intake_desk(intake_desk_parts parts) : parts_{std::move(parts)} {}

ports::async_result<ports::stored_message> intake_desk::find(model::message_id id) {
    auto found = co_await parts_.store.find(id);
    if (!found) {
        co_return found.error();
    }
    // What has destinations was parked by another, or is what no broker takes.
    if (found->overall != model::state::geparkeerd || !found->destinations.empty()) {
        co_return ports::errc::conflict;
    }
    co_return std::move(*found);
}

ports::async_result<ports::carried_message> intake_desk::read(const ports::stored_message& one) {
    const auto key = co_await parts_.vault.find_key(one.key);
    if (!key) {
        co_return key.error();
    }
    const auto sealed = co_await parts_.store.original(one.id);
    if (!sealed) {
        co_return sealed.error();
    }
    auto original = original_of(parts_.vault, *key, context_of(one), *sealed);
    if (!original) {
        co_return original.error();
    }
    const auto* const known = find_form(parts_.forms, original->form);
    if (known == nullptr) {
        co_return ports::errc::refused;
    }
    co_return read_again(
        *known, {std::move(original->content_type), std::move(original->body), one.accepted_at}
    );
}

ports::async_result<quarantine_report> intake_desk::replay(model::message_id id, execution how) {
    const auto one = co_await find(id);
    if (!one) {
        co_return one.error();
    }
    auto message = co_await read(*one);
    if (!message && message.error() == ports::make_error_code(ports::errc::refused)) {
        co_return quarantine_report{"niet_te_lezen", std::nullopt, std::nullopt};
    }
    if (!message) {
        co_return message.error();
    }
    if (!message->decoded) {
        co_return refused(message->decoded.error());
    }
    auto who = access::resolve_caller(
        parts_.organisations.current(),
        one->certificate,
        one->submission.owner,
        access::right::send,
        parts_.clock.now()
    );
    if (!who) {
        co_return refused(who.error());
    }
    auto given = submission_of(*one, std::move(*message), std::move(*who));
    auto said = co_await parts_.reception.check(given);
    if (!said.refusals.empty()) {
        co_return refused(std::move(said.refusals.front()));
    }
    if (said.route.destinations.empty()) {
        co_return refused(refuse("geen_route", "Ook vandaag geldt geen regel van de routetabel."));
    }
    if (how == execution::rehearse) {
        co_return quarantine_report{"aangenomen", std::nullopt, std::nullopt};
    }
    auto accepted = co_await parts_.reception.accept(std::move(given));
    if (!accepted) {
        co_return refused(std::move(accepted).error());
    }
    co_return quarantine_report{"aangenomen", std::nullopt, accepted->message};
}

ports::async_result<void> intake_desk::close(model::message_id id, ending as, std::string reason) {
    const auto one = co_await find(id);
    if (!one) {
        co_return one.error();
    }
    ports::state_change change;
    change.message = id;
    change.state =
        as == ending::teruggestuurd ? model::state::teruggestuurd : model::state::afgesloten;
    change.at = parts_.clock.now();
    change.reason = std::move(reason);
    std::vector<ports::state_change> changes;
    changes.push_back(std::move(change));
    co_return co_await parts_.store.settle(std::move(changes), {});
}

}  // namespace hub::intake
