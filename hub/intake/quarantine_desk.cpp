#include "hub/intake/quarantine_desk.hpp"

#include "hub/intake/form_rules.hpp"
#include "schemas/pmm/v1/envelope.pb.h"

#include <algorithm>
#include <utility>

namespace hub::intake {
namespace {

using instruments::consumer::execution;
using ports::quarantine_state;

quarantine_report refused(model::rejection why) {
    return {"geweigerd", std::move(why), std::nullopt};
}

// A message that one change of mapping lets through is kept again when the next thing is wrong with
// it: it is in quarantine already.
submission submission_of(const ports::quarantined& one, ports::carried_message read) {
    submission given;
    given.decoded = std::move(*read.decoded);
    given.form = read.decoder->form();
    given.decoder_version = read.decoder->version();
    given.content_type = std::move(read.content_type);
    given.original = std::move(read.original);
    given.replays = replayed{one.id, 0, std::nullopt};
    return given;
}

}  // namespace

const known_form* find_form(const std::vector<known_form>& forms, std::string_view name) noexcept {
    const auto known = std::find_if(forms.begin(), forms.end(), [name](const known_form& one) {
        return one.decoder->form() == name;
    });
    return known == forms.end() ? nullptr : &*known;
}

ports::carried_message read_again(const known_form& form, ports::kept_request kept) {
    return form.form != nullptr ? form.form->read_again(*form.decoder, std::move(kept))
                                : ports::decode_again(*form.decoder, std::move(kept));
}

quarantine_desk::quarantine_desk(quarantine_desk_parts parts) : parts_{std::move(parts)} {}

ports::async_result<std::vector<ports::quarantined>> quarantine_desk::list(
    ports::quarantine_query query
) const {
    return parts_.rooms.store.search(query);
}

ports::async_result<ports::carried_message> quarantine_desk::read(const ports::quarantined& one
) const {
    const auto content = co_await parts_.rooms.store.content(one.id);
    if (!content) {
        co_return content.error();
    }
    const auto key = co_await parts_.rooms.vault.find_key(model::key_id{one.id.value()});
    if (!key) {
        co_return key.error();
    }
    const auto opened =
        parts_.rooms.vault.open(*key, context_of(one), vault::part::origineel, *content);
    if (!opened) {
        co_return opened.error();
    }
    pmm::v1::OriginalPart part;
    if (!part.ParseFromString(*opened)) {
        co_return ports::errc::not_authentic;
    }
    const auto* const known = find_form(parts_.forms, one.form);
    if (known == nullptr) {
        co_return ports::errc::refused;
    }
    co_return read_again(*known, {part.content_type(), part.body(), one.received_at});
}

ports::async_result<quarantine_report>
quarantine_desk::replay(model::message_id id, execution how) {
    const auto one = co_await parts_.rooms.store.find(id);
    if (!one) {
        co_return one.error();
    }
    if (one->state == quarantine_state::niet_bewaard) {
        co_return ports::errc::erased;
    }
    if (one->state != quarantine_state::bewaard) {
        co_return ports::errc::conflict;
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
        parts_.rooms.organisations.current(),
        one->certificate,
        message->decoded->on_behalf_of,
        access::right::send,
        parts_.rooms.clock.now()
    );
    if (!who) {
        co_return refused(who.error());
    }
    const bool nothing_to_keep = is_set_aside(*who, *message->decoded);
    if (nothing_to_keep) {
        if (how == execution::perform) {
            const auto done = co_await finish(*one, std::nullopt);
            if (!done) {
                co_return done.error();
            }
        }
        co_return quarantine_report{"terzijde", std::nullopt, std::nullopt};
    }
    auto given = submission_of(*one, std::move(*message));
    given.caller = std::move(*who);
    if (how == execution::rehearse) {
        co_return co_await judge(std::move(given));
    }
    co_return co_await hand_in(*one, std::move(given));
}

ports::async_result<quarantine_report> quarantine_desk::judge(submission given) {
    auto said = co_await parts_.reception.check(std::move(given));
    if (!said.refusals.empty()) {
        co_return refused(std::move(said.refusals.front()));
    }
    co_return quarantine_report{"aangenomen", std::nullopt, std::nullopt};
}

ports::async_result<quarantine_report>
quarantine_desk::hand_in(const ports::quarantined& one, submission given) {
    auto accepted = co_await parts_.reception.accept(std::move(given));
    if (!accepted) {
        co_return refused(std::move(accepted).error());
    }
    // What fails from here on is done by the same again: the message is known by its id then.
    const auto done = co_await finish(one, accepted->message);
    if (!done) {
        co_return done.error();
    }
    co_return quarantine_report{"aangenomen", std::nullopt, accepted->message};
}

ports::async_result<void>
quarantine_desk::finish(const ports::quarantined& one, std::optional<model::message_id> became) {
    const ports::quarantine_ending how{
        quarantine_state::ingediend, parts_.rooms.clock.now(), became, {}};
    const auto ended = co_await parts_.rooms.store.end(one.id, how);
    if (!ended) {
        co_return ended.error();
    }
    // Its content lives on with the message.
    co_return co_await parts_.rooms.vault.destroy_key(model::key_id{one.id.value()});
}

ports::async_result<void> quarantine_desk::close(model::message_id id, std::string reason) {
    return parts_.rooms.store.end(
        id,
        {quarantine_state::afgesloten, parts_.rooms.clock.now(), std::nullopt, std::move(reason)}
    );
}

}  // namespace hub::intake
