#include "hub/intake/referring.hpp"

#include "hub/intake/refusal.hpp"
#include "hub/intake/sealing.hpp"
#include "hub/runtime/kill_points/kill_points.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace hub::intake {
namespace {

namespace asio = boost::asio;

bool refers(const std::vector<ports::attachment>& all) {
    return std::any_of(all.begin(), all.end(), [](const auto& one) {
        return one.document.has_value();
    });
}

}  // namespace

asio::awaitable<std::optional<model::rejection>>
resolve_documents(documents::documents* known, admission& given) {
    if (!refers(given.sound.attachments)) {
        co_return std::nullopt;
    }
    if (known == nullptr) {
        co_return refuse("bijlage_onbekend", "Deze hub bewaart geen bijlagen.");
    }
    auto found = co_await known->resolve(given.key.owner, given.sound.attachments);
    if (found.has_error()) {
        co_return found.error();
    }
    given.sound.attachments = std::move(*found);
    co_return std::nullopt;
}

asio::awaitable<std::optional<model::rejection>>
refer_to_documents(documents::documents* known, const admission& given, model::message_id message) {
    auto all = given.sound.attachments;
    if (given.apart) {
        ports::attachment original;
        original.document = given.apart->document;
        all.push_back(std::move(original));
    }
    if (!refers(all)) {
        co_return std::nullopt;
    }
    const auto referred = co_await known->refer(std::move(all), message);
    runtime::kill_points::pass("document_referred_before_message");
    if (!referred) {
        co_return unavailable();
    }
    co_return std::nullopt;
}

asio::awaitable<model::decision<std::vector<ports::attachment>>>
find_attachments(attachment_rooms rooms, ports::stored_message message) {
    std::vector<ports::attachment> none;
    if (rooms.documents == nullptr) {
        co_return none;
    }
    const auto referred = co_await rooms.documents->documents_of(message.id);
    if (!referred) {
        co_return from_reading(referred.error());
    }
    if (referred->empty()) {
        co_return none;
    }
    const auto key = co_await rooms.vault.find_key(message.key);
    if (!key) {
        co_return from_reading(key.error());
    }
    const auto parts = co_await rooms.store.receipt(message.id);
    if (!parts) {
        co_return from_reading(parts.error());
    }
    auto all = attachments_of(rooms.vault, *key, context_of(message), parts->canonical);
    if (!all) {
        co_return from_reading(all.error());
    }
    co_return std::move(*all);
}

}  // namespace hub::intake
