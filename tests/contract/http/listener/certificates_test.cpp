// Every kind of certificate and its answer; TLS as NCSC-NL wants it.
#include "tests/contract/http/listener/listener_room.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <vector>

namespace {

using namespace tests::contract::http;
using testing::ElementsAre;
using testing::HasSubstr;

struct certificate_row {
    std::string_view certificate;
    std::string_view outcome;
    // What operators read.
    std::string_view line;
};

void PrintTo(const certificate_row& row, std::ostream* out) {
    *out << row.certificate;
}

class certificates : public testing::TestWithParam<certificate_row> {};

TEST_P(certificates, get_exactly_their_answer) {
    for (const auto* const version : {"1.2", "1.3"}) {
        listener_room room;
        auto options = room.as(GetParam().certificate);
        options.only_version = version;
        EXPECT_EQ(room.outcome(options), GetParam().outcome) << version;
        if (!GetParam().line.empty()) {
            EXPECT_THAT(room.events.lines(), ElementsAre(GetParam().line)) << version;
        }
    }
}

constexpr std::string_view svb = "00000099100000001000";

const std::vector<certificate_row>& table() {
    static const std::vector<certificate_row> rows{
        {"svb", "200", ""},
        {"gemeente-a", "200", ""},
        {"g4/svb", "200", ""},
        {"g4/gemeente-a", "200", ""},
        {"fout/vreemde-root",
         "alert: unknown CA",
         "certificaat_onbekende_uitgever 00000099100000001000"},
        {"fout/zelfondertekend",
         "alert: unknown CA",
         "certificaat_onbekende_uitgever 00000099100000001000"},
        {"fout/zonder-tussen-onbekend",
         "alert: unknown CA",
         "certificaat_onbekende_uitgever 00000099100000001000"},
        {"fout/vervalst",
         "alert: decrypt error",
         "certificaat_ongeldige_handtekening 00000099100000001000"},
        {"fout/sleutel-1024",
         "alert: bad certificate",
         "certificaat_sleutel_te_klein 00000099100000001000"},
        {"operator", "alert: unknown CA", "certificaat_onbekende_uitgever 00000099300000001000"},
        {"fout/verlopen", "403 certificaat_verlopen", "certificaat_verlopen 00000099100000001000"},
        {"fout/nog-niet-geldig",
         "403 certificaat_nog_niet_geldig",
         "certificaat_nog_niet_geldig 00000099100000001000"},
        {"fout/alleen-server",
         "403 certificaat_verkeerd_doel",
         "certificaat_verkeerd_doel 00000099100000001000"},
        {"fout/ingetrokken",
         "403 certificaat_ingetrokken",
         "certificaat_ingetrokken 00000099100000001000"},
        {"fout/ingetrokken-tussen",
         "403 certificaat_ingetrokken",
         "certificaat_ingetrokken 00000099100000001000"},
        {"fout/verlopen-crl",
         "403 certificaat_crl_verlopen",
         "certificaat_crl_verlopen 00000099100000001000"},
        {"fout/zonder-crl",
         "403 certificaat_crl_ontbreekt",
         "certificaat_crl_ontbreekt 00000099100000001000"},
        {"fout/geen-oin", "403 certificaat_geen_oin", "certificaat_geen_oin"},
        {"fout/korte-oin", "403 certificaat_oin_ongeldig", "certificaat_oin_ongeldig"},
        {"fout/persoon", "403 certificaat_van_persoon", "certificaat_van_persoon"},
        {"fout/echte-oin", "403 certificaat_verkeerde_omgeving", ""},
        {"fout/onbekende-organisatie", "200", ""},
        {"fout/zonder-tussen", "200", ""},
        {"fout/rsa-2048", "200", ""},
    };
    return rows;
}

INSTANTIATE_TEST_SUITE_P(table, certificates, testing::ValuesIn(table()));

TEST(certificates_table, has_every_wrong_one_of_the_development_pki) {
    for (const auto& file : std::filesystem::directory_iterator{pki() / "fout"}) {
        if (file.path().extension() == ".pem") {
            const auto name = "fout/" + file.path().stem().string();
            EXPECT_TRUE(std::ranges::any_of(table(), [&](const auto& row) {
                return row.certificate == name;
            })) << name;
        }
    }
}

TEST(certificate, that_is_not_there_ends_the_handshake) {
    listener_room room;
    auto options = room.as("");
    options.only_version = "1.2";
    EXPECT_EQ(room.outcome(options), "alert: handshake failure");
    EXPECT_THAT(room.events.lines(), ElementsAre("certificaat_ontbreekt"));
    options.only_version = "1.3";
    EXPECT_EQ(room.outcome(options), "alert: certificate required");
}

TEST(peer, is_described_by_its_certificate) {
    listener_room room;
    const auto answer = room.connect("svb")->ask(get_connection);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->member("oin"), svb);
    EXPECT_EQ(answer->member("organisation"), "Sociale Verzekeringsbank");
    EXPECT_EQ(answer->member("faults"), "");
    EXPECT_EQ(answer->member("warnings"), "");
    EXPECT_EQ(answer->member("layers"), "4");
    EXPECT_EQ(answer->member("tls"), "TLSv1.3");
    EXPECT_EQ(answer->member("address"), "127.0.0.1");
}

