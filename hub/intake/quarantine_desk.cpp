#include "hub/intake/quarantine_desk.hpp"

#include "hub/intake/form_rules.hpp"
#include "hub/runtime/kill_points/kill_points.hpp"

#include <algorithm>
#include <utility>

namespace hub::intake {
namespace {

using instruments::consumer::execution;
using ports::quarantine_state;

quarantine_report refused(model::rejection why) {
    return {"geweigerd", std::move(why), std::nullopt};
}

// Of a round; the rest waits for the next.
constexpr std::size_t most_at_once = 16;

bool is_done(const quarantine_report& report) {
    return report.result == "aangenomen" || report.result == "terzijde";
}

// The next round finds out.
bool may_be_stored(const quarantine_report& report) {
    return (report.why && report.why->kind == model::finality::unknown) ||
           std::ranges::any_of(report.events, may_be_stored);
}

// Of one message its own; of a batch what it comes to.
quarantine_report combine(std::vector<quarantine_report> each) {
    if (each.size() == 1) {
        return std::move(each.front());
    }
    quarantine_report whole{"terzijde", std::nullopt, std::nullopt};
    std::size_t accepted = 0;
    std::size_t done = 0;
    for (const auto& one : each) {
        accepted += one.result == "aangenomen" ? 1U : 0U;
        done += is_done(one) ? 1U : 0U;
        if (!whole.became) {
            whole.became = one.became;
        }
        if (!whole.why) {
            whole.why = one.why;
        }
    }
    if (done < each.size()) {
        whole.result = done == 0 ? "geweigerd" : "deels";
    } else if (accepted > 0) {
        whole.result = "aangenomen";
    }
    whole.events = std::move(each);
    return whole;
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

std::vector<ports::carried_message>
read_all_again(const known_form& form, ports::kept_request kept) {
    if (form.form != nullptr) {
        return form.form->read_all_again(*form.decoder, std::move(kept));
    }
    std::vector<ports::carried_message> all;
    all.push_back(ports::decode_again(*form.decoder, std::move(kept)));
    return all;
}

bool quarantine_desk::in_hand::take(const model::message_id& id) {
    const std::lock_guard lock{mutex_};
    if (std::ranges::find(all_, id) != all_.end()) {
        return false;
    }
    all_.push_back(id);
    return true;
}

void quarantine_desk::in_hand::give_back(const model::message_id& id) {
    const std::lock_guard lock{mutex_};
    std::erase(all_, id);
}

quarantine_desk::quarantine_desk(quarantine_desk_parts parts) : parts_{std::move(parts)} {}

ports::async_result<std::vector<ports::quarantined>> quarantine_desk::list(
    ports::quarantine_query query
) const {
    return parts_.rooms.store.search(query);
}

ports::async_result<std::vector<passed_again>>
quarantine_desk::read(const ports::quarantined& one, execution how) const {
    auto what = co_await open_quarantined(parts_.rooms, one);
    if (!what) {
        co_return what.error();
    }
    const auto* const known = find_form(parts_.forms, one.form);
    const bool can_pass = known != nullptr && known->form != nullptr;
    if (known == nullptr || (what->document && (!can_pass || parts_.rooms.documents == nullptr))) {
        co_return ports::errc::refused;
    }
    std::vector<passed_again> all;
    if (what->document) {
        kept_passing kept{*known->form, *known->decoder, one, std::move(*what)};
        auto passed = co_await pass_again(parts_.rooms, std::move(kept), how);
        if (!passed) {
            co_return passed.error();
        }
        all.push_back(std::move(*passed));
        co_return all;
    }
    ports::kept_request kept{std::move(what->content_type), std::move(what->body), one.received_at};
    for (auto& message : read_all_again(*known, std::move(kept))) {
        all.emplace_back().message = std::move(message);
    }
    co_return all;
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
    if (how == execution::rehearse) {
        co_return co_await judge_all(*one, how);
    }
    if (!in_hand_.take(id)) {
        co_return ports::errc::conflict;
    }
    auto report = co_await hand_in_again(*one);
    in_hand_.give_back(id);
    co_return report;
}

// Said to be begun before anything is accepted: what is cut short from here on is finished by
// finish_what_was_begun(), and what is kept never outlives the message by more than that.
ports::async_result<quarantine_report> quarantine_desk::hand_in_again(const ports::quarantined& one
) {
    ports::handing_in progress{parts_.rooms.clock.now(), std::nullopt};
    const auto begun = co_await parts_.rooms.store.hand_in(one.id, progress);
    if (!begun) {
        co_return begun.error();
    }
    auto report = co_await judge_all(one, execution::perform);
    if (!report || may_be_stored(*report)) {
        co_return report;
    }
    runtime::kill_points::pass("quarantine_accepted");
    progress.became = report->became;
    const auto ended = is_done(*report) ? co_await finish(one, progress)
                                        : co_await parts_.rooms.store.hand_in(one.id, {});
    if (!ended) {
        co_return ended.error();
    }
    co_return report;
}

ports::async_result<quarantine_report>
quarantine_desk::judge_all(const ports::quarantined& one, execution how) {
    auto messages = co_await read(one, how);
    if (!messages && messages.error() == ports::make_error_code(ports::errc::refused)) {
        co_return quarantine_report{"niet_te_lezen", std::nullopt, std::nullopt};
    }
    if (!messages) {
        co_return messages.error();
    }
    auto reports = co_await decide_each(one, *messages, how);
    if (!reports) {
        co_return reports.error();
    }
    co_return combine(std::move(*reports));
}

boost::asio::awaitable<std::size_t> quarantine_desk::finish_what_was_begun() {
    const auto begun = co_await parts_.rooms.store.being_handed_in(most_at_once);
    if (!begun) {
        co_return 0;
    }
    std::size_t ended = 0;
    for (const auto& one : *begun) {
        if (!in_hand_.take(one.id)) {
            continue;
        }
        const auto done = co_await go_on(one.id);
        in_hand_.give_back(one.id);
        ended += done ? 1U : 0U;
    }
    co_return ended;
}

ports::async_result<void> quarantine_desk::go_on(model::message_id id) {
    // It may have come to an end since it was listed.
    const auto one = co_await parts_.rooms.store.find(id);
    if (!one) {
        co_return one.error();
    }
    if (!one->handing_in_since) {
        co_return ports::errc::conflict;
    }
    if (one->became) {
        co_return co_await finish(*one, {*one->handing_in_since, one->became});
    }
    const auto report = co_await hand_in_again(*one);
    if (!report && report.error() == ports::make_error_code(ports::errc::erased)) {
        co_return co_await finish(*one, {*one->handing_in_since, std::nullopt});
    }
    if (!report) {
        co_return report.error();
    }
    co_return ports::result<void>{};
}

// One after the other: a later one may go on in the casus that an earlier one opens.
ports::async_result<std::vector<quarantine_report>> quarantine_desk::decide_each(
    const ports::quarantined& one,
    std::vector<passed_again>& all,
    execution how
) {
    std::vector<quarantine_report> reports;
    rehearsed before;
    for (auto& message : all) {
        auto report = co_await decide(one, message, how == execution::rehearse ? &before : nullptr);
        if (message.sealed != nullptr) {
            co_await message.sealed->give_up();
        }
        if (!report) {
            co_return report.error();
        }
        reports.push_back(std::move(*report));
    }
    co_return reports;
}

ports::async_result<quarantine_report>
quarantine_desk::decide(const ports::quarantined& one, passed_again& read, rehearsed* before) {
    auto& message = read.message;
    if (!message.decoded) {
        co_return refused(message.decoded.error());
    }
    auto who = access::resolve_caller(
        parts_.rooms.organisations.current(),
        one.certificate,
        message.decoded->on_behalf_of,
        access::right::send,
        parts_.rooms.clock.now()
    );
    if (!who) {
        co_return refused(who.error());
    }
    const bool nothing_to_keep = is_set_aside(*who, *message.decoded);
    if (nothing_to_keep) {
        co_return quarantine_report{"terzijde", std::nullopt, std::nullopt};
    }
    auto given = submission_of(one, std::move(message));
    given.apart = std::move(read.apart);
    given.caller = std::move(*who);
    if (before != nullptr) {
        co_return co_await judge(std::move(given), *before);
    }
    co_return co_await hand_in(read, std::move(given));
}

ports::async_result<quarantine_report> quarantine_desk::judge(submission given, rehearsed& before) {
    auto said = co_await parts_.reception.check(std::move(given), before);
    if (!said.refusals.empty()) {
        co_return refused(std::move(said.refusals.front()));
    }
    co_return quarantine_report{"aangenomen", std::nullopt, std::nullopt};
}

ports::async_result<quarantine_report>
quarantine_desk::hand_in(passed_again& read, submission given) {
    auto accepted = co_await parts_.reception.accept(std::move(given));
    // What may have been stored is the message's own.
    const bool is_taken = accepted ? accepted->novelty == novelty::created
                                   : accepted.error().kind == model::finality::unknown;
    if (is_taken) {
        read.sealed.reset();
    }
    if (!accepted) {
        co_return refused(std::move(accepted).error());
    }
    co_return quarantine_report{"aangenomen", std::nullopt, accepted->message};
}

// What it became is said first, for nothing can tell it any more once the key is gone; the row ends
// last, for as long as it has not, the rest is done again.
ports::async_result<void>
quarantine_desk::finish(const ports::quarantined& one, ports::handing_in how) {
    const auto said = co_await parts_.rooms.store.hand_in(one.id, how);
    if (!said) {
        co_return said.error();
    }
    // Its content lives on with the message.
    const auto gone = co_await destroy_quarantined(parts_.rooms, one);
    if (!gone) {
        co_return gone.error();
    }
    runtime::kill_points::pass("quarantine_key_destroyed");
    const ports::quarantine_ending ending{
        quarantine_state::ingediend, parts_.rooms.clock.now(), how.became, {}};
    co_return co_await parts_.rooms.store.end(one.id, ending);
}

ports::async_result<void> quarantine_desk::close(model::message_id id, std::string reason) {
    return parts_.rooms.store.end(
        id,
        {quarantine_state::afgesloten, parts_.rooms.clock.now(), std::nullopt, std::move(reason)}
    );
}

}  // namespace hub::intake
