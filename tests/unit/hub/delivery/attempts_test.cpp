#include "hub/delivery/attempts.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hub::delivery {
namespace {

using namespace std::chrono_literals;
using kind = attempt_action::kind;
using ports::push_failure;
using ports::receiver_said;

const auto now = model::from_microseconds(1'764'000'000'000'000);

attempts decides(attempt_options options = {}) {
    return attempts{options, [] { return 1.0; }};
}

attempt_outcome said(receiver_said what) {
    attempt_outcome outcome;
    outcome.said = what;
    return outcome;
}

attempt_outcome failed(push_failure why) {
    attempt_outcome outcome;
    outcome.failure = why;
    return outcome;
}

TEST(attempts, decide_by_how_an_attempt_ended) {
    attempt_outcome no_leave;
    no_leave.no_leave = true;
    struct row {
        attempt_outcome outcome;
        kind what;
        std::string code;
        bool all_wait;
    };
    const std::vector<row> rows{
        {said(receiver_said::taken), kind::taken, "", false},
        {said(receiver_said::later), kind::again, "webhook_nu_niet", false},
        {said(receiver_said::never), kind::park, "webhook_weigert_bericht", false},
        {said(receiver_said::gone), kind::park, "webhook_opgeheven", false},
        {failed(push_failure::not_set_up), kind::again, "webhook_niet_ingericht", true},
        {failed(push_failure::not_reachable), kind::again, "webhook_onbereikbaar", true},
        {failed(push_failure::address_refused), kind::again, "webhook_adres_niet_toegestaan", true},
        {failed(push_failure::not_trusted), kind::again, "webhook_niet_vertrouwd", true},
        {failed(push_failure::refused_in_handshake),
         kind::again,
         "webhook_weigert_certificaat",
         true},
        {failed(push_failure::timed_out), kind::again, "webhook_te_traag", true},
        {failed(push_failure::broken), kind::again, "webhook_afgebroken", true},
        {no_leave, kind::again, "webhook_geen_toestemming", true},
    };
    for (const auto& one : rows) {
        const auto action = decides().next(one.outcome, {}, now);
        EXPECT_EQ(action.what, one.what) << one.code;
        EXPECT_EQ(action.code, one.code);
        EXPECT_EQ(action.all_wait, one.all_wait) << one.code;
        EXPECT_EQ(is_webhook_code(action.code), !one.code.empty());
    }
}

TEST(attempts, wait_longer_each_time_up_to_the_longest_and_never_shorter_than_half) {
    attempt_options options;
    options.first_wait = 1s;
    options.longest_wait = 60s;
    const auto outcome = failed(push_failure::timed_out);
    const auto wait = [&](std::uint32_t before, double jitter) {
        const attempts one{options, [jitter] { return jitter; }};
        return one.next(outcome, {before, now}, now).next_at - now;
    };
    EXPECT_EQ(wait(0, 1.0), 1s);
    EXPECT_EQ(wait(1, 1.0), 2s);
    EXPECT_EQ(wait(5, 1.0), 32s);
    EXPECT_EQ(wait(6, 1.0), 60s);
    EXPECT_EQ(wait(4'000'000'000, 1.0), 60s);
    EXPECT_EQ(wait(5, 0.0), 16s);
}

TEST(attempts, wait_as_long_as_the_receiver_asks_within_bounds) {
    auto outcome = said(receiver_said::later);
    outcome.retry_after = 120s;
    const auto action = decides().next(outcome, {}, now);
    EXPECT_EQ(action.next_at - now, 120s);
    EXPECT_TRUE(action.all_wait);
    outcome.retry_after = std::chrono::hours{1000};
    EXPECT_EQ(decides().next(outcome, {}, now).next_at - now, 24h);
}

TEST(attempts, park_after_the_term_and_not_before) {
    attempt_options options;
    options.park_after = 120h;
    const auto outcome = failed(push_failure::not_reachable);
    const auto action = [&](std::chrono::hours ago) {
        return decides(options).next(outcome, {40, now - ago}, now);
    };
    EXPECT_EQ(action(119h).what, kind::again);
    EXPECT_EQ(action(120h).what, kind::park);
    EXPECT_EQ(action(120h).code, "webhook_onbereikbaar");
    // The first attempt is always made, however long the message lay there.
    EXPECT_EQ(decides(options).next(outcome, {}, now).what, kind::again);
}

}  // namespace
}  // namespace hub::delivery