TEST(peer, with_faults_may_ask_what_is_wrong_and_nothing_else) {
    listener_room room;
    const auto one = room.connect("fout/persoon");
    const auto told = one->ask(get_connection);
    ASSERT_TRUE(told);
    EXPECT_EQ(told->status, 200U);
    EXPECT_EQ(told->member("faults"), "certificaat_van_persoon");
    EXPECT_EQ(told->member("oin"), "");
    const auto refused = one->ask(get_something);
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 403U);
    EXPECT_THAT(refused->member("detail"), HasSubstr("van een persoon"));
}

TEST(peer, with_warnings_is_accepted) {
    listener_room room;
    const auto small = room.connect("fout/rsa-2048")->ask(get_connection);
    ASSERT_TRUE(small);
    EXPECT_EQ(small->member("warnings"), "certificaat_rsa_2048");
    const auto completed = room.connect("fout/zonder-tussen")->ask(get_connection);
    ASSERT_TRUE(completed);
    EXPECT_EQ(completed->member("warnings"), "certificaat_tussencertificaat_ontbrak");
}

TEST(peer, of_rsa_2048_is_refused_where_the_setting_says_so) {
    auto believing = believing_pki();
    believing.rsa_2048 = listening::rsa_2048_policy::refuse;
    listener_room room{{}, believing};
    EXPECT_EQ(room.outcome(room.as("fout/rsa-2048")), "alert: bad certificate");
    EXPECT_EQ(room.outcome(room.as("svb")), "200");
}

TEST(crl, counts_within_the_grace_that_is_set) {
    auto believing = believing_pki();
    believing.crl_grace = std::chrono::hours{24 * 365};
    listener_room room{{}, believing};
    EXPECT_EQ(room.outcome(room.as("fout/verlopen-crl")), "200");
}

std::string described(listener_room& room, std::string_view certificate) {
    const auto answer = room.connect(certificate)->ask(get_connection);
    return answer ? std::to_string(answer->status) + " " + answer->member("faults") : "nothing";
}

TEST(open_listener, describes_whatever_certificate_is_presented) {
    listening::listener_options options;
    options.kind = listening::listener_kind::open;
    listener_room room{options};
    EXPECT_EQ(described(room, ""), "200 certificaat_ontbreekt");
    EXPECT_EQ(described(room, "svb"), "200 ");
    EXPECT_EQ(described(room, "fout/verlopen"), "200 certificaat_verlopen");
    EXPECT_THAT(described(room, "fout/vreemde-root"), HasSubstr("certificaat_onbekende_uitgever"));
    EXPECT_THAT(described(room, "fout/vervalst"), HasSubstr("certificaat_ongeldige_handtekening"));
    EXPECT_THAT(described(room, "fout/sleutel-1024"), HasSubstr("certificaat_sleutel_te_klein"));
}

