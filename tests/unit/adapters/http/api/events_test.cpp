#include "tests/unit/adapters/http/api/room.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tests::unit::api {
namespace {

using adapters::http::exchange::response;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

std::string event(
    const std::string& id,
    const std::string& source = "urn:nld:oin:00000099100000004000:systeem:zaken",
    const std::string& text = "Termijnen botsen."
) {
    return R"({"specversion":"1.0","id":")" + id +
           R"(","type":"nl.multiproblematiek.signaal.v1","source":")" + source +
           R"(","data":{"kenmerk":"S-7","categorie":"botsende_regels","omschrijving":")" + text +
           R"("}})";
}

response send(
    room& hub,
    std::string body,
    std::string type = "application/cloudevents+json",
    role who = role::eigen
) {
    question asked{"POST", "/v1/events", peer_of(who), std::move(body), {}};
    asked.headers = {{"Content-Type", std::move(type)}};
    return ask(*hub.server, std::move(asked));
}

response send_batch(room& hub, std::string body) {
    return send(hub, std::move(body), "application/cloudevents-batch+json; charset=utf-8");
}

TEST(events, give_the_receipt_of_our_own_form_and_again_for_a_repeat) {
    room hub;
    const auto first = send(hub, event("e-1"));
    EXPECT_EQ(first.status, 201U) << first.body;
    EXPECT_THAT(first.body, HasSubstr("ontvangstbewijs"));
    const auto again = send(hub, event("e-1"), "application/cloudevents+json; charset=UTF-8");
    EXPECT_EQ(again.status, 200U);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(send(hub, event("e-1", "urn:nld:oin:00000099100000004000")).status, 201U);
    const auto other =
        send(hub, event("e-1", "urn:nld:oin:00000099100000004000:systeem:zaken", "Iets anders."));
    EXPECT_EQ(other.status, 409U);
}

TEST(events, of_another_organisation_are_refused) {
    room hub;
    const auto answer = send(hub, event("e-1", "urn:nld:oin:" + other.to_string()));
    EXPECT_EQ(answer.status, 403U);
    EXPECT_EQ(member(answer.body, "code"), "namens_niet_toegestaan");
}

TEST(events, of_a_supplier_are_of_whom_its_source_names_as_far_as_it_acts_for_them) {
    room hub;
    question asked{"POST", "/v1/events", peer_with(supplier), event("e-1"), {}};
    asked.headers = {{"Content-Type", "application/cloudevents+json"}};
    EXPECT_EQ(ask(*hub.server, asked).status, 201U);
    ASSERT_EQ(hub.store.admitted().size(), 1U);
    EXPECT_EQ(hub.store.admitted().front().submission.owner, own);
    EXPECT_EQ(hub.store.admitted().front().certificate, supplier);
    asked.body = event("e-1", "urn:nld:oin:" + stranger.to_string());
    EXPECT_EQ(ask(*hub.server, asked).status, 403U);
}

TEST(events, in_binary_mode_are_the_same_event) {
    room hub;
    question asked{"POST", "/v1/events", peer_of(role::eigen), {}, {}};
    asked.body =
        R"({"kenmerk":"S-7","categorie":"botsende_regels","omschrijving":"Termijnen botsen."})";
    asked.headers = {
        {"Content-Type", "application/json"},
        {"ce-specversion", "1.0"},
        {"CE-Id", "e-1"},
        {"ce-type", "nl.multiproblematiek.signaal.v1"},
        {"ce-source", "urn:nld:oin:00000099100000004000:systeem:zaken"}};
    const auto taken = ask(*hub.server, asked);
    EXPECT_EQ(taken.status, 201U);
    // As it came: what it carries in headers stands before its content.
    const auto whole = hub.get("/v1/inzendingen/" + member(taken.body, "inzending") + "/origineel");
    EXPECT_EQ(
        whole.body,
        "ce-specversion: 1.0\r\nce-id: e-1\r\nce-type: nl.multiproblematiek.signaal.v1\r\n"
        "ce-source: urn:nld:oin:00000099100000004000:systeem:zaken\r\n"
        "content-type: application/json\r\n\r\n" +
            asked.body
    );
    // The same event in another mode has other bytes and the same content.
    EXPECT_EQ(send(hub, event("e-1")).status, 200U);
}

TEST(events, are_judged_one_by_one_in_a_batch) {
    room hub;
    EXPECT_EQ(send_batch(hub, "[]").status, 200U);
    const auto fine = send_batch(hub, "[" + event("e-1") + "," + event("e-2") + "]");
    EXPECT_EQ(fine.status, 200U) << fine.body;
    const auto partly =
        send_batch(hub, "[" + event("e-1") + R"(,{"id":"geheim"},)" + event("e-3") + "]");
    EXPECT_EQ(partly.status, 400U);
    EXPECT_EQ(partly.content_type, "application/problem+json");
    const auto repeated = partly.body.find("herhaald");
    const auto refused = partly.body.find(R"("oordeel":"geweigerd")");
    const auto accepted = partly.body.find(R"("oordeel":"aangenomen")");
    EXPECT_LT(repeated, refused);
    EXPECT_LT(refused, accepted);
    EXPECT_THAT(partly.body, Not(HasSubstr("geheim\"")));
    EXPECT_EQ(hub.store.admitted().size(), 3U);
    // What was accepted stays accepted: a resend gets its receipt, byte for byte.
    const auto again = send_batch(hub, "[" + event("e-3") + "]");
    EXPECT_EQ(again.status, 200U);
    EXPECT_THAT(again.body, HasSubstr("herhaald"));
    const auto receipt = partly.body.substr(partly.body.find(R"("inzending":{)", accepted));
    EXPECT_THAT(receipt, HasSubstr("ontvangstbewijs"));
    EXPECT_THAT(again.body, HasSubstr(receipt.substr(0, receipt.size() - 3)));
}

