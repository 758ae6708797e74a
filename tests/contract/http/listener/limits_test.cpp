// Limits in time and number, changes of trust, and the end.
#include "tests/contract/http/listener/listener_room.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace {

using namespace tests::contract::http;
using std::chrono::hours;
using std::chrono::milliseconds;
using testing::ElementsAre;

std::string short_form(const std::optional<answer>& one) {
    return one ? std::to_string(one->status) + " " + one->member("code") : "nothing";
}

TEST(deadline, of_a_header_answers_408) {
    listening::listener_options options;
    options.deadlines.header = milliseconds{20};
    listener_room room{options};
    const auto one = room.connect("svb");
    EXPECT_EQ(short_form(one->ask("GET /v1/ie")), "408 header_te_traag");
    EXPECT_TRUE(one->ends_properly());
    EXPECT_EQ(room.listener->metrics().timeouts, 1U);
}

TEST(deadline, of_a_body_answers_408) {
    listening::listener_options options;
    options.deadlines.body = milliseconds{20};
    listener_room room{options};
    const auto whole = post("hallo");
    EXPECT_EQ(
        short_form(room.connect("svb")->ask(whole.substr(0, whole.size() - 2))),
        "408 inhoud_te_traag"
    );
}

TEST(deadline, of_an_idle_connection_ends_it_without_a_word) {
    listening::listener_options options;
    options.deadlines.idle = milliseconds{20};
    listener_room room{options};
    const auto one = room.connect("svb");
    EXPECT_TRUE(one->ends_properly());
}

TEST(deadline, of_a_handler_cuts_the_connection) {
    listening::listener_options options;
    options.deadlines.handler = milliseconds{20};
    listener_room room{options};
    const auto one = room.connect("svb");
    EXPECT_EQ(short_form(one->ask("GET /v1/wacht HTTP/1.1\r\nHost: a\r\n\r\n")), "nothing");
}

TEST(limit, of_requests_closes_after_the_last) {
    listening::listener_options options;
    options.limits.requests_per_connection = 2;
    listener_room room{options};
    const auto one = room.connect("svb");
    EXPECT_EQ(one->ask(get_something)->headers.count("connection"), 0U);
    EXPECT_EQ(one->ask(get_something)->headers.at("connection"), "close");
    EXPECT_TRUE(one->ends_properly());
}

TEST(limit, of_connections_per_organisation_leaves_the_others_alone) {
    listening::listener_options options;
    options.limits.connections_per_organisation = 1;
    listener_room room{options};
    const auto first = room.connect("svb");
    EXPECT_EQ(short_form(first->ask(get_something)), "200 ");
    EXPECT_EQ(room.outcome(room.as("svb")), "503 te_veel_verbindingen");
    EXPECT_EQ(room.outcome(room.as("uwv")), "200");
    EXPECT_EQ(short_form(first->ask(get_something)), "200 ");
}

TEST(limit, of_connections_in_all_closes_at_once) {
    listening::listener_options options;
    options.limits.connections = 1;
    listener_room room{options};
    const auto first = room.connect("svb");
    EXPECT_EQ(short_form(first->ask(get_something)), "200 ");
    EXPECT_EQ(room.outcome(room.as("uwv")), "closed");
    EXPECT_EQ(room.listener->metrics().connections_refused, 1U);
}

TEST(limit, of_handshakes_lets_all_in_one_after_the_other) {
    listening::listener_options options;
    options.limits.handshakes = 1;
    listener_room room{options};
    std::vector<std::unique_ptr<client>> all;
    for (auto index = 0; index < 8; ++index) {
        all.push_back(room.connect("svb"));
    }
    for (const auto& one : all) {
        EXPECT_EQ(short_form(one->ask(get_something)), "200 ");
    }
}

