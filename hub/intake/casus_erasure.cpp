#include "hub/intake/casus_erasure.hpp"

#include "hub/model/words.hpp"
#include "hub/runtime/kill_points/kill_points.hpp"
#include "hub/vault/leaf.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace hub::intake {
namespace {

using ports::erasure_state;
using ports::errc;

constexpr std::size_t casussen_of_a_round = 16;
constexpr std::size_t messages_per_page = 256;

bool is(const boost::system::error_code& error, errc wanted) {
    return error == ports::make_error_code(wanted);
}

model::key_id key_of(const model::casus_id& casus) {
    return model::key_id{casus.value()};
}

// What was parked for want of a destination and then ended has no state of its own to change.
bool is_erased(const ports::stored_message& one) {
    return one.overall == model::state::gewist ||
           (one.destinations.empty() && model::is_final(one.overall));
}

void add_endings(
    const ports::stored_message& one,
    model::timestamp at,
    std::vector<ports::state_change>& changes
) {
    ports::state_change ending;
    ending.message = one.id;
    ending.state = model::state::gewist;
    ending.at = at;
    ending.reason = "casus_gewist";
    if (one.destinations.empty()) {
        changes.push_back(ending);
    }
    for (const auto& destination : one.destinations) {
        ending.destination = destination.name();
        changes.push_back(ending);
    }
}

}  // namespace

ports::async_result<std::vector<ports::stored_message>> casus_erasure::messages_of(
    model::casus_id casus
) const {
    std::vector<ports::stored_message> all;
    ports::message_query query;
    query.casus = casus;
    query.limit = messages_per_page;
    for (;;) {
        auto page = co_await parts_.messages.search(query);
        if (!page) {
            co_return page.error();
        }
        const bool last = page->size() < messages_per_page;
        std::ranges::move(*page, std::back_inserter(all));
        if (last) {
            co_return all;
        }
        query.before_sequence = all.back().sequence;
    }
}

ports::async_result<std::size_t> casus_erasure::look(model::casus_id casus) const {
    const auto key = co_await parts_.vault.find_key(key_of(casus));
    if (!key) {
        co_return key.error();
    }
    const auto messages = co_await messages_of(casus);
    if (!messages) {
        co_return messages.error();
    }
    // A key may be of something else, or of nothing yet.
    if (messages->empty()) {
        co_return errc::not_found;
    }
    co_return messages->size();
}

ports::async_result<ports::planned_erasure> casus_erasure::announce(erasure_request wanted) {
    const auto seen = co_await look(wanted.casus);
    if (!seen) {
        co_return seen.error();
    }
    const auto now = parts_.clock.now();
    ports::planned_erasure one{
        .casus = wanted.casus,
        .state = erasure_state::aangekondigd,
        .reason = std::move(wanted.reason),
        .proposed_by = std::move(wanted.proposed_by),
        .confirmed_by = std::move(wanted.confirmed_by),
        .announced_at = now,
        .erase_at = now + options_.notice,
        .changed_at = now,
    };
    const auto announced = co_await parts_.planned.announce(one);
    if (!announced) {
        co_return announced.error();
    }
    co_return one;
}

ports::async_result<void> casus_erasure::withdraw(model::casus_id casus) {
    return move(casus, erasure_state::aangekondigd, erasure_state::ingetrokken);
}

ports::async_result<void>
casus_erasure::move(model::casus_id casus, erasure_state from, erasure_state to) {
    return parts_.planned.move(casus, from, to, parts_.clock.now());
}

ports::async_result<std::vector<ports::planned_erasure>> casus_erasure::list() const {
    constexpr std::size_t most_shown = 500;
    return parts_.planned.list(most_shown);
}

boost::asio::awaitable<std::size_t> casus_erasure::sweep() {
    const auto now = parts_.clock.now();
    const auto due = co_await parts_.planned.due(now, casussen_of_a_round);
    const auto begun = co_await parts_.planned.begun_since(now - std::chrono::hours{24});
    if (!due || !begun) {
        co_return 0;
    }
    auto room = options_.most_a_day - std::min<std::size_t>(options_.most_a_day, *begun);
    std::size_t done = 0;
    for (const auto& one : *due) {
        if (one.state == erasure_state::aangekondigd) {
            if (room == 0) {
                continue;
            }
            // First of all, so that nobody can withdraw what the log says is going.
            const auto irrevocable = co_await move(
                one.casus, erasure_state::aangekondigd, erasure_state::onherroepelijk
            );
            if (!irrevocable) {
                continue;
            }
            --room;
            runtime::kill_points::pass("casus_erasure_irrevocable");
        }
        if (one.state != erasure_state::bezig) {
            const auto told = co_await tell(one);
            if (!told) {
                continue;
            }
        }
        const auto left = co_await erase(one.casus);
        // One round that found nothing: what came in while the key went is ended too.
        if (!left || *left == remainder::something) {
            continue;
        }
        const auto ended = co_await move(one.casus, erasure_state::bezig, erasure_state::gewist);
        done += ended ? 1U : 0U;
    }
    co_return done;
}

ports::async_result<void> casus_erasure::record(ports::audit_act act) {
    act.actor = "intake";
    std::vector<ports::audit_act> acts;
    acts.push_back(std::move(act));
    co_return co_await parts_.messages.record(std::move(acts));
}

