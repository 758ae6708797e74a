#include "hub/intake/quarantine_erasure.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace hub::intake {

using std::chrono::hours;

quarantine_erasure::quarantine_erasure(
    quarantine_parts parts,
    postvak_notices& notices,
    erasure_options options
)
    : parts_{parts}, notices_{notices}, options_{options} {}

boost::asio::awaitable<erasure_round> quarantine_erasure::sweep() {
    const auto now = parts_.clock.now();
    erasure_round round;
    round.announced = co_await announce(now);
    round.erased = co_await erase(now);
    static_cast<void>(co_await parts_.store.forget(now - options_.remembered));
    co_return round;
}

boost::asio::awaitable<std::size_t> quarantine_erasure::announce(model::timestamp now) {
    const auto soon = co_await parts_.store.due(
        now + options_.notice, ports::erasure_notice::none, options_.batch
    );
    if (!soon) {
        co_return 0;
    }
    std::size_t announced = 0;
    for (const auto& one : *soon) {
        const auto done = co_await announce_one(one, now);
        if (!done) {
            break;
        }
        ++announced;
    }
    co_return announced;
}

// What fails halfway is done again in the next round: the sender is told once.
ports::async_result<void>
quarantine_erasure::announce_one(const ports::quarantined& one, model::timestamp now) {
    // After a stand-still the term may be over already: the notice is given in full all the same.
    const auto erase_at = std::max(one.erase_at, now + options_.notice);
    const auto recorded = co_await record(one, "wissing_aangekondigd", erase_at);
    if (!recorded) {
        co_return recorded.error();
    }
    // Where nothing was kept, nothing goes.
    if (one.has_content) {
        const auto told = co_await tell_sender(one, erase_at);
        if (!told) {
            co_return told.error();
        }
    }
    co_return co_await parts_.store.announce(one.id, now, erase_at);
}

ports::async_result<void>
quarantine_erasure::tell_sender(const ports::quarantined& one, model::timestamp erase_at) {
    postvak_notice what;
    what.to = one.certificate;
    what.about = one.id;
    what.purpose = "wissing";
    what.subject = "Inhoud in quarantaine wordt gewist";
    what.words = "De hub heeft op " + model::to_rfc3339(one.received_at) +
                 " van u iets ontvangen dat hij niet kon verwerken (code " + one.why.code +
                 ") en het verzegeld bewaard als " + one.id.to_string() + ". Op of na " +
                 model::to_rfc3339(erase_at) +
                 " wordt de inhoud gewist, tenzij een beheerder haar eerder opnieuw indient. Was "
                 "het nog nodig: stuur het verbeterd opnieuw of bel het beheer van de hub. Wat er "
                 "van u bewaard is, staat in GET /v1/quarantaine.";
    return notices_.tell(std::move(what));
}

boost::asio::awaitable<std::size_t> quarantine_erasure::erase(model::timestamp now) {
    const auto before = co_await parts_.store.erased_since(now - hours{24});
    if (!before || *before >= options_.most_a_day) {
        co_return 0;
    }
    const auto room = std::min<std::size_t>(options_.batch, options_.most_a_day - *before);
    const auto due = co_await parts_.store.due(now, ports::erasure_notice::given, room);
    if (!due) {
        co_return 0;
    }
    std::size_t erased = 0;
    for (const auto& one : *due) {
        if (*one.announced_at + options_.notice > now) {
            continue;
        }
        // The mark comes first: what is gone was said to go.
        const auto recorded = co_await record(one, "wissing", one.erase_at);
        if (!recorded) {
            break;
        }
        if (one.has_content) {
            const auto gone = co_await destroy_quarantined(parts_, one);
            if (!gone) {
                break;
            }
        }
        const ports::quarantine_ending how{ports::quarantine_state::gewist, now, {}, {}};
        const auto ended = co_await parts_.store.end(one.id, how);
        erased += ended ? 1U : 0U;
    }
    co_return erased;
}

ports::async_result<void> quarantine_erasure::record(
    const ports::quarantined& one,
    std::string kind,
    model::timestamp erase_at
) {
    ports::audit_act act;
    act.kind = std::move(kind);
    act.actor = "intake";
    act.message = one.id;
    act.facts = {
        {"wat", "quarantaine"},
        {"code", one.why.code},
        {"wissenVanaf", model::to_rfc3339(erase_at)}};
    std::vector<ports::audit_act> acts;
    acts.push_back(std::move(act));
    co_return co_await parts_.log.record(std::move(acts));
}

}  // namespace hub::intake