TEST(operators_listener, has_a_root_of_its_own_and_answers_without_a_certificate) {
    listening::listener_options options;
    options.kind = listening::listener_kind::operators;
    listener_room room{options};
    EXPECT_EQ(described(room, ""), "200 certificaat_ontbreekt");
    const auto operator_ = room.connect("operator")->ask(get_connection);
    ASSERT_TRUE(operator_);
    EXPECT_EQ(operator_->member("roles"), "operator");
    EXPECT_EQ(operator_->member("faults"), "");
    EXPECT_EQ(room.outcome(room.as("svb")), "alert: unknown CA");
}

struct tls_row {
    const char* name;
    void (*set)(client_options&);
    // Version, suite and group; or the alert.
    const char* outcome;
};

void PrintTo(const tls_row& row, std::ostream* out) {
    *out << row.name;
}

class tls_settings : public testing::TestWithParam<tls_row> {};

TEST_P(tls_settings, follow_ncsc) {
    listener_room room;
    auto options = room.as("svb");
    GetParam().set(options);
    client one{options};
    const auto outcome = one.is_connected() ? one.version() + " " + one.suite() + " " + one.group()
                                            : "alert: " + one.alert();
    EXPECT_EQ(outcome, GetParam().outcome);
    if (one.is_connected()) {
        EXPECT_EQ(one.ask(get_something)->status, 200U);
        // One, of a session that the server keeps; TLS 1.2 needs none for that.
        EXPECT_EQ(one.tickets(), one.version() == "TLSv1.3" ? 1 : 0);
        EXPECT_FALSE(one.allows_early_data());
    }
}

INSTANTIATE_TEST_SUITE_P(
    table,
    tls_settings,
    testing::Values(
        tls_row{"default", [](client_options&) {}, "TLSv1.3 TLS_AES_256_GCM_SHA384 X25519"},
        tls_row{
            "server_prefers_good_over_sufficient",
            [](client_options& o) {
                o.suites_1_3 = "TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256";
            },
            "TLSv1.3 TLS_CHACHA20_POLY1305_SHA256 X25519"},
        tls_row{
            "suite_ccm_8",
            [](client_options& o) {
                o.only_version = "1.3";
                o.suites_1_3 = "TLS_AES_128_CCM_8_SHA256";
            },
            "alert: handshake failure"},
        tls_row{
            "version_1_2",
            [](client_options& o) { o.only_version = "1.2"; },
            "TLSv1.2 ECDHE-ECDSA-AES256-GCM-SHA384 X25519"},
        tls_row{
            "version_1_1",
            [](client_options& o) { o.only_version = "1.1"; },
            "alert: protocol version"},
        tls_row{
            "cbc",
            [](client_options& o) {
                o.only_version = "1.2";
                o.suites_1_2 = "ECDHE-RSA-AES256-SHA384:ECDHE-RSA-AES128-SHA";
            },
            "alert: handshake failure"},
        tls_row{
            "dhe",
            [](client_options& o) {
                o.only_version = "1.2";
                o.suites_1_2 = "DHE-RSA-AES256-GCM-SHA384";
            },
            "alert: handshake failure"},
        tls_row{
            "rsa_key_exchange",
            [](client_options& o) {
                o.only_version = "1.2";
                o.suites_1_2 = "AES256-GCM-SHA384";
            },
            "alert: handshake failure"},
        tls_row{
            "group_p_384",
            [](client_options& o) { o.groups = "P-384"; },
            "TLSv1.3 TLS_AES_256_GCM_SHA384 secp384r1"},
        tls_row{
            "group_p_224",
            [](client_options& o) {
                o.only_version = "1.2";
                o.groups = "P-224";
            },
            "alert: handshake failure"},
        tls_row{
            "group_ffdhe2048",
            [](client_options& o) {
                o.only_version = "1.3";
                o.groups = "ffdhe2048";
            },
            "alert: handshake failure"},
        tls_row{
            "sha_1_signatures",
            [](client_options& o) {
                o.only_version = "1.2";
                o.signatures = "RSA+SHA1:ECDSA+SHA1";
            },
            "alert: handshake failure"},
        tls_row{
            "http_2_only",
            [](client_options& o) { o.protocols = "h2"; },
            "alert: no application protocol"}
    ),
    [](const auto& one) { return std::string{one.param.name}; }
);

}  // namespace
