// Changes of trust and of the organisations' table: what is taken, and what happens to open
// connections.
#include "tests/contract/http/listener/changed_trust.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace {

using namespace tests::contract::http;
using std::chrono::hours;
using testing::ElementsAre;

TEST_F(changed_trust, ends_the_open_connections_that_fell_and_no_other) {
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
    EXPECT_TRUE(theirs->ends_properly());
    EXPECT_EQ(short_form(ours->ask(get_something)), "200 ");
}

TEST_F(changed_trust, ends_open_connections_when_only_time_has_passed) {
    listener_room room{{}, options};
    const auto one = room.connect("svb");
    EXPECT_EQ(short_form(one->ask(get_something)), "200 ");
    room.clock.move(hours{24 * 8});
    EXPECT_TRUE(one->ends_properly());
    EXPECT_EQ(room.outcome(room.as("svb")), "403 certificaat_crl_verlopen");
    room.clock.move(-hours{24 * 8});
    EXPECT_EQ(room.outcome(room.as("svb")), "200");
}

TEST_F(changed_trust, cuts_a_request_in_hand_of_who_fell) {
    listener_room room{{}, options};
    const auto busy = room.connect("g4/svb");
    busy->send("GET /v1/wacht HTTP/1.1\r\nHost: a\r\n\r\n");
    room.wait_until_handling(1);
    std::filesystem::remove(options.client_roots / "g4.pem");
    room.reload(load_after(room).loaded);
    EXPECT_EQ(short_form(busy->receive()), "nothing");
}

TEST_F(changed_trust, ends_a_header_or_body_that_was_on_its_way) {
    listener_room room{{}, options};
    const auto in_header = room.connect("g4/svb");
    in_header->send("GET /v1/ie");
    const auto in_body = room.connect("g4/gemeente-a");
    const auto whole = post("hallo");
    in_body->send(std::string_view{whole}.substr(0, whole.size() - 2));
    // An answer to a later connection shows that nothing of these is underway any more.
    EXPECT_EQ(room.outcome(room.as("svb")), "200");
    std::filesystem::remove(options.client_roots / "g4.pem");
    room.reload(load_after(room).loaded);
    EXPECT_EQ(short_form(in_header->receive()), "nothing");
    EXPECT_EQ(short_form(in_body->receive()), "nothing");
}

TEST_F(changed_trust, of_the_table_ends_the_connections_of_who_is_suspended) {
    listener_room room{{}, options};
    const auto theirs = room.connect("svb");
    const auto ours = room.connect("uwv");
    EXPECT_EQ(short_form(theirs->ask(get_something)), "200 ");
    EXPECT_EQ(short_form(ours->ask(get_something)), "200 ");
    room.standings.refuse("00000099100000001000", "organisatie_geschorst");
    room.reload(room.believed);
    EXPECT_TRUE(theirs->ends_properly());
    EXPECT_EQ(short_form(ours->ask(get_something)), "200 ");
    EXPECT_EQ(room.outcome(room.as("svb")), "403 organisatie_geschorst");
    EXPECT_EQ(room.connect("svb")->ask(get_connection)->status, 200U);
    room.standings.admit("00000099100000001000");
    room.reload(room.believed);
    EXPECT_EQ(room.outcome(room.as("svb")), "200");
}

TEST_F(changed_trust, of_the_table_counts_from_its_date) {
    listener_room room{{}, options};
    const auto one = room.connect("svb");
    EXPECT_EQ(short_form(one->ask(get_something)), "200 ");
    room.standings.refuse_from("00000099100000001000", room.clock.now() + hours{1});
    room.reload(room.believed);
    EXPECT_EQ(short_form(one->ask(get_something)), "200 ");
    room.clock.move(hours{1});
    EXPECT_TRUE(one->ends_properly());
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
