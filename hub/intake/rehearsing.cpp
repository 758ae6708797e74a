#include "hub/intake/rehearsing.hpp"

#include "hub/intake/referring.hpp"
#include "hub/intake/refusal.hpp"

#include <utility>

namespace hub::intake {

namespace asio = boost::asio;

namespace {

// References are to the caller's own frame, which waits for each of these.

asio::awaitable<void> check_casus(
    rehearsal_rooms rooms,
    const admission& given,
    const rehearsed& before,
    dry_run& result
) {
    const auto& where = given.where;
    if (where.entry) {
        const auto known = co_await rooms.directory.find_entry(*where.entry, where.owner);
        if (known.has_error()) {
            result.refusals.push_back(known.error());
        }
        co_return;
    }
    if (where.nature.casus == casus_need::none) {
        co_return;
    }
    if (where.named) {
        const auto entered = co_await rooms.directory.enter(*where.named, where.owner);
        if (entered.has_error()) {
            result.refusals.push_back(entered.error());
        }
        co_return;
    }
    if (where.reference.empty() || where.nature.casus == casus_need::may_open ||
        before.casussen.contains({where.owner, where.reference})) {
        co_return;
    }
    const auto digest = rooms.parts.vault.reference_digest(where.owner, where.reference);
    const auto known = co_await rooms.parts.casus.find_casus(where.owner, digest);
    if (!known) {
        result.refusals.push_back(
            known.error() == ports::make_error_code(ports::errc::not_found) ? unknown_casus()
                                                                            : unavailable()
        );
    }
}

asio::awaitable<void>
check_id(const reception_parts& parts, const admission& given, dry_run& result) {
    const auto used = co_await parts.store.find_submission(given.key);
    if (used) {
        result.notices.push_back(
            {.name = "/id",
             .code = "id_al_gebruikt",
             .reason = "U hebt dit id eerder gebruikt. Dezelfde inhoud geeft hetzelfde "
                       "ontvangstbewijs; andere inhoud wordt geweigerd."}
        );
    }
}

}  // namespace

asio::awaitable<dry_run> rehearse(rehearsal_rooms rooms, prepared ready, rehearsed& before) {
    auto& next = ready.given;
    dry_run result;
    result.type = next.sound.nature.type;
    result.refusals = std::move(ready.refusals);
    result.notices = next.sound.notices;
    result.route = next.route;
    if (next.decided_by->missing && next.sound.message.has_aanmelding()) {
        result.missing = next.decided_by->missing(next.sound.message.aanmelding());
    }
    if (result.refusals.empty()) {
        auto wrong = co_await resolve_documents(rooms.parts.documents, next);
        if (wrong) {
            result.refusals.push_back(std::move(*wrong));
        }
        co_await check_casus(rooms, next, before, result);
        co_await check_id(rooms.parts, next, result);
    }
    const auto& where = next.where;
    if (result.refusals.empty() && where.nature.casus != casus_need::none &&
        !where.reference.empty()) {
        before.casussen.emplace(where.owner, where.reference);
    }
    co_return result;
}

}  // namespace hub::intake