TEST(events, of_a_batch_full_of_faults_are_each_told_one_at_least) {
    room hub;
    std::string wrong = R"({"specversion":"1.0")";
    for (int i = 0; i < 90; ++i) {
        wrong += R"(,"a_)" + std::to_string(i) + R"(":1)";
    }
    std::string batch = "[" + wrong + "}";
    for (int i = 1; i < 100; ++i) {
        batch += "," + wrong + "}";
    }
    const auto answer = send_batch(hub, batch + "]");
    EXPECT_EQ(answer.status, 400U);
    std::size_t events = 0;
    std::size_t places = 0;
    for (auto at = answer.body.find("\"oordeel\""); at != std::string::npos;
         at = answer.body.find("\"oordeel\"", at + 1)) {
        ++events;
    }
    for (auto at = answer.body.find("\"reason\""); at != std::string::npos;
         at = answer.body.find("\"reason\"", at + 1)) {
        ++places;
    }
    EXPECT_EQ(events, 100U);
    EXPECT_GE(places, 1'000U);
    EXPECT_LE(places, 1'100U);
}

TEST(events, of_a_batch_that_may_be_tried_again_make_it_a_503) {
    room hub;
    hub.store.fail_call(1, hub::ports::errc::retry);
    const auto answer = send_batch(hub, "[" + event("e-1") + "," + event("e-2") + "]");
    EXPECT_EQ(answer.status, 503U) << answer.body;
    EXPECT_THAT(answer.headers, Contains(Pair("Retry-After", "5")));
}

TEST(events, that_depart_from_the_standard_are_taken_where_that_was_agreed) {
    room hub;
    EXPECT_EQ(send(hub, event("e-1", "oz")).status, 400U);
    EXPECT_EQ(send(hub, event("e-1"), "application/json").status, 400U);
    const auto taken = send(hub, event("e-1", "oz"), "application/json", role::ander);
    EXPECT_EQ(taken.status, 201U) << taken.body;
}

TEST(events, of_a_type_or_a_coding_that_is_not_spoken_are_refused) {
    room hub;
    EXPECT_EQ(send(hub, event("e-1"), "application/cloudevents+xml").status, 415U);
    EXPECT_EQ(send(hub, event("e-1"), "text/plain").status, 415U);
    EXPECT_EQ(send(hub, event("e-1"), "application/cloudevents+json; charset=latin1").status, 415U);
    EXPECT_EQ(send(hub, "{", "application/cloudevents+json").status, 400U);
}

TEST(events, can_be_tried_first) {
    room hub;
    question asked{"POST", "/v1/events/_controleer", peer_of(role::eigen), event("e-1"), {}};
    asked.headers = {{"Content-Type", "application/cloudevents+json"}};
    const auto one = ask(*hub.server, asked);
    EXPECT_EQ(one.status, 200U);
    EXPECT_EQ(member(one.body, "oordeel"), "aangenomen") << one.body;
    asked.headers = {{"Content-Type", "application/cloudevents-batch+json"}};
    asked.body = "[" + event("e-1") + ",{}]";
    EXPECT_THAT(
        ask(*hub.server, asked).body, HasSubstr(R"({"resultaten":[{"oordeel":"aangenomen")")
    );
    EXPECT_TRUE(hub.store.admitted().empty());
}

TEST(dry_runs, are_bounded_for_each_organisation) {
    room hub;
    question asked{"POST", "/v1/events/_controleer", peer_of(role::eigen), "[]", {}};
    asked.headers = {{"Content-Type", "application/cloudevents-batch+json"}};
    response last;
    int fine = 0;
    for (last = ask(*hub.server, asked); last.status == 200 && fine < 1000; ++fine) {
        last = ask(*hub.server, asked);
    }
    EXPECT_EQ(last.status, 429U);
    EXPECT_EQ(fine, 120);
    EXPECT_THAT(last.headers, Contains(Pair("Retry-After", "60")));
    asked.who = peer_of(role::ander);
    EXPECT_EQ(ask(*hub.server, asked).status, 200U);
    hub.clock.advance(std::chrono::minutes{1});
    asked.who = peer_of(role::eigen);
    EXPECT_EQ(ask(*hub.server, asked).status, 200U);
}

TEST(webhook_handshake, says_who_may_deliver_and_how_fast) {
    room hub;
    question asked{"OPTIONS", "/v1/events", peer_of(role::eigen), {}, {}};
    asked.headers = {
        {"WebHook-Request-Origin", "zaken.gemeente-a.example"},
        {"WebHook-Request-Callback", "https://elders.example/bevestig"},
        {"WebHook-Request-Rate", "120"}};
    const auto answer = ask(*hub.server, asked);
    EXPECT_EQ(answer.status, 200U);
    EXPECT_THAT(
        answer.headers, Contains(Pair("WebHook-Allowed-Origin", "zaken.gemeente-a.example"))
    );
    EXPECT_THAT(answer.headers, Contains(Pair("WebHook-Allowed-Rate", "120")));
    EXPECT_THAT(answer.headers, Contains(Pair("Allow", "OPTIONS, POST")));
    asked.headers = {{"WebHook-Request-Origin", "a b"}};
    EXPECT_EQ(ask(*hub.server, asked).status, 400U);
    asked.headers = {{"WebHook-Request-Origin", "a"}, {"WebHook-Request-Rate", "0"}};
    EXPECT_EQ(ask(*hub.server, asked).status, 400U);
    asked.headers = {};
    EXPECT_EQ(ask(*hub.server, asked).status, 400U);
}

}  // namespace
}  // namespace tests::unit::api
