#include "tests/unit/adapters/http/api/room.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tests::unit::api {
namespace {

using hub::ports::errc;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

TEST(handing_in, answers_with_the_receipt_the_casus_and_where_to_look) {
    room hub;
    const auto answer = hub.post("/v1/aanmeldingen", aanmelding("a-1"));
    EXPECT_EQ(answer.status, 201U) << answer.body;
    const auto id = member(answer.body, "inzending");
    EXPECT_TRUE(hub::model::message_id::parse(id));
    EXPECT_TRUE(hub::model::casus_id::parse(member(answer.body, "casusId")));
    EXPECT_NE(member(answer.body, "ontvangen"), "");
    EXPECT_NE(member(answer.body, "hoofd"), "");
    EXPECT_THAT(answer.headers, Contains(Pair("Location", "/v1/inzendingen/" + id)));
    EXPECT_EQ(hub.telemetry.accepted_count(), 1U);
}

TEST(handing_in, answers_a_repeat_with_the_same_bytes) {
    room hub;
    const auto first = hub.post("/v1/aanmeldingen", aanmelding("a-1"));
    hub.clock.advance(std::chrono::hours{1});
    const auto again = hub.post("/v1/aanmeldingen", aanmelding("a-1"));
    EXPECT_EQ(again.status, 200U);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(hub.telemetry.repeated_count(), 1U);
}

TEST(handing_in, refuses_other_content_under_a_used_id) {
    room hub;
    EXPECT_EQ(hub.post("/v1/aanmeldingen", aanmelding("a-1")).status, 201U);
    const auto other_content = hub.post("/v1/aanmeldingen", aanmelding("a-1", "Iets anders?"));
    EXPECT_EQ(other_content.status, 409U);
    EXPECT_EQ(member(other_content.body, "code"), "id_al_gebruikt");
}

TEST(handing_in, keeps_the_ids_of_two_organisations_apart) {
    room hub;
    EXPECT_EQ(hub.post("/v1/aanmeldingen", aanmelding("a-1"), role::eigen).status, 201U);
    EXPECT_EQ(hub.post("/v1/aanmeldingen", aanmelding("a-1"), role::ander).status, 201U);
}

TEST(handing_in, names_everything_that_is_wrong_at_once) {
    room hub;
    const auto answer = hub.post("/v1/aanmeldingen", R"({"id":"a-1","onbekend":"111222333"})");
    EXPECT_EQ(answer.status, 400U);
    EXPECT_EQ(answer.content_type, "application/problem+json");
    EXPECT_THAT(answer.body, HasSubstr("/maatwerkprofessional"));
    EXPECT_THAT(answer.body, HasSubstr("/vraag"));
    EXPECT_THAT(answer.body, HasSubstr("onbekend_veld"));
    EXPECT_THAT(answer.body, Not(HasSubstr("111222333")));
    EXPECT_THAT(hub.telemetry.refused_codes(), Contains("bericht_ongeldig"));
}

TEST(handing_in, tells_not_stored_from_perhaps_stored) {
    room hub;
    hub.store.fail_call(0, errc::retry);
    const auto retry = hub.post("/v1/signalen", signaal("s-1"));
    EXPECT_EQ(retry.status, 503U);
    EXPECT_EQ(member(retry.body, "code"), "tijdelijk_niet_beschikbaar");
    EXPECT_THAT(retry.headers, Contains(Pair("Retry-After", "5")));

    hub.store.lose_next_answer();
    const auto unknown = hub.post("/v1/signalen", signaal("s-1"));
    EXPECT_EQ(unknown.status, 503U);
    EXPECT_EQ(member(unknown.body, "code"), "uitkomst_onbekend");
    EXPECT_THAT(unknown.headers, Contains(Pair("Retry-After", "5")));

    EXPECT_EQ(hub.post("/v1/signalen", signaal("s-1")).status, 200U);
}

TEST(handing_in, takes_plain_json_only_and_answers_in_json_only) {
    room hub;
    question asked{"POST", "/v1/signalen", peer_of(role::eigen), signaal("s-1"), {}};
    asked.headers = {{"Content-Type", "text/plain"}};
    EXPECT_EQ(ask(*hub.server, asked).status, 415U);
    asked.headers = {{"Content-Type", "application/json"}, {"Accept", "application/xml"}};
    EXPECT_EQ(ask(*hub.server, asked).status, 406U);
    asked.headers = {
        {"Content-Type", "application/json; charset=utf-8"}, {"Accept-Encoding", "gzip"}};
    EXPECT_EQ(ask(*hub.server, asked).status, 201U);
    EXPECT_EQ(hub.store.admitted().size(), 1U);
}

TEST(handing_in, asks_a_supplier_for_whom) {
    room hub;
    question asked{"POST", "/v1/aanmeldingen", peer_with(supplier), aanmelding("a-1")};
    EXPECT_EQ(member(ask(*hub.server, asked).body, "code"), "namens_nodig");
    asked.body = aanmelding("a-1");
    asked.body.insert(1, R"("namens":")" + own.to_string() + R"(",)");
    const auto answer = ask(*hub.server, asked);
    EXPECT_EQ(answer.status, 201U) << answer.body;
    EXPECT_EQ(hub.store.admitted().front().submission.owner, own);
    EXPECT_EQ(hub.store.admitted().front().certificate, supplier);
}

TEST(a_dry_run, says_what_intake_would_say_and_stores_nothing) {
    room hub;
    const auto fine = hub.post("/v1/aanmeldingen/_controleer", aanmelding("a-1"));
    EXPECT_EQ(fine.status, 200U);
    EXPECT_EQ(member(fine.body, "oordeel"), "aangenomen") << fine.body;
    EXPECT_THAT(fine.body, HasSubstr(R"("bestemmingen":["loket"])"));
    const auto wrong = hub.post("/v1/aanmeldingen/_controleer", R"({"id":"a-1"})");
    EXPECT_EQ(wrong.status, 200U);
    EXPECT_EQ(member(wrong.body, "oordeel"), "geweigerd");
    EXPECT_THAT(wrong.body, HasSubstr("invalidParams"));
    const auto forbidden =
        hub.post("/v1/signalen/_controleer", signaal("s-1"), role::buitenstaander);
    EXPECT_THAT(forbidden.body, HasSubstr("type_niet_toegestaan"));
    EXPECT_TRUE(hub.store.admitted().empty());
}

}  // namespace
}  // namespace tests::unit::api
