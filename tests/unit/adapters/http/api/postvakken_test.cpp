#include "tests/unit/adapters/http/api/room.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

namespace tests::unit::api {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string path = "/v1/postvakken/" + own.to_string();

// A bericht from the other organisation lies in the postvak of the own one.
std::string receive(room& hub, std::string_view id = "b-1") {
    const auto answer = hub.post("/v1/berichten", bericht(id, own), role::ander);
    hub.bring();
    return member(answer.body, "inzending");
}

TEST(postvakken, list_what_this_certificate_may_read) {
    room hub;
    EXPECT_EQ(
        hub.get("/v1/postvakken").body,
        R"({"postvakken":[{"oin":")" + own.to_string() + R"(","naam":"Gemeente Proef"}]})"
    );
    EXPECT_EQ(hub.get("/v1/postvakken", role::buitenstaander).body, R"({"postvakken":[]})");
}

TEST(a_postvak, of_somebody_else_reads_the_same_as_none) {
    room hub;
    const auto theirs = hub.get("/v1/postvakken/" + other.to_string() + "/berichten");
    const auto none = hub.get("/v1/postvakken/00000099100000099000/berichten");
    const auto no_oin = hub.get("/v1/postvakken/17/berichten");
    EXPECT_EQ(theirs.status, 404U);
    EXPECT_EQ(theirs.body, none.body);
    EXPECT_EQ(theirs.body, no_oin.body);
}

TEST(a_postvak, refuses_claims_and_pages_beyond_its_bounds) {
    room hub;
    EXPECT_EQ(hub.post(path + "/uitgiften", "").status, 200U);
    EXPECT_EQ(hub.post(path + "/uitgiften", R"({"aantal":0})").status, 400U);
    EXPECT_EQ(hub.get(path + "/berichten?maximum=101").status, 400U);
    EXPECT_EQ(hub.get(path + "/berichten?na=x").status, 400U);
}

TEST(a_postvak, shows_what_lies_there_without_changing_it) {
    room hub;
    const auto id = receive(hub);
    const auto first = hub.get(path + "/berichten");
    EXPECT_THAT(first.body, HasSubstr(R"("inzending":")" + id));
    EXPECT_THAT(first.body, HasSubstr(R"("afzender":")" + other.to_string()));
    EXPECT_THAT(first.body, HasSubstr(R"("tekst":"Kunt u meedenken?")"));
    EXPECT_THAT(first.body, HasSubstr(R"("toestand":"klaargezet")"));
    EXPECT_EQ(hub.get(path + "/berichten").body, first.body);
}

TEST(a_postvak, goes_on_behind_a_cursor) {
    room hub;
    const auto first = receive(hub, "b-1");
    const auto second = receive(hub, "b-2");
    const auto page = hub.get(path + "/berichten?maximum=1").body;
    EXPECT_THAT(page, HasSubstr(first));
    EXPECT_THAT(page, Not(HasSubstr(second)));
    EXPECT_THAT(page, HasSubstr(R"("volgende":1)"));
    EXPECT_THAT(hub.get(path + "/berichten?na=1").body, HasSubstr(second));
}

TEST(a_postvak, hands_out_a_message_for_a_while_and_forgets_it_once_acknowledged) {
    room hub;
    const auto id = receive(hub);
    EXPECT_THAT(hub.post(path + "/uitgiften", R"({"aantal":5})").body, HasSubstr("uitgegevenTot"));
    EXPECT_EQ(hub.post(path + "/uitgiften", "").body, R"({"berichten":[]})");
    const auto confirm = path + "/berichten/" + id + "/bevestigingen";
    EXPECT_EQ(hub.post(confirm, "").status, 204U);
    EXPECT_EQ(hub.post(confirm, "{}").status, 204U);
    EXPECT_EQ(hub.get(path + "/berichten").body, R"({"berichten":[]})");
}

TEST(a_postvak, takes_a_refusal_with_its_reason) {
    room hub;
    const auto refuse = path + "/berichten/" + receive(hub) + "/weigeringen";
    EXPECT_EQ(hub.post(refuse, "{}").status, 400U);
    EXPECT_EQ(hub.post(refuse, R"({"code":"niet_voor_ons","reden":"Elders."})").status, 204U);
    EXPECT_EQ(hub.post(refuse.substr(0, refuse.rfind('/')) + "/bevestigingen", "").status, 409U);
}

TEST(a_postvak, lets_nobody_else_touch_a_message) {
    room hub;
    const auto id = receive(hub);
    const auto confirm = path + "/berichten/" + id + "/bevestigingen";
    EXPECT_EQ(hub.post(confirm, "", role::ander).status, 404U);
    const auto in_theirs =
        "/v1/postvakken/" + other.to_string() + "/berichten/" + id + "/bevestigingen";
    EXPECT_EQ(hub.post(in_theirs, "", role::ander).status, 404U);
    EXPECT_THAT(hub.get(path + "/berichten").body, HasSubstr(id));
}

const std::string own_type = "application/vnd.multiproblematiek.postvak+json";

TEST(a_postvak, answers_in_the_form_of_its_organisation_and_says_which) {
    room hub;
    const auto id = receive(hub);
    receive(hub, "b-2");
    using access = hub::access::outgoing_form;
    const std::map<access, std::string> types{
        {access::json, "application/json"},
        {access::cloudevents, "application/cloudevents-batch+json"},
        {access::zgw, "application/json"},
        {access::stuf, "multipart/mixed"}};
    for (const auto& [form, type] : types) {
        hub.deliver_as(form);
        const auto page = hub.get(path + "/berichten?maximum=1");
        EXPECT_EQ(page.status, 200U);
        EXPECT_THAT(page.content_type, testing::StartsWith(type));
        EXPECT_THAT(page.body, HasSubstr(id));
        const bool has_link = !page.headers.empty() && page.headers.back().first == "Link";
        EXPECT_EQ(has_link, form != access::json) << type;
        EXPECT_EQ(hub.get_as(path + "/berichten", "image/png").status, 406U);
        EXPECT_EQ(hub.get_as(path + "/berichten", type).status, 200U) << type;
        const auto own_form = hub.get_as(path + "/berichten", own_type);
        EXPECT_EQ(own_form.content_type, own_type);
        EXPECT_THAT(own_form.body, HasSubstr(R"({"berichten":[{"volgnummer":1)"));
    }
}

TEST(a_postvak, claims_in_the_form_of_its_organisation) {
    room hub;
    hub.deliver_as(hub::access::outgoing_form::cloudevents);
    const auto id = receive(hub);
    const auto claimed = hub.post(path + "/uitgiften", "");
    EXPECT_EQ(claimed.content_type, "application/cloudevents-batch+json");
    EXPECT_THAT(claimed.body, HasSubstr(R"("id":")" + id));
    EXPECT_EQ(hub.post(path + "/uitgiften", "").body, "[]");
    EXPECT_EQ(hub.post(path + "/berichten/" + id + "/bevestigingen", "").status, 204U);
}

TEST(a_postvak, has_no_body_where_a_form_knows_no_empty_page) {
    room hub;
    hub.deliver_as(hub::access::outgoing_form::stuf);
    const auto page = hub.get(path + "/berichten");
    EXPECT_EQ(page.status, 204U);
    EXPECT_EQ(page.body + page.content_type, "");
}

TEST(a_postvak, shows_one_message_in_our_own_form_whatever_was_agreed) {
    room hub;
    const auto id = receive(hub);
    hub.deliver_as(hub::access::outgoing_form::zgw);
    const auto one = hub.get(path + "/berichten/" + id);
    EXPECT_EQ(one.content_type, "application/json");
    EXPECT_THAT(one.body, HasSubstr(R"("tekst":"Kunt u meedenken?")"));
    EXPECT_EQ(hub.get(path + "/berichten/" + id, role::ander).status, 404U);
    EXPECT_EQ(hub.get(path + "/berichten/01931b66-7d50-7c8a-9d3c-2f6a1c0b9e10").status, 404U);
    EXPECT_EQ(hub.get(path + "/berichten/17").status, 404U);
}

}  // namespace
}  // namespace tests::unit::api