ports::async_result<void> casus_erasure::tell(const ports::planned_erasure& one) {
    ports::audit_act act;
    act.kind = "wissing";
    act.casus = one.casus;
    act.facts = {
        {"wat", "casus"},
        {"reden", one.reason},
        {"voorgesteldDoor", one.proposed_by},
        {"bevestigdDoor", one.confirmed_by},
        {"aangekondigd", model::to_rfc3339(one.announced_at)}};
    const auto recorded = co_await record(std::move(act));
    if (!recorded) {
        co_return recorded.error();
    }
    runtime::kill_points::pass("casus_erasure_recorded");
    co_return co_await move(one.casus, erasure_state::onherroepelijk, erasure_state::bezig);
}

ports::async_result<void> casus_erasure::destroy(model::key_id key) {
    const auto gone = co_await parts_.vault.destroy_key(key);
    if (!gone && !is(gone.error(), errc::not_found)) {
        co_return gone.error();
    }
    co_return ports::result<void>{};
}

ports::async_result<casus_erasure::remainder> casus_erasure::erase(model::casus_id casus) {
    // Postvakken, books and the broker hold copies: all are sealed with it.
    const auto gone = co_await destroy(key_of(casus));
    if (!gone) {
        co_return gone.error();
    }
    runtime::kill_points::pass("casus_key_destroyed");
    const auto messages = co_await messages_of(casus);
    if (!messages) {
        co_return messages.error();
    }
    std::vector<ports::state_change> changes;
    for (const auto& one : *messages) {
        const auto erased = co_await erase_beside(one, casus);
        if (!erased) {
            co_return erased.error();
        }
        if (!is_erased(one)) {
            add_endings(one, parts_.clock.now(), changes);
        }
    }
    runtime::kill_points::pass("casus_documents_destroyed");
    if (changes.empty()) {
        co_return remainder::nothing;
    }
    const auto settled = co_await parts_.messages.settle(std::move(changes), {});
    if (!settled) {
        co_return settled.error();
    }
    runtime::kill_points::pass("casus_settled");
    co_return remainder::something;
}

ports::async_result<void>
casus_erasure::erase_beside(const ports::stored_message& one, model::casus_id casus) {
    const auto documents = co_await erase_documents(one.id, casus);
    if (!documents) {
        co_return documents.error();
    }
    const auto parts = co_await parts_.messages.receipt(one.id);
    if (!parts) {
        co_return parts.error();
    }
    // A message that was handed in again out of quarantine names that in its leaf.
    const auto leaf = vault::read_message_leaf(parts->leaf);
    if (!leaf || !leaf->supersedes) {
        co_return ports::result<void>{};
    }
    const auto quarantined = co_await erase_quarantined(*leaf->supersedes);
    if (!quarantined) {
        co_return quarantined.error();
    }
    // What was too large for the quarantine to hold, it kept as a document.
    co_return co_await erase_documents(*leaf->supersedes, casus);
}

ports::async_result<void> casus_erasure::erase_quarantined(model::message_id earlier) {
    const auto kept = co_await parts_.quarantined.find(earlier);
    if (!kept) {
        co_return is(kept.error(), errc::not_found) ? ports::result<void>{} : kept.error();
    }
    const auto gone = co_await destroy(model::key_id{earlier.value()});
    if (!gone || !kept->has_content) {
        co_return gone;
    }
    const ports::quarantine_ending how{
        ports::quarantine_state::gewist, parts_.clock.now(), std::nullopt, {}};
    co_return co_await parts_.quarantined.end(earlier, how);
}

ports::async_result<void>
casus_erasure::erase_documents(model::message_id message, model::casus_id casus) {
    const auto referred = co_await parts_.documents.documents_of(message);
    if (!referred) {
        co_return referred.error();
    }
    for (const auto& document : *referred) {
        const auto erased = co_await erase_document(document, casus);
        if (!erased) {
            co_return erased.error();
        }
    }
    co_return ports::result<void>{};
}

ports::async_result<void>
casus_erasure::erase_document(model::document_id document, model::casus_id casus) {
    const model::key_id key{document.value()};
    const auto there = co_await parts_.vault.find_key(key);
    if (!there && (is(there.error(), errc::erased) || is(there.error(), errc::not_found))) {
        co_return ports::result<void>{};
    }
    const auto referring = co_await parts_.documents.referrers(document);
    if (!referring) {
        co_return referring.error();
    }
    for (const auto& message : *referring) {
        const auto needed = co_await look_whether_readable(message);
        if (!needed) {
            co_return needed.error();
        }
        if (*needed == remainder::something) {
            co_return ports::result<void>{};
        }
    }
    ports::audit_act act;
    act.kind = "bijlage_gewist";
    act.casus = casus;
    act.facts = {{"bijlage", document.to_string()}, {"reden", "casus_gewist"}};
    const auto recorded = co_await record(std::move(act));
    if (!recorded) {
        co_return recorded.error();
    }
    co_return co_await destroy(key);
}

// Whether a message is there and can still be read: one of this casus cannot.
ports::async_result<casus_erasure::remainder> casus_erasure::look_whether_readable(
    model::message_id message
) {
    const auto stored = co_await parts_.messages.find(message);
    if (!stored && is(stored.error(), errc::not_found)) {
        co_return remainder::nothing;
    }
    if (!stored) {
        co_return stored.error();
    }
    const auto key = co_await parts_.vault.find_key(stored->key);
    if (!key && is(key.error(), errc::erased)) {
        co_return remainder::nothing;
    }
    co_return remainder::something;
}

}  // namespace hub::intake
