// Resumption: who may, who may not, and that everyone is judged again.
#include "tests/contract/http/listener/changed_trust.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

namespace {

using namespace tests::contract::http;
using std::chrono::hours;

constexpr std::string_view svb = "00000099100000001000";

class sessions : public testing::TestWithParam<const char*> {
protected:
    [[nodiscard]] client_options as(const listener_room& room, std::string_view certificate) const {
        auto result = room.as(certificate);
        result.only_version = GetParam();
        return result;
    }

    // Options of a client that resumes what another began with the same certificate.
    [[nodiscard]] client_options
    after_one_visit(const listener_room& room, std::string_view certificate) const {
        auto result = as(room, certificate);
        client first{result};
        EXPECT_TRUE(first.ask(get_something));
        EXPECT_FALSE(first.is_resumed());
        result.session = first.session();
        return result;
    }
};

INSTANTIATE_TEST_SUITE_P(versions, sessions, testing::Values("1.2", "1.3"));

TEST_P(sessions, are_resumed_and_the_peer_is_who_it_was) {
    listener_room room;
    client second{after_one_visit(room, "svb")};
    const auto told = second.ask(get_connection);
    ASSERT_TRUE(told);
    EXPECT_TRUE(second.is_resumed());
    EXPECT_EQ(told->member("oin"), svb);
    EXPECT_EQ(told->member("faults"), "");
    EXPECT_EQ(told->member("layers"), "4");
    EXPECT_EQ(room.listener->metrics().handshakes_resumed, 1U);
}

TEST_P(sessions, are_resumed_again_and_again) {
    listener_room room;
    auto options = after_one_visit(room, "g4/svb");
    for (auto visit = 0; visit < 3; ++visit) {
        client next{options};
        ASSERT_TRUE(next.ask(get_something));
        EXPECT_TRUE(next.is_resumed());
        options.session = next.session();
    }
}

TEST_P(sessions, outlive_a_peer_that_just_went) {
    listener_room room;
    auto options = as(room, "svb");
    {
        client first{options};
        ASSERT_TRUE(first.ask(get_something));
        options.session = first.session();
        first.vanish();
    }
    EXPECT_TRUE(client{options}.is_resumed());
}

TEST_P(sessions, complete_a_chain_of_which_a_layer_was_not_sent) {
    listener_room room;
    client second{after_one_visit(room, "fout/zonder-tussen")};
    const auto told = second.ask(get_connection);
    ASSERT_TRUE(told);
    EXPECT_TRUE(second.is_resumed());
    EXPECT_EQ(told->member("warnings"), "certificaat_tussencertificaat_ontbrak");
}

TEST_P(sessions, of_any_wrong_certificate_of_the_development_pki_get_the_same_answer) {
    for (const auto& file : std::filesystem::directory_iterator{pki() / "fout"}) {
        if (file.path().extension() != ".pem") {
            continue;
        }
        const auto name = file.path().stem().string();
        listener_room room;
        auto options = as(room, "fout/" + name);
        const auto expected = room.outcome(options);
        {
            client first{options};
            static_cast<void>(first.ask(get_something));
            options.session = first.session();
        }
        EXPECT_EQ(room.outcome(options), expected) << name;
        client one{options};
        // What is wrong with some is only worth a warning.
        EXPECT_EQ(one.is_resumed(), expected == "200") << name << ": " << expected;
        if (expected.starts_with("403")) {
            ASSERT_TRUE(one.ask(get_connection)) << name;
            EXPECT_EQ(one.tickets(), 0) << name;
        }
    }
}

TEST_P(sessions, of_a_certificate_that_is_not_valid_any_more_or_yet_are_refused) {
    listener_room room;
    const auto options = after_one_visit(room, "svb");
    room.clock.move(-hours{24 * 900});
    client earlier{options};
    EXPECT_TRUE(earlier.is_resumed());
    EXPECT_EQ(short_form(earlier.ask(get_something)), "403 certificaat_nog_niet_geldig");
    room.clock.move(hours{24 * 900});
    const auto again = after_one_visit(room, "svb");
    room.clock.move(hours{24 * 900});
    client later{again};
    EXPECT_TRUE(later.is_resumed());
    EXPECT_EQ(short_form(later.ask(get_something)), "403 certificaat_verlopen");
}

TEST_P(sessions, are_judged_by_todays_dates) {
    listener_room room;
    const auto options = after_one_visit(room, "svb");
    room.clock.move(hours{24 * 8});
    client later{options};
    EXPECT_TRUE(later.is_resumed());
    EXPECT_EQ(short_form(later.ask(get_something)), "403 certificaat_crl_verlopen");
    room.clock.move(hours{24 * 900});
    client expired{options};
    EXPECT_EQ(short_form(expired.ask(get_something)), "403 certificaat_verlopen");
    room.clock.move(-hours{24 * 908});
    // What was refused once is not resumed again, though the reason has gone.
    EXPECT_FALSE(client{options}.is_resumed());
    EXPECT_EQ(room.outcome(options), "200");
}

TEST_P(sessions, end_with_any_change) {
    listener_room room;
    const auto options = after_one_visit(room, "svb");
    const auto fresh =
        listening::load_trust(believing_pki(), room.believed.get(), room.clock.now()).loaded;
    room.reload(fresh);
    EXPECT_EQ(room.outcome(options), "200");
    EXPECT_EQ(room.listener->metrics().handshakes_resumed, 0U);
}

TEST_P(sessions, are_judged_by_todays_table) {
    listener_room room;
    const auto options = after_one_visit(room, "svb");
    // Not even a change was announced.
    room.standings.refuse(svb, "organisatie_geschorst");
    client second{options};
    EXPECT_TRUE(second.is_resumed());
    EXPECT_EQ(short_form(second.ask(get_something)), "403 organisatie_geschorst");
    EXPECT_FALSE(client{options}.is_resumed());
}

TEST_P(sessions, are_bounded_in_number) {
    auto believing = believing_pki();
    believing.sessions = 2;
    listener_room room{{}, believing};
    const auto first = after_one_visit(room, "svb");
    const auto second = after_one_visit(room, "uwv");
    const auto third = after_one_visit(room, "duo");
    EXPECT_FALSE(client{first}.is_resumed());
    EXPECT_TRUE(client{third}.is_resumed());
}

TEST_P(sessions, are_switched_off_by_a_setting) {
    auto believing = believing_pki();
    believing.sessions = 0;
    listener_room room{{}, believing};
    EXPECT_FALSE(client{after_one_visit(room, "svb")}.is_resumed());
}

TEST_P(sessions, of_one_listener_are_nothing_to_another) {
    listener_room room;
    listening::listener_options open;
    open.kind = listening::listener_kind::open;
    listener_room other{open};
    auto options = after_one_visit(room, "svb");
    options.port = other.listener->port();
    EXPECT_FALSE(client{options}.is_resumed());
    EXPECT_FALSE(client{after_one_visit(other, "svb")}.is_resumed());
}

}  // namespace
