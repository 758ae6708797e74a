#include "tests/unit/adapters/http/api/room.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tests::unit::api {
namespace {

using hub::ports::errc;
using testing::HasSubstr;
using testing::Not;

std::string hand_in(room& hub, role who = role::eigen) {
    return member(hub.post("/v1/aanmeldingen", aanmelding("a-1"), who).body, "inzending");
}

TEST(an_inzending, tells_its_state_per_destination_and_its_history) {
    room hub;
    const auto id = hand_in(hub);
    hub.store.set_state(*hub::model::message_id::parse(id), hub::model::state::verwerkt);
    const auto answer = hub.get("/v1/inzendingen/" + id);
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(member(answer.body, "soort"), "aanmelding");
    EXPECT_EQ(member(answer.body, "afzender"), own.text());
    EXPECT_EQ(member(answer.body, "toestand"), "verwerkt");
    EXPECT_THAT(answer.body, HasSubstr(R"("bestemming":"loket","toestand":"verwerkt")"));
    EXPECT_THAT(answer.body, HasSubstr(R"("historie":[{)"));
}

TEST(an_inzending, of_somebody_else_reads_the_same_as_none) {
    room hub;
    const auto id = hand_in(hub);
    const auto theirs = hub.get("/v1/inzendingen/" + id, role::ander);
    const auto none = hub.get("/v1/inzendingen/0190a000-0000-7000-8000-00000000abcd", role::ander);
    const auto no_id = hub.get("/v1/inzendingen/17", role::ander);
    EXPECT_EQ(theirs.status, 404U);
    EXPECT_EQ(theirs.body, none.body);
    EXPECT_EQ(no_id.body, none.body);
    EXPECT_THAT(theirs.body, Not(HasSubstr(id)));
    EXPECT_EQ(hub.get("/v1/inzendingen/" + id + "/ontvangstbewijs", role::ander).body, none.body);
}

TEST(an_inzending, gives_the_receipt_of_the_first_answer) {
    room hub;
    const auto answer = hub.post("/v1/aanmeldingen", aanmelding("a-1"));
    const auto receipt =
        hub.get("/v1/inzendingen/" + member(answer.body, "inzending") + "/ontvangstbewijs");
    EXPECT_EQ(receipt.status, 200U);
    EXPECT_THAT(answer.body, HasSubstr(R"("ontvangstbewijs":)" + receipt.body));
}

TEST(inzendingen, are_found_by_own_reference_or_own_id) {
    room hub;
    const auto id = hand_in(hub);
    EXPECT_THAT(hub.get("/v1/inzendingen?kenmerk=K-1").body, HasSubstr(id));
    EXPECT_THAT(hub.get("/v1/inzendingen?id=a-1").body, HasSubstr(id));
    EXPECT_THAT(
        hub.get("/v1/inzendingen?bron=urn:nld:oin:" + own.to_string() + "&id=a-1").body,
        HasSubstr(id)
    );
    EXPECT_EQ(hub.get("/v1/inzendingen?id=a-2").body, R"({"inzendingen":[]})");
    EXPECT_EQ(hub.get("/v1/inzendingen?kenmerk=K-1", role::ander).body, R"({"inzendingen":[]})");
    EXPECT_EQ(hub.get("/v1/inzendingen?id=a-1", role::ander).body, R"({"inzendingen":[]})");
}

TEST(inzendingen, need_to_be_asked_for_by_one_of_the_two) {
    room hub;
    EXPECT_EQ(hub.get("/v1/inzendingen").status, 400U);
    EXPECT_EQ(hub.get("/v1/inzendingen?kenmerk=K-1&id=a-1").status, 400U);
    EXPECT_EQ(hub.get("/v1/inzendingen?bsn=111222333").status, 400U);
    EXPECT_THAT(hub.get("/v1/inzendingen?bsn=111222333").body, Not(HasSubstr("bsn")));
}

TEST(inzendingen, are_asked_for_by_no_longer_a_term_than_the_contract_has) {
    room hub;
    std::string longest;
    for (int i = 0; i < 200; ++i) {
        longest += "%C3%A9";
    }
    for (const std::string name : {"kenmerk", "id"}) {
        EXPECT_EQ(hub.get("/v1/inzendingen?" + name + "=" + longest).status, 200U) << name;
        const auto refused = hub.get("/v1/inzendingen?" + name + "=" + longest + "e");
        EXPECT_EQ(refused.status, 400U) << name;
        EXPECT_THAT(refused.body, HasSubstr("?" + name)) << name;
    }
    EXPECT_EQ(hub.get("/v1/inzendingen?id=a-1&bron=" + longest + "e").status, 400U);
}

TEST(inzendingen, say_when_the_store_cannot_be_read) {
    room hub;
    hub.store.fail_call(0, errc::retry);
    const auto answer = hub.get("/v1/inzendingen?id=a-1");
    EXPECT_EQ(answer.status, 503U);
    EXPECT_EQ(member(answer.body, "code"), "tijdelijk_niet_beschikbaar");
}

TEST(auditwortels, show_the_heads_of_every_log_or_of_one) {
    room hub;
    hand_in(hub);
    const auto all = hub.get("/v1/auditwortels");
    EXPECT_THAT(all.body, HasSubstr(R"({"log":"intake","hoofden":[{"nummer":1,"hoofd":")"));
    EXPECT_THAT(all.body, HasSubstr(R"({"log":"bezorging","hoofden":[]})"));
    EXPECT_THAT(hub.get("/v1/auditwortels?log=intake").body, Not(HasSubstr("bezorging")));
    EXPECT_EQ(hub.get("/v1/auditwortels?log=geheim").status, 404U);
    EXPECT_THAT(hub.get("/v1/auditwortels?log=intake&na=1").body, HasSubstr(R"("hoofden":[])"));
}

TEST(zegels, are_published_with_their_pem) {
    room hub;
    const auto answer = hub.get("/v1/zegels");
    EXPECT_EQ(member(answer.body, "kid"), hub.seal.key_id());
    EXPECT_EQ(member(answer.body, "x5t#S256"), hub.seal.thumbprint());
    EXPECT_THAT(answer.body, HasSubstr("BEGIN CERTIFICATE"));
}

TEST(the_contract, may_be_shown_by_any_page) {
    room hub;
    const auto answer = hub.get("/v1/openapi.json", role::niemand);
    EXPECT_EQ(answer.body, R"({"openapi":"3.1.0"})");
    EXPECT_THAT(
        answer.headers, testing::Contains(testing::Pair("Access-Control-Allow-Origin", "*"))
    );
}

}  // namespace
}  // namespace tests::unit::api
