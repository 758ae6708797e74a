#include "tests/unit/adapters/http/api/room.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tests::unit::api {
namespace {

using adapters::http::exchange::response;
using testing::HasSubstr;
using testing::Not;

std::string message(
    const std::string& reference,
    const std::string& sender = own.to_string(),
    const std::string& question = "Wie betaalt?"
) {
    return R"(<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>)"
           R"(<z:zakLk01 xmlns:z="http://www.egem.nl/StUF/sector/zkn/0310")"
           R"( xmlns:t="http://www.egem.nl/StUF/StUF0301"><z:stuurgegevens>)"
           R"(<t:berichtcode>Lk01</t:berichtcode><t:zender><t:organisatie>)" +
           sender + R"(</t:organisatie></t:zender><t:ontvanger><t:organisatie>)" +
           loket.to_string() + R"(</t:organisatie></t:ontvanger><t:referentienummer>)" + reference +
           R"(</t:referentienummer><t:entiteittype>ZAK</t:entiteittype></z:stuurgegevens>)"
           R"(<z:parameters><t:mutatiesoort>T</t:mutatiesoort></z:parameters>)"
           R"(<z:object><z:identificatie>Z-1</z:identificatie><z:omschrijving>)" +
           question + R"(</z:omschrijving></z:object></z:zakLk01></s:Body></s:Envelope>)";
}

response send(
    room& hub,
    std::string body,
    const std::string& action = R"("http://www.egem.nl/StUF/sector/zkn/0310/zakLk01")"
) {
    question asked{"POST", "/v1/stuf", peer_of(role::eigen), std::move(body), {}};
    asked.headers = {{"Content-Type", "text/xml; charset=utf-8"}, {"SOAPAction", action}};
    return ask(*hub.server, std::move(asked));
}

TEST(stuf, is_received_once_whatever_the_action_says) {
    room hub;
    const auto first = send(hub, message("r-1"));
    EXPECT_EQ(first.status, 200U) << first.body;
    EXPECT_THAT(first.body, HasSubstr("Bv03"));
    EXPECT_EQ(send(hub, message("r-1"), "zakLk01").status, 200U);
    ASSERT_EQ(hub.store.admitted().size(), 1U);
    EXPECT_EQ(hub.store.admitted().front().type, hub::model::message_type::aanmelding);
}

TEST(stuf, under_a_used_reference_is_refused) {
    room hub;
    EXPECT_EQ(send(hub, message("r-1")).status, 200U);
    const auto again = send(hub, message("r-1", own.to_string(), "Iets anders?"));
    EXPECT_EQ(again.status, 500U);
    EXPECT_THAT(again.body, HasSubstr("StUF016"));
}

TEST(stuf, of_another_sender_is_refused) {
    room hub;
    const auto answer = send(hub, message("r-1", other.to_string()));
    EXPECT_THAT(answer.body, HasSubstr("StUF013"));
    EXPECT_THAT(send(hub, message("r-1", "1900")).body, HasSubstr("zender_geen_oin"));
    EXPECT_TRUE(hub.store.admitted().empty());
}

std::string with_blocks(std::string body, const std::string& blocks) {
    const std::string before = "<s:Body>";
    return body.replace(body.find(before), 0, "<s:Header>" + blocks + "</s:Header>");
}

std::string in_soap_1_2(std::string body) {
    const std::string older = "http://schemas.xmlsoap.org/soap/envelope/";
    return body.replace(body.find(older), older.size(), "http://www.w3.org/2003/05/soap-envelope");
}

TEST(stuf, with_a_block_that_must_be_understood_gets_the_fault_of_soap_1_1) {
    room hub;
    for (const auto* claim :
         {R"(s:mustUnderstand="1")",
          R"(s:mustUnderstand="1" s:actor="")",
          R"(s:mustUnderstand="1" s:actor="http://schemas.xmlsoap.org/soap/actor/next")"}) {
        const auto blocks = R"(<b:blok xmlns:b="urn:b" )" + std::string{claim} + "/>";
        const auto told = send(hub, with_blocks(message("r-1"), blocks));
        EXPECT_EQ(told.status, 500U) << claim;
        EXPECT_THAT(told.body, HasSubstr("<faultcode>soapenv:MustUnderstand</faultcode>")) << claim;
        EXPECT_THAT(told.body, Not(HasSubstr("<detail>"))) << claim;
    }
    EXPECT_TRUE(hub.store.admitted().empty());
}

TEST(stuf, with_blocks_that_need_not_be_understood_by_the_hub_is_received) {
    room hub;
    int count = 0;
    for (const auto* claim :
         {"",
          R"(s:mustUnderstand="0")",
          R"(mustUnderstand="1")",
          R"(s:mustUnderstand="1" s:actor="urn:een:ander")"}) {
        const auto blocks = R"(<b:blok xmlns:b="urn:b" )" + std::string{claim} + "/>";
        const auto reference = "r-" + std::to_string(++count);
        EXPECT_EQ(send(hub, with_blocks(message(reference), blocks)).status, 200U) << claim;
    }
    // Within a block it says nothing.
    const std::string within = R"(<b:blok xmlns:b="urn:b"><b:in s:mustUnderstand="1"/></b:blok>)";
    EXPECT_EQ(send(hub, with_blocks(message("r-9"), within)).status, 200U);
}

TEST(stuf, in_soap_1_2_is_told_each_block_that_was_not_understood) {
    room hub;
    const std::string blocks =
        R"(<b:een xmlns:b="urn:b&amp;c" s:mustUnderstand=" true "/>)"
        R"(<twee xmlns="urn:d" s:mustUnderstand="1" s:role="http://www.w3.org/2003/05/soap-envelope/role/next"/>)"
        R"(<drie s:mustUnderstand="true" s:role="http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver"/>)"
        R"(<vier s:mustUnderstand="true" s:role="http://www.w3.org/2003/05/soap-envelope/role/none"/>)"
        R"(<vijf s:mustUnderstand="false"/>)";
    question asked{
        "POST",
        "/v1/stuf",
        peer_of(role::eigen),
        in_soap_1_2(with_blocks(message("r-1"), blocks)),
        {}};
    asked.headers = {{"Content-Type", "application/soap+xml; charset=utf-8"}};
    const auto told = ask(*hub.server, std::move(asked));
    EXPECT_EQ(told.status, 500U);
    EXPECT_THAT(told.body, HasSubstr("<soapenv:Value>soapenv:MustUnderstand</soapenv:Value>"));
    EXPECT_THAT(
        told.body,
        HasSubstr(
            R"(<soapenv:Header><soapenv:NotUnderstood qname="blok:een" xmlns:blok="urn:b&amp;c"/>)"
            R"(<soapenv:NotUnderstood qname="blok:twee" xmlns:blok="urn:d"/>)"
            R"(<soapenv:NotUnderstood qname="drie"/></soapenv:Header>)"
        )
    );
    EXPECT_TRUE(hub.store.admitted().empty());
}

TEST(stuf, of_a_supplier_is_for_whom_it_names_as_far_as_it_acts_for_them) {
    room hub;
    question asked{"POST", "/v1/stuf", peer_with(supplier), message("r-1"), {}};
    asked.headers = {{"Content-Type", "text/xml"}};
    EXPECT_EQ(ask(*hub.server, asked).status, 200U);
    ASSERT_EQ(hub.store.admitted().size(), 1U);
    EXPECT_EQ(hub.store.admitted().front().submission.owner, own);
    EXPECT_EQ(hub.store.admitted().front().certificate, supplier);
    asked.body = message("r-1", stranger.to_string());
    EXPECT_THAT(ask(*hub.server, asked).body, HasSubstr("StUF013"));
}

TEST(stuf, can_be_tried_first) {
    room hub;
    question asked{"POST", "/v1/stuf/_controleer", peer_of(role::eigen), message("r-1"), {}};
    asked.headers = {{"Content-Type", "text/xml"}};
    const auto answer = ask(*hub.server, asked);
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(member(answer.body, "oordeel"), "aangenomen") << answer.body;
    EXPECT_TRUE(hub.store.admitted().empty());
}

std::string question_about(const std::string& zaak, const std::string& sender = own.to_string()) {
    return R"(<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>)"
           R"(<z:zakLv01 xmlns:z="http://www.egem.nl/StUF/sector/zkn/0310")"
           R"( xmlns:t="http://www.egem.nl/StUF/StUF0301"><z:stuurgegevens>)"
           R"(<t:berichtcode>Lv01</t:berichtcode><t:zender><t:organisatie>)" +
           sender + R"(</t:organisatie></t:zender><t:ontvanger><t:organisatie>)" +
           loket.to_string() +
           R"(</t:organisatie></t:ontvanger><t:referentienummer>v-1</t:referentienummer>)"
           R"(<t:entiteittype>ZAK</t:entiteittype></z:stuurgegevens>)"
           R"(<z:gelijk><z:identificatie>)" +
           zaak + R"(</z:identificatie></z:gelijk></z:zakLv01></s:Body></s:Envelope>)";
}

TEST(stuf, answers_about_a_zaak_of_the_asker_only) {
    room hub;
    ASSERT_EQ(send(hub, message("r-1")).status, 200U);
    const auto known = send(hub, question_about("Z-1"));
    EXPECT_EQ(known.status, 200U) << known.body;
    EXPECT_THAT(known.body, HasSubstr("zakLa01"));
    EXPECT_THAT(known.body, HasSubstr("<ZKN:identificatie>Z-1<"));
    EXPECT_THAT(known.body, HasSubstr("<ZKN:omschrijving>ontvangen<"));
    const auto unknown = send(hub, question_about("Z-2"));
    EXPECT_EQ(unknown.status, 500U);
    EXPECT_THAT(unknown.body, HasSubstr("StUF064"));
    question asked{
        "POST", "/v1/stuf", peer_of(role::ander), question_about("Z-1", other.to_string()), {}};
    asked.headers = {{"Content-Type", "text/xml"}};
    EXPECT_THAT(ask(*hub.server, asked).body, HasSubstr("StUF064"));
    asked.body = question_about("Z-1");
    EXPECT_THAT(ask(*hub.server, asked).body, HasSubstr("StUF013"));
    // Who may read for both asks for either.
    asked.who = peer_with(supplier);
    EXPECT_EQ(ask(*hub.server, asked).status, 200U);
    EXPECT_THAT(send(hub, question_about("Z-1", "1900")).body, HasSubstr("StUF013"));
    EXPECT_EQ(hub.store.admitted().size(), 1U);
}

}  // namespace
}  // namespace tests::unit::api
