#include "hub/documents/sweeping.hpp"

#include "hub/runtime/kill_points/kill_points.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace hub::documents {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

// No upload lasts as long, nor the time between a reference and its message.
constexpr auto longest_on_its_way = 1h;
constexpr std::size_t most_references = 512;
constexpr std::size_t most_erased = 256;

bool is(const boost::system::error_code& error, ports::errc wanted) {
    return error == ports::make_error_code(wanted);
}

}  // namespace

asio::awaitable<void> sweeping::round() {
    co_await forget_references();
    const auto now = parts_.clock.now();
    const auto marked =
        co_await parts_.store.mark_unreferenced(now - term_, now - longest_on_its_way, most_erased);
    if (marked) {
        co_await erase_marked();
    }
}

asio::awaitable<void> sweeping::forget_references() {
    const auto found = co_await parts_.store.references(looked_up_to_, most_references);
    if (!found) {
        co_return;
    }
    for (const auto& one : *found) {
        if (one.at > parts_.clock.now() - longest_on_its_way) {
            continue;
        }
        const bool gone = co_await is_gone(one);
        if (gone) {
            static_cast<void>(co_await parts_.store.forget(one));
        }
    }
    looked_up_to_ = found->size() < most_references ? std::nullopt : std::optional{found->back()};
}

asio::awaitable<bool> sweeping::is_gone(ports::document_reference reference) {
    const auto stored = co_await parts_.messages.find(reference.message);
    if (!stored && !is(stored.error(), ports::errc::not_found)) {
        co_return false;
    }
    if (!stored) {
        const bool kept = co_await is_in_quarantine(reference.message);
        co_return !kept;
    }
    const auto key = co_await parts_.vault.find_key(stored->key);
    co_return key.has_error() && is(key.error(), ports::errc::erased);
}

asio::awaitable<bool> sweeping::is_in_quarantine(model::message_id id) {
    if (parts_.quarantined == nullptr) {
        co_return false;
    }
    const auto kept = co_await parts_.quarantined->find(id);
    co_return kept ? kept->has_content : !is(kept.error(), ports::errc::not_found);
}

asio::awaitable<void> sweeping::erase_marked() {
    auto found = co_await parts_.store.marked(most_erased);
    if (!found) {
        co_return;
    }
    for (auto& one : *found) {
        const auto id = one.id;
        const bool told = co_await tell(std::move(one));
        if (!told) {
            co_return;
        }
        // The key first: what a backup still holds of it is unreadable from then on.
        const auto destroyed = co_await parts_.vault.destroy_key(model::key_id{id.value()});
        if (!destroyed && !is(destroyed.error(), ports::errc::not_found)) {
            continue;
        }
        runtime::kill_points::pass("document_key_destroyed");
        static_cast<void>(co_await parts_.store.erase(id));
    }
}

asio::awaitable<bool> sweeping::tell(ports::stored_document what) {
    ports::audit_act act;
    act.kind = "bijlage_gewist";
    act.actor = "hub";
    act.facts = {
        {"bijlage", what.id.to_string()},
        {"eigenaar", what.owner.to_string()},
        {"reden", what.records == 0 ? "onvolledig" : "niet_genoemd"}};
    std::vector<ports::audit_act> acts;
    acts.push_back(std::move(act));
    const auto recorded = co_await parts_.messages.record(std::move(acts));
    co_return recorded.has_value();
}

}  // namespace hub::documents
