#include "hub/inzage/inzage_desk.hpp"

#include "hub/intake/refusal.hpp"
#include "hub/inzage/records.hpp"

#include <algorithm>
#include <utility>

namespace hub::inzage {
namespace {

using model::rejection;
using pmm::v1::InzageRecord;
using ports::errc;

constexpr std::string_view open_kind = "inzage";
constexpr std::string_view ended_kind = "inzage_beeindigd";
constexpr std::string_view stand_kind = "inzage_stand";
constexpr std::string_view stand_id = "stand";
// More than may ever be open at once.
constexpr std::size_t whole_scan = 1000;
// Of what ended long ago, with each new request.
constexpr std::size_t forgotten_at_once = 32;
// How often another request may come in between.
constexpr int most_rounds = 4;

bool is(const boost::system::error_code& error, errc wanted) noexcept {
    return error == ports::make_error_code(wanted);
}

rejection refused(std::string code, std::string words) {
    return intake::refuse(std::move(code), std::move(words));
}

rejection rejection_of(const boost::system::error_code& error) {
    if (is(error, errc::conflict)) {
        return refused("toestand_gewijzigd", "Deze inzage is intussen gewijzigd; vraag haar op.");
    }
    return is(error, errc::unknown) ? intake::from_append(error) : intake::from_reading(error);
}

ports::book_change insertion(std::string_view kind, std::string id, const InzageRecord& record) {
    return {std::string{kind}, std::move(id), record.SerializeAsString(), 0};
}

ports::book_change removal(std::string_view kind, std::string id, std::uint64_t version) {
    return {std::string{kind}, std::move(id), std::nullopt, version};
}

// What is still open, and how much of it is this person's; what passed its term is ended on the
// way.
struct open_ones {
    std::size_t all = 0;
    std::size_t own = 0;
};

open_ones count_open(
    const std::vector<ports::book_record>& found,
    const person& who,
    model::timestamp now,
    const inzage_options& options,
    ports::book_transaction& into
) {
    open_ones counted;
    for (const auto& one : found) {
        InzageRecord record;
        if (!record.ParseFromString(one.body)) {
            continue;
        }
        if (state_of(record, now, options) != state::verlopen) {
            ++counted.all;
            counted.own += record.asked_by() == who.actor ? 1U : 0U;
            continue;
        }
        end(record, state::verlopen, {}, now);
        into.changes.push_back(removal(open_kind, one.id, one.version));
        into.changes.push_back(insertion(ended_kind, one.id, record));
    }
    return counted;
}

}  // namespace

inzage_desk::inzage_desk(inzage_parts parts, inzage_options options)
    : parts_{parts}, options_{options} {}

answer<inzage_request> inzage_desk::ask(wish what, person who) {
    if (auto wrong = judge_wish(what)) {
        co_return std::move(*wrong);
    }
    const sought content{what.what, what.about, what.part, what.document};
    const auto owner = co_await owner_of(parts_.rooms, content);
    if (!owner) {
        co_return rejection_of(owner.error());
    }
    for (int round = 0; round < most_rounds; ++round) {
        auto added = co_await add(what, who, *owner);
        if (added) {
            co_return std::move(*added);
        }
        if (is(added.error(), errc::too_large)) {
            co_return refused(
                "te_veel_inzagen", "Er staan te veel inzagen open. Gebruik er een, of trek haar in."
            );
        }
        // Somebody else asked meanwhile: counted again.
        if (!is(added.error(), errc::conflict)) {
            co_return rejection_of(added.error());
        }
    }
    co_return intake::unavailable();
}

ports::async_result<inzage_request>
inzage_desk::add(const wish& what, const person& who, const model::oin& owner) {
    const auto now = parts_.clock.now();
    std::vector<std::string> only{std::string{stand_id}};
    const auto stand = co_await parts_.book.load(std::string{stand_kind}, std::move(only));
    if (!stand) {
        co_return stand.error();
    }
    const auto found = co_await parts_.book.scan(std::string{open_kind}, 0, whole_scan);
    if (!found) {
        co_return found.error();
    }
    ports::book_transaction transaction;
    const auto counted = count_open(*found, who, now, options_, transaction);
    if (counted.all >= options_.most_open || counted.own >= options_.most_open_each) {
        co_return errc::too_large;
    }
    pmm::v1::InzageStand asked;
    std::uint64_t version = 0;
    if (!stand->empty()) {
        version = stand->front().version;
        static_cast<void>(asked.ParseFromString(stand->front().body));
    }
    asked.set_asked(asked.asked() + 1);
    transaction.changes.push_back(
        {std::string{stand_kind}, std::string{stand_id}, asked.SerializeAsString(), version}
    );
    held one;
    one.id = parts_.rooms.vault.mint_message_id();
    one.record = record_of(what, who, owner, now);
    transaction.changes.push_back(insertion(open_kind, one.id.to_string(), one.record));
    transaction.acts.push_back(step_of("inzage_gevraagd", who, one.id, one.record));
    const auto forgotten = co_await forget(transaction, now);
    if (!forgotten) {
        co_return forgotten.error();
    }
    const auto done = co_await parts_.book.commit(std::move(transaction));
    if (!done) {
        co_return done.error();
    }
    co_return shown(std::move(one));
}

ports::async_result<void> inzage_desk::forget(ports::book_transaction& into, model::timestamp now) {
    const auto oldest = co_await parts_.book.scan(std::string{ended_kind}, 0, forgotten_at_once);
    if (!oldest) {
        co_return oldest.error();
    }
    for (const auto& one : *oldest) {
        InzageRecord record;
        if (record.ParseFromString(one.body) &&
            model::from_microseconds(record.ended_at_us()) + options_.remembered < now) {
            into.changes.push_back(removal(ended_kind, one.id, one.version));
        }
    }
    co_return ports::result<void>{};
}

answer<inzage_request> inzage_desk::approve(model::message_id request, person who) {
    auto one = co_await load(request);
    if (!one) {
        co_return rejection_of(one.error());
    }
    const auto now = parts_.clock.now();
    if (auto why = judge_approval(one->record, who, now, options_)) {
        co_return co_await refuse(*one, who, std::move(*why));
    }
    auto after = one->record;
    inzage::approve(after, who, now);
    const auto done =
        co_await commit(*one, after, step_of("inzage_goedgekeurd", who, request, after));
    if (!done) {
        co_return rejection_of(done.error());
    }
    one->record = std::move(after);
    co_return shown(std::move(*one));
}

answer<inzage_request> inzage_desk::end(model::message_id request, person who) {
    auto one = co_await load(request);
    if (!one) {
        co_return rejection_of(one.error());
    }
    const auto now = parts_.clock.now();
    if (auto why = judge_ending(one->record, now, options_)) {
        co_return co_await refuse(*one, who, std::move(*why));
    }
    const auto as = one->record.asked_by() == who.actor ? state::ingetrokken : state::afgewezen;
    auto after = one->record;
    inzage::end(after, as, who.actor, now);
    std::string step{"inzage_"};
    step += to_string(as);
    const auto done = co_await commit(*one, after, step_of(std::move(step), who, request, after));
    if (!done) {
        co_return rejection_of(done.error());
    }
    one->record = std::move(after);
    co_return shown(std::move(*one));
}

// First opened, so that what can't be opened uses up nothing; then the log; then the sender; and
// only then it is given.
answer<given_content> inzage_desk::look(model::message_id request, person who) {
    const auto one = co_await load(request);
    if (!one) {
        co_return rejection_of(one.error());
    }
    const auto now = parts_.clock.now();
    if (auto why = judge_look(one->record, who, now, options_)) {
        co_return co_await refuse(*one, who, std::move(*why));
    }
    const auto& asked = one->record;
    const sought wanted{subject_of(asked), about_of(asked), part_of(asked), document_of(asked)};
    auto content = co_await open(parts_.rooms, wanted);
    if (!content) {
        co_return rejection_of(content.error());
    }
    auto after = asked;
    inzage::look(after, now, options_);
    auto act = act_of("sleutelvrijgave", who.actor, request, after);
    act.facts.emplace_back("goedgekeurdDoor", after.approved_by());
    act.facts.emplace_back("keer", std::to_string(after.looks()));
    const auto recorded = co_await commit(*one, after, std::move(act));
    if (!recorded) {
        co_return rejection_of(recorded.error());
    }
    const auto told = co_await tell_sender(request, after);
    if (!told) {
        co_return intake::unavailable();
    }
    co_return std::move(*content);
}

ports::async_result<void>
inzage_desk::tell_sender(model::message_id request, const InzageRecord& record) {
    const auto owner = model::oin::parse(record.owner_oin());
    if (!owner) {
        co_return errc::not_authentic;
    }
    co_return co_await parts_.notices.tell(notice_of(request, record, *owner));
}

answer<inzage_request> inzage_desk::find(model::message_id request) {
    auto one = co_await load(request);
    if (!one) {
        co_return rejection_of(one.error());
    }
    co_return shown(std::move(*one));
}

answer<std::vector<inzage_request>>
inzage_desk::list(standing which, std::uint64_t after, std::size_t limit) {
    const auto kind = which == standing::open ? open_kind : ended_kind;
    const auto found = co_await parts_.book.scan(std::string{kind}, after, limit);
    if (!found) {
        co_return rejection_of(found.error());
    }
    std::vector<inzage_request> all;
    for (const auto& one : *found) {
        const auto id = model::message_id::parse(one.id);
        InzageRecord record;
        if (id && record.ParseFromString(one.body)) {
            all.push_back(shown({*id, std::move(record), one.sequence, one.version}));
        }
    }
    co_return all;
}

boost::asio::awaitable<std::string> inzage_desk::form_of(ports::stored_message message) {
    auto form = co_await inzage::form_of(parts_.rooms, std::move(message));
    co_return form ? std::move(*form) : std::string{};
}

boost::asio::awaitable<std::vector<ports::attachment>> inzage_desk::documents_of(
    ports::stored_message message
) {
    auto all = co_await inzage::documents_of(parts_.rooms, std::move(message));
    co_return all ? std::move(*all) : std::vector<ports::attachment>{};
}

ports::async_result<inzage_desk::held> inzage_desk::load(model::message_id request) {
    for (const auto kind : {open_kind, ended_kind}) {
        std::vector<std::string> only{request.to_string()};
        const auto found = co_await parts_.book.load(std::string{kind}, std::move(only));
        if (!found) {
            co_return found.error();
        }
        InzageRecord record;
        if (!found->empty() && record.ParseFromString(found->front().body)) {
            const auto& row = found->front();
            co_return held{request, std::move(record), row.sequence, row.version};
        }
    }
    co_return errc::not_found;
}

ports::async_result<void>
inzage_desk::commit(const held& before, const InzageRecord& after, ports::audit_act act) {
    ports::book_transaction transaction;
    const auto id = before.id.to_string();
    if (after.ended_as().empty()) {
        transaction.changes.push_back(
            {std::string{open_kind}, id, after.SerializeAsString(), before.version}
        );
    } else {
        transaction.changes.push_back(removal(open_kind, id, before.version));
        transaction.changes.push_back(insertion(ended_kind, id, after));
    }
    transaction.acts.push_back(std::move(act));
    return parts_.book.commit(std::move(transaction));
}

boost::asio::awaitable<rejection>
inzage_desk::refuse(const held& one, const person& who, rejection why) {
    auto act = step_of("inzage_geweigerd", who, one.id, one.record);
    act.facts.emplace_back("code", why.code);
    ports::book_transaction transaction;
    transaction.acts.push_back(std::move(act));
    // Refused is refused, also when it can't be written now.
    static_cast<void>(co_await parts_.book.commit(std::move(transaction)));
    co_return why;
}

inzage_request inzage_desk::shown(held one) const {
    inzage_request result;
    result.sequence = one.sequence;
    result.id = one.id;
    result.stands = state_of(one.record, parts_.clock.now(), options_);
    result.until = ends_at(one.record, options_);
    result.record = std::move(one.record);
    return result;
}

}  // namespace hub::inzage
