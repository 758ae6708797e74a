#include "hub/delivery/postvak_item.hpp"
#include "tests/unit/hub/delivery/postvak_fixture.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

namespace hub::delivery {
namespace {

using tests::support::await;

class postvak_service_test : public postvak_fixture {};

TEST_F(postvak_service_test, shows_messages_opened_and_in_order) {
    send("een");
    send("twee");
    const auto messages = list(recipient);
    EXPECT_EQ(texts(messages), (strings{"een", "twee"}));
    EXPECT_EQ(messages[0].sender, sender);
    EXPECT_EQ(messages[0].casus, casus);
    EXPECT_EQ(messages[0].state, model::state::klaargezet);
    EXPECT_LT(messages[0].sequence, messages[1].sequence);
    EXPECT_TRUE(list(sender).empty());
}

TEST_F(postvak_service_test, changes_nothing_by_reading) {
    send("een");
    const auto before = book.sent().size();
    EXPECT_EQ(texts(list(recipient)), texts(list(recipient)));
    EXPECT_EQ(book.sent().size(), before);
    EXPECT_EQ(claim().size(), 1U);
}

TEST_F(postvak_service_test, lists_behind_a_cursor) {
    send("een");
    const auto first = list(recipient);
    send("twee");
    const auto rest = await(service.list(recipient, first.back().sequence, 100)).value();
    EXPECT_EQ(texts(rest), (strings{"twee"}));
}

TEST_F(postvak_service_test, gives_a_message_to_one_claimant_at_a_time) {
    send("een");
    send("twee");
    EXPECT_EQ(texts(claim(1)), (strings{"een"}));
    EXPECT_EQ(texts(claim()), (strings{"twee"}));
    EXPECT_TRUE(claim().empty());
    const auto shown = list(recipient);
    EXPECT_EQ(shown[0].state, model::state::opgehaald);
    EXPECT_TRUE(shown[0].lease_until);
}

TEST_F(postvak_service_test, gives_it_again_when_the_clock_was_set_back_by_more_than_any_lease) {
    send("een");
    ASSERT_EQ(claim().size(), 1U);
    room.clock.advance(-std::chrono::hours{1});
    EXPECT_TRUE(claim().empty()) << "somebody may still be at it";
    room.clock.advance(-std::chrono::years{10});
    EXPECT_EQ(texts(claim()), strings{"een"}) << "nobody waits ten years";
}

TEST_F(postvak_service_test, gives_it_again_when_the_lease_ended) {
    send("een");
    static_cast<void>(claim());
    room.clock.advance(std::chrono::seconds{301});
    const auto again = claim();
    EXPECT_EQ(texts(again), (strings{"een"}));
    EXPECT_EQ(again[0].attempts, 2U);
}

TEST_F(postvak_service_test, tells_the_sender_each_step_once) {
    const auto id = send("een");
    static_cast<void>(claim());
    room.clock.advance(std::chrono::seconds{301});
    static_cast<void>(claim());
    acknowledge(id).value();
    const auto oin = recipient.to_string();
    EXPECT_EQ(
        room.statuses(book), (strings{oin + " klaargezet", oin + " opgehaald", oin + " verwerkt"})
    );
    deliver_statuses();
    EXPECT_EQ(list(sender).size(), 3U);
    EXPECT_EQ(list(sender)[2].refers_to, id);
}

TEST_F(postvak_service_test, tells_nobody_about_statusberichten) {
    const auto id = send("een");
    acknowledge(id).value();
    deliver_statuses();
    const auto before = book.sent().size();
    for (const auto& status : list(sender)) {
        await(service.acknowledge(sender, status.id)).value();
    }
    EXPECT_TRUE(list(sender).empty());
    EXPECT_EQ(book.sent().size(), before);
}

TEST_F(postvak_service_test, moves_what_is_acknowledged_without_its_content) {
    const auto id = send("een");
    acknowledge(id).value();
    EXPECT_TRUE(list(recipient).empty());
    pmm::v1::PostvakItem item;
    ASSERT_TRUE(item.ParseFromString(room.value_of(book, settled_kind(recipient), id.to_string())));
    EXPECT_EQ(item.state(), "verwerkt");
    EXPECT_FALSE(item.message().has_canonical());
}

TEST_F(postvak_service_test, answers_a_repeat_the_same_and_the_opposite_with_conflict) {
    const auto first = send("een");
    const auto second = send("twee");
    acknowledge(first).value();
    refuse(second).value();
    const auto before = book.sent().size();
    EXPECT_TRUE(acknowledge(first));
    EXPECT_TRUE(refuse(second));
    EXPECT_EQ(refuse(first).error(), ports::errc::conflict);
    EXPECT_EQ(acknowledge(second).error(), ports::errc::conflict);
    EXPECT_EQ(book.sent().size(), before);
}

TEST_F(postvak_service_test, tells_the_sender_why_it_was_refused) {
    refuse(send("een")).value();
    const auto status = room.open(book.sent().back()).statusbericht();
    EXPECT_EQ(status.toestand(), "geweigerd");
    EXPECT_EQ(status.reden(), "onbekende_casus");
    EXPECT_EQ(status.toelichting(), "Deze casus kennen wij niet.");
}

TEST_F(postvak_service_test, asks_for_a_stable_reason) {
    const auto id = send("een");
    EXPECT_EQ(refuse(id, "").error(), ports::errc::refused);
    EXPECT_EQ(refuse(id, "Vrije tekst!").error(), ports::errc::refused);
}

TEST_F(postvak_service_test, knows_only_the_messages_of_that_postvak) {
    const auto id = send("een");
    EXPECT_EQ(await(service.acknowledge(sender, id)).error(), ports::errc::not_found);
    EXPECT_EQ(acknowledge(room.vault.mint_message_id()).error(), ports::errc::not_found);
}

TEST_F(postvak_service_test, looks_again_when_somebody_was_first) {
    const auto id = send("een");
    book.fail_commits(ports::errc::conflict, 3);
    EXPECT_EQ(claim().size(), 1U);
    book.fail_commits(ports::errc::conflict, 3);
    EXPECT_TRUE(acknowledge(id));
}

TEST_F(postvak_service_test, says_that_it_can_be_tried_again) {
    const auto id = send("een");
    book.fail_commits(ports::errc::retry, 1);
    EXPECT_EQ(acknowledge(id).error(), ports::errc::retry);
    EXPECT_TRUE(acknowledge(id));
}

TEST_F(postvak_service_test, tells_each_state_under_a_source_id_of_its_own) {
    const auto id = send("een");
    static_cast<void>(claim());
    acknowledge(id).value();
    strings sources;
    for (const auto& one : book.sent()) {
        sources.push_back(one.submission.id);
    }
    const auto stem = id.to_string() + "/status/" + recipient.to_string();
    EXPECT_EQ(sources, (strings{stem + "/klaargezet", stem + "/opgehaald/1", stem + "/verwerkt"}));
}

TEST_F(postvak_service_test, shows_that_content_is_gone) {
    send("een");
    await(room.vault.destroy_key(model::key_id{casus.value()})).value();
    const auto messages = list(recipient);
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_FALSE(messages[0].content);
    EXPECT_EQ(messages[0].code, "gewist");
}

TEST_F(postvak_service_test, settles_what_is_erased_without_a_word) {
    const auto first = send("een");
    const auto second = send("twee");
    await(room.vault.destroy_key(model::key_id{casus.value()})).value();
    const auto before = book.sent().size();
    EXPECT_EQ(texts(claim()), (strings{"gewist", "gewist"}));
    EXPECT_TRUE(acknowledge(first));
    EXPECT_TRUE(refuse(second));
    EXPECT_TRUE(list(recipient).empty());
    EXPECT_EQ(book.sent().size(), before);
}

TEST_F(postvak_service_test, claims_nothing_that_it_cannot_open_now) {
    send("een");
    vault::vault forgetful{room.environment, room.root_keys, room.case_keys, room.clock};
    postvak_service other{{book, forgetful, room.clock, rights}, identity(), {}};
    room.case_keys.fail(ports::errc::retry);
    EXPECT_EQ(await(other.claim(request(1))).error(), ports::errc::retry);
    EXPECT_EQ(await(other.list(recipient, 0, 10)).error(), ports::errc::retry);
    room.case_keys.work();
    EXPECT_EQ(texts(claim()), (strings{"een"}));
}

TEST_F(postvak_service_test, lets_two_claimers_never_get_the_same) {
    send("een");
    send("twee");
    // Both look before either commits: the first finds its decision overtaken.
    strings others;
    book.before_commit = [&] {
        book.before_commit = nullptr;
        others = texts(claim(1));
    };
    EXPECT_EQ(texts(claim(1)), (strings{"twee"}));
    EXPECT_EQ(others, (strings{"een"}));
    EXPECT_EQ(room.statuses(book).size(), 4U);
}

TEST_F(postvak_service_test, settles_once_when_two_do_at_the_same_time) {
    const auto id = send("een");
    book.before_commit = [&] {
        book.before_commit = nullptr;
        refuse(id).value();
    };
    EXPECT_EQ(acknowledge(id).error(), ports::errc::conflict);
    EXPECT_EQ(room.statuses(book).size(), 2U);
    const auto other = send("twee");
    book.before_commit = [&] {
        book.before_commit = nullptr;
        acknowledge(other).value();
    };
    EXPECT_TRUE(acknowledge(other));
    EXPECT_EQ(room.statuses(book).size(), 4U);
}

TEST_F(postvak_service_test, acknowledges_what_another_claims_at_the_same_time) {
    const auto id = send("een");
    book.before_commit = [&] {
        book.before_commit = nullptr;
        static_cast<void>(claim());
    };
    EXPECT_TRUE(acknowledge(id));
    EXPECT_TRUE(list(recipient).empty());
    const auto oin = recipient.to_string();
    EXPECT_EQ(
        room.statuses(book), (strings{oin + " klaargezet", oin + " opgehaald", oin + " verwerkt"})
    );
}

TEST_F(postvak_service_test, leaves_everything_as_it_was_when_a_commit_fails) {
    const auto id = send("een");
    for (const auto error : {ports::errc::retry, ports::errc::unknown}) {
        book.fail_commits(error, 1);
        EXPECT_EQ(await(service.claim(request(1))).error(), error);
        book.fail_commits(error, 1);
        EXPECT_EQ(acknowledge(id).error(), error);
        book.fail_commits(error, 1);
        EXPECT_EQ(refuse(id).error(), error);
    }
    EXPECT_EQ(list(recipient)[0].state, model::state::klaargezet);
    EXPECT_EQ(room.statuses(book).size(), 1U);
    EXPECT_EQ(claim().size(), 1U);
}

TEST_F(postvak_service_test, gives_up_when_others_are_always_first) {
    const auto id = send("een");
    book.fail_commits(ports::errc::conflict, 1'000);
    EXPECT_EQ(await(service.claim(request(1))).error(), ports::errc::retry);
    EXPECT_EQ(acknowledge(id).error(), ports::errc::retry);
}

TEST_F(postvak_service_test, finds_a_free_one_behind_many_claimed_ones) {
    for (int i = 0; i < 70; ++i) {
        room.send(bericht(std::to_string(i)));
    }
    deliver();
    EXPECT_EQ(claim(69).size(), 69U);
    EXPECT_EQ(texts(claim(69)), (strings{"69"}));
}

TEST_F(postvak_service_test, goes_on_after_a_restart_where_the_book_stands) {
    const auto first = send("een");
    send("twee");
    static_cast<void>(claim(1));
    postvak_service restarted{{book, room.vault, room.clock, rights}, identity(), {}};
    EXPECT_EQ(texts(await(restarted.claim(request(10))).value()), (strings{"twee"}));
    EXPECT_TRUE(await(restarted.acknowledge(recipient, first)));
    EXPECT_EQ(list(recipient).size(), 1U);
}

TEST_F(postvak_service_test, counts_what_waits_and_what_is_claimed) {
    send("een");
    send("twee");
    send("drie");
    static_cast<void>(claim(1));
    const auto counts = await(service.counts(recipient)).value();
    EXPECT_EQ(counts.waiting, 2U);
    EXPECT_EQ(counts.claimed, 1U);
    EXPECT_FALSE(counts.more);
}

TEST_F(postvak_service_test, bounds_what_is_claimed_at_once) {
    for (int i = 0; i < 3; ++i) {
        send("bericht");
    }
    postvak_options options;
    options.largest_claim = 2;
    postvak_service small{{book, room.vault, room.clock, rights}, identity(), options};
    EXPECT_EQ(await(small.claim(request(1'000))).value().size(), 2U);
}

// Runs a claim that waits, and something else once it does.
std::vector<postvak_message> claim_while(
    postvak_service& service,
    claim_request wanted,
    const std::function<void()>& something
) {
    boost::asio::io_context context{1};
    std::optional<ports::result<std::vector<postvak_message>>> answer;
    boost::asio::co_spawn(
        context,
        service.claim(std::move(wanted)),
        [&](std::exception_ptr, ports::result<std::vector<postvak_message>> result) {
            answer.emplace(std::move(result));
        }
    );
    context.poll();
    EXPECT_FALSE(answer);
    something();
    context.run_for(tests::support::await_deadline);
    return answer->value();
}

TEST_F(postvak_service_test, waits_until_something_comes) {
    auto wanted = request(1);
    wanted.wait = std::chrono::seconds{60};
    const auto messages = claim_while(service, wanted, [&] { send("een"); });
    EXPECT_EQ(texts(messages), (strings{"een"}));
}

TEST_F(postvak_service_test, ends_waiting_claims_when_closed) {
    auto wanted = request(1);
    wanted.wait = std::chrono::seconds{60};
    EXPECT_TRUE(claim_while(service, wanted, [&] { service.close(); }).empty());
    EXPECT_TRUE(claim().empty());
}

TEST_F(postvak_service_test, answers_empty_when_the_wait_is_over) {
    auto wanted = request(1);
    wanted.wait = std::chrono::milliseconds{5};
    EXPECT_TRUE(await(service.claim(wanted)).value().empty());
}

}  // namespace
}  // namespace hub::delivery
