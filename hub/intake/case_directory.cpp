#include "hub/intake/case_directory.hpp"

#include "hub/intake/refusal.hpp"

#include <algorithm>
#include <vector>

namespace hub::intake {
namespace {

bool is_not_found(const boost::system::error_code& error) noexcept {
    return error == ports::make_error_code(ports::errc::not_found);
}

model::rejection unknown_entry() {
    return refuse(
        "vermelding_onbekend", "Er is geen vermelding met dit kenmerk van deze organisatie."
    );
}

}  // namespace

case_directory::reservation::reservation(reservation&& other) noexcept
    : directory_{std::exchange(other.directory_, nullptr)}, key_{other.key_} {}

case_directory::reservation& case_directory::reservation::operator=(reservation&& other) noexcept {
    std::swap(directory_, other.directory_);
    std::swap(key_, other.key_);
    return *this;
}

case_directory::reservation::~reservation() {
    if (directory_ != nullptr) {
        directory_->release(key_);
    }
}

case_directory::case_directory(
    vault::vault& vault,
    ports::message_store& store,
    ports::casus_store& casus
)
    : vault_{vault}, store_{store}, casus_{casus} {}

boost::asio::awaitable<model::decision<case_directory::place>> case_directory::resolve(
    casus_question question
) {
    if (question.nature.casus == casus_need::none) {
        if (question.entry) {
            co_return co_await in_entry(std::move(question));
        }
        co_return co_await without_casus(std::move(question));
    }
    std::optional<model::digest> reference;
    if (!question.reference.empty()) {
        reference = vault_.reference_digest(question.owner, question.reference);
    }
    if (question.decided) {
        co_return co_await in_casus(*question.decided, reference);
    }
    if (question.named) {
        const auto entered = co_await enter(*question.named, question.owner);
        if (entered.has_error()) {
            co_return entered.error();
        }
        co_return co_await in_casus(*question.named, reference);
    }
    if (reference) {
        co_return co_await by_reference(std::move(question));
    }
    if (question.nature.casus == casus_need::must_exist) {
        co_return unknown_casus();
    }
    co_return co_await open(question.owner, std::nullopt);
}

boost::asio::awaitable<model::decision<void>>
case_directory::enter(model::casus_id casus, model::oin owner) {
    const auto participants = co_await casus_.participants(casus);
    if (!participants) {
        co_return is_not_found(participants.error()) ? unknown_casus()
                                                     : from_reading(participants.error());
    }
    if (std::find(participants->begin(), participants->end(), owner) == participants->end()) {
        co_return unknown_casus();
    }
    co_return model::decision<void>{};
}

// A message of its own has a key of its own, and both have the same id.
boost::asio::awaitable<model::decision<case_directory::place>> case_directory::without_casus(
    casus_question
) {
    auto key = co_await vault_.take_fresh_key();
    if (!key) {
        co_return unavailable();
    }
    const model::message_id id{key->id().value()};
    co_return place{.key = std::move(*key), .message = id, .casus = std::nullopt, .held = {}};
}

// An entry's id is the id of the message that added it, so its owner is known from there; anything
// else reads as no such entry.
boost::asio::awaitable<model::decision<model::key_id>>
case_directory::find_entry(model::message_id entry, model::oin owner) {
    const auto added = co_await store_.find(entry);
    if (!added && !is_not_found(added.error())) {
        co_return from_reading(added.error());
    }
    if (!added || added->type != model::message_type::registermutatie ||
        added->submission.owner != owner || added->key != model::key_id{entry.value()}) {
        co_return unknown_entry();
    }
    co_return added->key;
}

boost::asio::awaitable<model::decision<case_directory::place>> case_directory::in_entry(
    casus_question question
) {
    const auto known = co_await find_entry(*question.entry, question.owner);
    if (known.has_error()) {
        co_return known.error();
    }
    auto key = co_await vault_.find_key(*known);
    if (!key) {
        co_return is_not_found(key.error()) ? unknown_entry() : from_reading(key.error());
    }
    const auto id = vault_.mint_message_id();
    co_return place{.key = std::move(*key), .message = id, .casus = std::nullopt, .held = {}};
}

boost::asio::awaitable<model::decision<case_directory::place>>
case_directory::in_casus(model::casus_id casus, std::optional<model::digest> reference) {
    auto key = co_await vault_.find_key(model::key_id{casus.value()});
    if (!key) {
        co_return is_not_found(key.error()) ? unknown_casus() : from_reading(key.error());
    }
    const auto id = vault_.mint_message_id();
    model::casus_entry entry{
        .id = casus, .opens = false, .reference = reference, .adds_participants = {}};
    co_return place{.key = std::move(*key), .message = id, .casus = std::move(entry), .held = {}};
}

boost::asio::awaitable<model::decision<case_directory::place>> case_directory::by_reference(
    casus_question question
) {
    const auto digest = vault_.reference_digest(question.owner, question.reference);
    const reservation::key_type key{question.owner, digest};
    if (const auto shared = join(key)) {
        reservation held{*this, key};
        auto found = co_await in_casus(*shared, digest);
        if (found.has_value()) {
            // The store finds out who of the two comes first; the other then enters.
            found->casus->opens = question.nature.casus == casus_need::may_open;
            found->held = std::move(held);
        }
        co_return found;
    }
    const auto known = co_await casus_.find_casus(question.owner, digest);
    if (known) {
        co_return co_await in_casus(*known, digest);
    }
    if (!is_not_found(known.error())) {
        co_return from_reading(known.error());
    }
    if (question.nature.casus == casus_need::must_exist) {
        co_return unknown_casus();
    }
    co_return co_await open(question.owner, digest);
}

boost::asio::awaitable<model::decision<case_directory::place>>
case_directory::open(model::oin owner, std::optional<model::digest> reference) {
    auto key = co_await vault_.take_fresh_key();
    if (!key) {
        co_return unavailable();
    }
    model::casus_id casus{key->id().value()};
    reservation held;
    if (reference) {
        const reservation::key_type wanted{owner, *reference};
        const auto agreed = reserve(wanted, casus);
        held = reservation{*this, wanted};
        if (agreed != casus) {
            // Another message reserved it while the key was taken; the key taken here stays unused,
            // which is harmless.
            auto shared = co_await vault_.find_key(model::key_id{agreed.value()});
            if (!shared) {
                co_return unavailable();
            }
            key = std::move(shared);
            casus = agreed;
        }
    }
    const auto id = vault_.mint_message_id();
    model::casus_entry entry{
        .id = casus, .opens = true, .reference = reference, .adds_participants = {}};
    co_return place{
        .key = std::move(*key), .message = id, .casus = std::move(entry), .held = std::move(held)};
}

std::optional<model::casus_id> case_directory::join(const reservation::key_type& key) {
    const std::scoped_lock lock{mutex_};
    const auto found = reserved_.find(key);
    if (found == reserved_.end()) {
        return std::nullopt;
    }
    ++found->second.holders;
    return found->second.casus;
}

model::casus_id case_directory::reserve(const reservation::key_type& key, model::casus_id wanted) {
    const std::scoped_lock lock{mutex_};
    auto& entry = reserved_.try_emplace(key, reserved{.casus = wanted, .holders = 0}).first->second;
    ++entry.holders;
    return entry.casus;
}

void case_directory::release(const reservation::key_type& key) noexcept {
    const std::scoped_lock lock{mutex_};
    const auto found = reserved_.find(key);
    if (found != reserved_.end() && --found->second.holders == 0) {
        reserved_.erase(found);
    }
}

}  // namespace hub::intake
