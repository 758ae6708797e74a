#include "hub/delivery/attempts.hpp"

#include <algorithm>
#include <random>
#include <utility>

namespace hub::delivery {
namespace {

using ports::push_failure;
using ports::receiver_said;

constexpr std::string_view code_prefix = "webhook_";

std::string code_of(push_failure failure) {
    switch (failure) {
        case push_failure::not_set_up:
            return "webhook_niet_ingericht";
        case push_failure::not_reachable:
            return "webhook_onbereikbaar";
        case push_failure::address_refused:
            return "webhook_adres_niet_toegestaan";
        case push_failure::not_trusted:
            return "webhook_niet_vertrouwd";
        case push_failure::refused_in_handshake:
            return "webhook_weigert_certificaat";
        case push_failure::timed_out:
            return "webhook_te_traag";
        case push_failure::broken:
            return "webhook_afgebroken";
    }
    return "webhook_afgebroken";
}

std::string code_of(const attempt_outcome& outcome) {
    if (outcome.failure) {
        return code_of(*outcome.failure);
    }
    if (outcome.no_leave) {
        return "webhook_geen_toestemming";
    }
    switch (outcome.said) {
        case receiver_said::taken:
            return {};
        case receiver_said::later:
            return "webhook_nu_niet";
        case receiver_said::never:
            return "webhook_weigert_bericht";
        case receiver_said::gone:
            return "webhook_opgeheven";
    }
    return {};
}

double random_share() {
    thread_local std::minstd_rand generator{std::random_device{}()};
    return std::uniform_real_distribution<double>{0.0, 1.0}(generator);
}

}  // namespace

attempts::attempts(attempt_options options) : attempts{options, random_share} {}

attempts::attempts(attempt_options options, jitter_source jitter)
    : options_{options}, jitter_{std::move(jitter)} {}

attempt_action attempts::next(
    const attempt_outcome& outcome,
    const attempt_history& before,
    model::timestamp now
) const {
    attempt_action action;
    action.code = code_of(outcome);
    const bool answered = !outcome.failure && !outcome.no_leave;
    if (answered && outcome.said == receiver_said::taken) {
        action.what = attempt_action::kind::taken;
        return action;
    }
    if (answered && outcome.said == receiver_said::never) {
        action.what = attempt_action::kind::park;
        return action;
    }
    const auto since = before.first_at == model::timestamp{} ? now : before.first_at;
    // Where nothing more is wanted, nothing is tried again by itself.
    const bool gone = answered && outcome.said == receiver_said::gone;
    if (gone || now - since >= options_.park_after) {
        action.what = attempt_action::kind::park;
        return action;
    }
    action.what = attempt_action::kind::again;
    action.next_at = next_at(outcome, before.attempts, now);
    action.all_wait = !answered || outcome.retry_after.has_value();
    return action;
}

// Doubles per attempt up to the longest, and lies between half and the whole of that; what the
// receiver asks for is the least.
model::timestamp attempts::next_at(
    const attempt_outcome& outcome,
    std::uint32_t earlier,
    model::timestamp now
) const {
    constexpr std::uint32_t most_doublings = 30;
    auto wait = options_.first_wait;
    for (std::uint32_t i = 0; i < std::min(earlier, most_doublings); ++i) {
        wait = std::min(wait * 2, options_.longest_wait);
    }
    const auto half = wait / 2;
    const auto jittered =
        half + std::chrono::milliseconds{
                   static_cast<std::int64_t>(static_cast<double>(half.count()) * jitter_())};
    const auto asked = std::clamp<std::chrono::milliseconds>(
        outcome.retry_after.value_or(std::chrono::seconds{0}),
        std::chrono::milliseconds{0},
        options_.longest_asked
    );
    return now + std::max<std::chrono::milliseconds>(jittered, asked);
}

bool is_webhook_code(std::string_view code) noexcept {
    return code.starts_with(code_prefix);
}

}  // namespace hub::delivery
