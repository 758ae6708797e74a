#include "hub/model/timestamp.hpp"
#include "tests/unit/adapters/http/api/room.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tests::unit::api {
namespace {

using adapters::http::exchange::response;
using testing::HasSubstr;
using testing::Not;

std::string notification(const std::string& resource, const std::string& action = "create") {
    return R"({"kanaal":"zaken","hoofdObject":"https://zaken.example/zaken/d7a22","resource":")" +
           resource + R"(","resourceUrl":"https://zaken.example/1","actie":")" + action +
           R"(","aanmaakdatum":"2026-01-15T10:30:00Z","kenmerken":{}})";
}

// What Open Notificaties sends to try a subscription.
const std::string trial =
    R"({"kanaal":"test","hoofdObject":"http://some.hoofdobject.nl/","resource":"some_resource",)"
    R"("resourceUrl":"http://some.resource.nl/","actie":"create",)"
    R"("aanmaakdatum":"2019-01-01T12:00:00Z","kenmerken":{}})";

response notify(room& hub, const std::string& body) {
    return hub.post("/v1/notificaties", body);
}

TEST(notificaties, are_answered_with_204_and_do_what_was_agreed) {
    room hub;
    const auto opened = notify(hub, notification("zaak"));
    EXPECT_EQ(opened.status, 204U) << opened.body;
    EXPECT_EQ(notify(hub, notification("status")).status, 204U);
    EXPECT_EQ(notify(hub, notification("zaak", "destroy")).status, 204U);
    const auto& kept = hub.store.admitted();
    ASSERT_EQ(kept.size(), 2U);
    EXPECT_EQ(kept.front().type, hub::model::message_type::aanmelding);
    EXPECT_EQ(kept.back().type, hub::model::message_type::bericht);
    // The casus of the zaak that the first one opened.
    EXPECT_EQ(kept.front().casus->id, kept.back().casus->id);
}

TEST(notificaties, are_recognised_by_their_exact_body_within_the_window) {
    room hub;
    EXPECT_EQ(notify(hub, notification("zaak")).status, 204U);
    hub.clock.advance(std::chrono::hours{24 * 6});
    EXPECT_EQ(notify(hub, notification("zaak")).status, 204U);
    EXPECT_EQ(hub.store.admitted().size(), 1U);
    hub.clock.advance(std::chrono::hours{24 * 8});
    EXPECT_EQ(notify(hub, notification("zaak")).status, 204U);
    EXPECT_EQ(hub.store.admitted().size(), 2U);
}

TEST(notificaties, that_nothing_was_agreed_for_are_refused_as_a_validatiefout) {
    room hub;
    const auto answer = notify(hub, notification("resultaat"));
    EXPECT_EQ(answer.status, 400U);
    EXPECT_EQ(member(answer.body, "code"), "melding_zonder_regel");
    const auto wrong = notify(hub, "{}");
    EXPECT_THAT(wrong.body, HasSubstr(R"("code":"required")"));
    EXPECT_TRUE(hub.store.admitted().empty());
}

TEST(notificaties, that_try_a_subscription_are_answered_and_never_kept) {
    room hub;
    EXPECT_EQ(notify(hub, trial).status, 204U);
    EXPECT_TRUE(hub.store.admitted().empty());
}

TEST(notificaties, that_would_be_set_aside_are_told_so_when_tried) {
    room hub;
    for (const auto& body : {trial, notification("zaak", "destroy")}) {
        const auto said = hub.post("/v1/notificaties/_controleer", body);
        EXPECT_EQ(said.status, 200U);
        EXPECT_EQ(member(said.body, "oordeel"), "terzijde") << said.body;
        EXPECT_THAT(said.body, HasSubstr(R"("bezwaren":[],"bestemmingen":[])"));
        EXPECT_THAT(said.body, HasSubstr(R"("ontbreekt":[])"));
    }
    EXPECT_TRUE(hub.store.admitted().empty());
}

TEST(notificaties, that_came_before_are_known_when_tried) {
    room hub;
    const auto said = hub.post("/v1/notificaties/_controleer", notification("zaak"));
    EXPECT_THAT(said.body, Not(HasSubstr("id_al_gebruikt")));
    EXPECT_EQ(notify(hub, notification("zaak")).status, 204U);
    hub.clock.advance(std::chrono::hours{24 * 6});
    const auto again = hub.post("/v1/notificaties/_controleer", notification("zaak"));
    EXPECT_THAT(again.body, HasSubstr("id_al_gebruikt")) << again.body;
    EXPECT_EQ(hub.store.admitted().size(), 1U);
}

TEST(notificaties, on_the_open_listener_are_the_trial_of_a_subscription_and_nothing_else) {
    room hub;
    question asked{"POST", "/v1/notificaties", peer_of(role::niemand), trial, {}};
    asked.headers = {{"Content-Type", "application/json"}};
    EXPECT_EQ(ask(*hub.open_server, asked).status, 401U);
    asked.headers.emplace_back("Authorization", subscription_authorization);
    EXPECT_EQ(ask(*hub.open_server, asked).status, 204U);
    asked.body = notification("zaak");
    EXPECT_EQ(ask(*hub.open_server, asked).status, 403U);
    asked.headers.back().second = "Token iets anders";
    asked.body = trial;
    EXPECT_EQ(ask(*hub.open_server, asked).status, 401U);
    EXPECT_TRUE(hub.store.admitted().empty());
}

}  // namespace
}  // namespace tests::unit::api
