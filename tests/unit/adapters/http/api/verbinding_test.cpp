#include "tests/unit/adapters/http/api/room.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tests::unit::api {
namespace {

using adapters::http::exchange::certificate_fault;
using testing::HasSubstr;
using testing::Not;

std::string seen(room& hub, std::shared_ptr<adapters::http::exchange::peer> who) {
    return ask(*hub.server, {"GET", "/v1/verbinding", std::move(who), "", {}}).body;
}

TEST(the_self_check, shows_a_certificate_in_order_with_its_rights) {
    room hub;
    const auto body = seen(hub, peer_of(role::eigen));
    EXPECT_EQ(member(body, "oordeel"), "in_orde");
    EXPECT_EQ(member(body, "listener"), "hoofd");
    EXPECT_THAT(body, HasSubstr(R"("oin":")" + own.to_string()));
    EXPECT_THAT(body, HasSubstr(R"("rechten":["insturen","volgen","postvak","register"])"));
    EXPECT_THAT(body, HasSubstr(R"("registerInzien":true)"));
    EXPECT_THAT(body, HasSubstr(R"("fouten":[])"));
    EXPECT_EQ(member(body, "versie"), "TLSv1.3");
}

TEST(the_self_check, says_in_words_what_is_wrong_and_shows_no_rights) {
    room hub;
    const auto body = seen(hub, peer_of(role::fout));
    EXPECT_EQ(member(body, "oordeel"), "geweigerd");
    EXPECT_THAT(body, HasSubstr(R"("code":"certificaat_verlopen")"));
    EXPECT_THAT(body, HasSubstr(R"("gevolg":"antwoord_403")"));
    EXPECT_THAT(body, HasSubstr(R"("rechten":[])"));
    EXPECT_THAT(body, Not(HasSubstr("Gemeente Proef")));
}

TEST(the_self_check, says_what_would_end_the_handshake) {
    room hub;
    auto who = peer_of(role::eigen);
    who->faults = {certificate_fault::onbekende_uitgever};
    const auto answer = ask(*hub.open_server, {"GET", "/v1/verbinding", who, "", {}});
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(member(answer.body, "listener"), "open");
    EXPECT_THAT(answer.body, HasSubstr(R"("gevolg":"handshake_afgebroken")"));
}

TEST(the_self_check, tells_who_presents_nothing_what_to_present) {
    room hub;
    const auto answer =
        ask(*hub.open_server, {"GET", "/v1/verbinding", peer_of(role::niemand), "", {}});
    EXPECT_EQ(member(answer.body, "oordeel"), "geen_certificaat");
    EXPECT_THAT(answer.body, HasSubstr("--cert"));
}

TEST(the_self_check, tells_an_outsider_what_joining_would_give) {
    room hub;
    const auto body = seen(hub, peer_of(role::buitenstaander));
    EXPECT_EQ(member(body, "oordeel"), "in_orde");
    EXPECT_THAT(body, HasSubstr(R"("berichtsoorten":["aanmelding"])"));
    EXPECT_THAT(body, HasSubstr("niet aangesloten"));
}

TEST(the_self_check, shows_a_supplier_for_whom_it_acts) {
    room hub;
    const auto body = seen(hub, peer_with(supplier));
    EXPECT_THAT(body, HasSubstr(R"("namens":")" + own.to_string()));
    EXPECT_THAT(body, HasSubstr(R"("namens":")" + other.to_string()));
}

TEST(the_self_check, warns_of_the_end_in_three_steps) {
    room hub;
    auto who = peer_of(role::eigen);
    for (const auto& [days, expected] :
         {std::pair{100, ""},
          std::pair{89, "certificaat_verloopt_binnen_90_dagen"},
          std::pair{29, "certificaat_verloopt_binnen_30_dagen"},
          std::pair{6, "certificaat_verloopt_binnen_7_dagen"}}) {
        who->not_after = hub.clock.now() + std::chrono::hours{24 * days};
        const auto body = seen(hub, who);
        EXPECT_THAT(body, HasSubstr(R"("waarschuwingen":[)"));
        if (std::string_view{expected}.empty()) {
            EXPECT_THAT(body, HasSubstr(R"("waarschuwingen":[])"));
        } else {
            EXPECT_THAT(body, HasSubstr(expected)) << days;
        }
    }
}

}  // namespace
}  // namespace tests::unit::api
