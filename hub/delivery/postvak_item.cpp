#include "hub/delivery/postvak_item.hpp"

#include "hub/delivery/attempts.hpp"

namespace hub::delivery {
namespace {

constexpr std::string_view open_prefix = "postvak:";
constexpr std::string_view settled_prefix = "afgehandeld:";

std::string word(model::state value) {
    return std::string{model::to_string(value)};
}

}  // namespace

std::string open_kind(const model::oin& recipient) {
    return std::string{open_prefix}.append(recipient.text());
}

std::string settled_kind(const model::oin& recipient) {
    return std::string{settled_prefix}.append(recipient.text());
}

std::optional<model::oin> recipient_of_kind(std::string_view kind) {
    if (!kind.starts_with(open_prefix)) {
        return std::nullopt;
    }
    return model::oin::parse(kind.substr(open_prefix.size()));
}

bool has_status(const pmm::v1::PostvakItem& item) {
    return item.message().type() != model::cloudevents_type(model::message_type::statusbericht);
}

bool is_free(const pmm::v1::PostvakItem& item, model::timestamp now) {
    const auto until = model::from_microseconds(item.lease_until_us());
    return until <= now || until > now + longest_lease;
}

claiming claim(pmm::v1::PostvakItem& item, const std::string& claimant, model::timestamp until) {
    const auto kind =
        item.state() == word(model::state::opgehaald) ? claiming::again : claiming::first;
    item.set_state(word(model::state::opgehaald));
    item.clear_reason();
    item.set_lease_until_us(model::to_microseconds(until));
    item.set_leased_by(claimant);
    item.set_attempts(item.attempts() + 1);
    return kind;
}

pmm::v1::PostvakItem settled(
    pmm::v1::PostvakItem item,
    model::state state,
    const std::string& reason,
    model::timestamp now
) {
    item.set_state(word(state));
    item.set_reason(reason);
    item.set_settled_at_us(model::to_microseconds(now));
    item.set_lease_until_us(0);
    item.mutable_message()->clear_canonical();
    return item;
}

void park(pmm::v1::PostvakItem& item, std::string_view reason) {
    item.set_state(word(model::state::geparkeerd));
    item.set_reason(std::string{reason});
    item.set_lease_until_us(0);
}

bool is_parked(const pmm::v1::PostvakItem& item) {
    return item.state() == word(model::state::geparkeerd);
}

push_place
place_of_push(const pmm::v1::PostvakItem& item, parked_pushes parked, model::timestamp now) {
    const bool waits = item.state() == word(model::state::klaargezet);
    // What parked by a lost right lies ready again once the right is back.
    const bool right_is_back = is_parked(item) && item.reason() == lost_right;
    const bool once_more =
        is_parked(item) && parked == parked_pushes::go_again && is_webhook_code(item.reason());
    if (!waits && !right_is_back && !once_more) {
        return {push_place::kind::over, {}};
    }
    if (once_more) {
        return {push_place::kind::due, now};
    }
    return {push_place::kind::due, model::from_microseconds(item.push_next_at_us())};
}

bool is_reason(std::string_view text) {
    constexpr std::size_t longest = 64;
    return !text.empty() && text.size() <= longest &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") ==
               std::string_view::npos;
}

}  // namespace hub::delivery