TEST(drain, finishes_the_request_in_hand_and_closes_idle_connections) {
    listener_room room;
    const auto idle = room.connect("svb");
    EXPECT_EQ(short_form(idle->ask(get_something)), "200 ");
    const auto busy = room.connect("svb");
    busy->send("GET /v1/wacht HTTP/1.1\r\nHost: a\r\n\r\n");
    room.wait_until_handling(1);
    room.listener->stop_accepting();
    EXPECT_TRUE(idle->ends_properly());
    room.release.ring();
    const auto last = busy->receive();
    EXPECT_EQ(short_form(last), "200 ");
    EXPECT_EQ(last->headers.at("connection"), "close");
    EXPECT_TRUE(busy->ends_properly());
    EXPECT_EQ(room.drain(milliseconds{5'000}), 0U);
}

TEST(drain, cuts_what_is_late) {
    listener_room room;
    const auto busy = room.connect("svb");
    busy->send("GET /v1/wacht HTTP/1.1\r\nHost: a\r\n\r\n");
    room.wait_until_handling(1);
    EXPECT_EQ(room.drain(milliseconds{10}), 1U);
    EXPECT_EQ(short_form(busy->receive()), "nothing");
}

TEST(metrics, count_what_became_of_connections_and_requests) {
    listener_room room;
    EXPECT_EQ(room.outcome(room.as("svb")), "200");
    EXPECT_EQ(room.outcome(room.as("fout/verlopen")), "403 certificaat_verlopen");
    EXPECT_EQ(room.outcome(room.as("fout/vreemde-root")), "alert: unknown CA");
    room.drain(milliseconds{5'000});
    const auto& metrics = room.listener->metrics();
    EXPECT_EQ(metrics.handshakes_ok, 1U);
    EXPECT_EQ(metrics.handshakes_faulted, 1U);
    EXPECT_EQ(metrics.handshakes_failed, 1U);
    EXPECT_EQ(metrics.connections_accepted, 3U);
    EXPECT_EQ(metrics.connections_open, 0U);
    EXPECT_EQ(metrics.answers[200 - 100], 1U);
    EXPECT_EQ(metrics.answers[403 - 100], 1U);
}

// A copy of the PKI's public part in which a test may change what is believed.
class changed_trust : public testing::Test {
protected:
    changed_trust() {
        for (const auto* const folder :
             {"client-roots", "client-intermediates", "operator-roots", "crl"}) {
            std::filesystem::copy(pki() / folder, copy.path() / folder);
        }
        options.client_roots = copy.path() / "client-roots";
        options.client_intermediates = copy.path() / "client-intermediates";
        options.operator_roots = copy.path() / "operator-roots";
        options.crl = copy.path() / "crl";
    }

    listening::trust_load load_after(const listener_room& room) {
        return listening::load_trust(options, room.believed.get(), room.clock.now());
    }

    tests::support::temporary_directory copy;
    listening::trust_options options = believing_pki();
};

TEST_F(changed_trust, is_noticed_by_open_connections_at_their_next_request) {
    listener_room room{{}, options};
    const auto ours = room.connect("svb");
    const auto theirs = room.connect("g4/svb");
    EXPECT_EQ(short_form(ours->ask(get_something)), "200 ");
    EXPECT_EQ(short_form(theirs->ask(get_something)), "200 ");
    std::filesystem::remove(options.client_roots / "g4.pem");
    const auto fresh = load_after(room);
    ASSERT_TRUE(fresh.loaded);
    room.reload(fresh.loaded);
    EXPECT_EQ(room.outcome(room.as("svb")), "200");
    EXPECT_EQ(room.outcome(room.as("g4/svb")), "alert: unknown CA");
    EXPECT_EQ(short_form(ours->ask(get_something)), "200 ");
    EXPECT_EQ(short_form(theirs->ask(get_something)), "403 certificaat_onbekende_uitgever");
    EXPECT_TRUE(theirs->ends_properly());
}

TEST_F(changed_trust, is_noticed_when_only_time_has_passed) {
    listener_room room{{}, options};
    const auto one = room.connect("svb");
    EXPECT_EQ(short_form(one->ask(get_something)), "200 ");
    room.clock.move(hours{24 * 8});
    EXPECT_EQ(short_form(one->ask(get_something)), "403 certificaat_crl_verlopen");
    room.clock.move(-hours{24 * 8});
    const auto fresh = load_after(room);
    room.reload(fresh.loaded);
    EXPECT_EQ(room.outcome(room.as("svb")), "200");
    EXPECT_EQ(short_form(one->ask(get_something)), "200 ");
}

TEST_F(changed_trust, is_taken_as_a_whole_or_not_at_all) {
    listener_room room{{}, options};
    std::ofstream{options.client_roots / "g1.pem"} << "kapot";
    std::filesystem::remove_all(options.operator_roots);
    const auto bad = load_after(room);
    EXPECT_FALSE(bad.loaded);
    std::vector<std::string_view> codes;
    for (const auto& one : bad.problems) {
        codes.push_back(one.code);
    }
    EXPECT_THAT(codes, ElementsAre("certificaat_onleesbaar", "root_ontbreekt"));
}

TEST_F(changed_trust, keeps_the_list_it_has_when_the_new_one_is_bad_or_gone) {
    listener_room room{{}, options};
    std::filesystem::remove(options.crl / "g1-tsp.pem");
    std::ofstream{options.crl / "g1-root.pem"} << "kapot";
    std::ofstream{options.crl / ".half"} << "not looked at";
    const auto fresh = load_after(room);
    ASSERT_TRUE(fresh.loaded);
    ASSERT_EQ(fresh.remarks.size(), 1U);
    EXPECT_EQ(fresh.remarks.front().code, "crl_onleesbaar");
    room.reload(fresh.loaded);
    EXPECT_EQ(room.outcome(room.as("svb")), "200");
    EXPECT_EQ(room.outcome(room.as("fout/ingetrokken")), "403 certificaat_ingetrokken");
    EXPECT_GT(fresh.loaded->generation(), room.believed->generation());
}

TEST_F(changed_trust, takes_no_list_whose_issuer_it_does_not_know) {
    std::filesystem::remove(options.client_intermediates / "g1-tsp.pem");
    const auto loaded = listening::load_trust(options, nullptr, moved_clock{}.now());
    ASSERT_TRUE(loaded.loaded);
    ASSERT_EQ(loaded.remarks.size(), 1U);
    EXPECT_EQ(loaded.remarks.front().code, "crl_uitgever_onbekend");
}

TEST_F(changed_trust, refuses_development_roots_and_a_wrong_server_certificate_in_production) {
    options.environment = hub::model::environment::productie;
    options.certificate = pki() / "svb.pem";
    const auto loaded = listening::load_trust(options, nullptr, moved_clock{}.now());
    EXPECT_FALSE(loaded.loaded);
    std::vector<std::string_view> codes;
    for (const auto& one : loaded.problems) {
        codes.push_back(one.code);
    }
    EXPECT_THAT(
        codes,
        ElementsAre(
            "root_niet_voor_productie",
            "root_niet_voor_productie",
            "root_niet_voor_productie",
            "certificaat_verkeerd_doel",
            "sleutel_past_niet"
        )
    );
}

TEST_F(changed_trust, tells_when_it_expires) {
    const auto loaded = listening::load_trust(options, nullptr, moved_clock{}.now());
    ASSERT_TRUE(loaded.loaded);
    auto lists = 0;
    for (const auto& one : loaded.loaded->expiries()) {
        lists += one.what == listening::expiry::kind::crl ? 1 : 0;
        EXPECT_NE(one.name, "");
    }
    EXPECT_EQ(lists, 9);
}

}  // namespace
