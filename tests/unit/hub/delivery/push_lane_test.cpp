#include "hub/delivery/push_lane.hpp"

#include "hub/delivery/postvak_item.hpp"
#include "tests/unit/hub/delivery/postvak_fixture.hpp"

#include <gmock/gmock.h>

#include <deque>
#include <functional>
#include <memory>

namespace hub::delivery {
namespace {

using namespace std::chrono_literals;
using ports::push_answer;
using ports::push_failure;
using ports::push_result;
using ports::receiver_said;
using testing::ElementsAre;
using testing::IsEmpty;
using tests::support::await;

// Writes the text of a bericht.
class text_form final : public ports::delivery_form {
public:
    ports::written_message write(const ports::leaving_message& message, model::timestamp)
        const override {
        ports::written_message result;
        result.content_type = "text/plain";
        result.body = message.content == nullptr       ? message.code
                      : message.content->has_bericht() ? message.content->bericht().tekst()
                                                       : "status";
        return result;
    }
    ports::written_message write_page(const std::vector<ports::leaving_message>&, model::timestamp)
        const override {
        return {};
    }
    std::string_view page_type() const noexcept override { return "text/plain"; }
    receiver_said understand(const ports::receiver_answer& answer) const override {
        return ports::understand_status(answer.status);
    }
    bool asks_leave() const noexcept override { return wants_leave; }
    bool wants_leave = false;
};

push_result status(unsigned value) {
    push_answer answer;
    answer.status = value;
    return answer;
}

// What a receiver got, and what it says; 204 once nothing else was agreed.
struct receiver final : ports::push_channels {
    struct channel final : ports::push_channel {
        explicit channel(receiver& to) : to_{to} {}
        boost::asio::awaitable<push_result> send(ports::push_request what) override {
            to_.heard.push_back(what.method == "POST" ? what.body : what.method);
            to_.last = what;
            if (to_.meanwhile) {
                std::exchange(to_.meanwhile, nullptr)();
            }
            auto answer = to_.says.empty() ? status(204) : to_.says.front();
            if (!to_.says.empty()) {
                to_.says.pop_front();
            }
            co_return answer;
        }
        receiver& to_;
    };
    std::unique_ptr<ports::push_channel> open(ports::push_target) override {
        ++opened;
        return std::make_unique<channel>(*this);
    }
    std::vector<std::string> heard;
    ports::push_request last;
    std::deque<push_result> says;
    std::function<void()> meanwhile;
    int opened = 0;
};

class no_watcher final : public push_watcher {
public:
    void attempted(const model::oin&, std::string_view, std::string_view) override {}
};

class push_lane_test : public postvak_fixture {
protected:
    push_lane make_lane() {
        push_options options;
        options.origin = "hub.example";
        push_destination where;
        where.recipient = recipient;
        where.form = &form;
        where.target = {"ontvanger.example", 443, "/"};
        attempt_options how;
        how.first_wait = 1s;
        how.longest_wait = 60s;
        return push_lane{
            {{book, room.vault, room.clock, rights}, work, receives, watcher},
            where,
            options,
            attempts{how, [] { return 1.0; }}};
    }

    std::optional<model::timestamp> turn() { return await(lane.turn()); }

    strings states() {
        strings result;
        for (const auto& one : list(recipient)) {
            result.push_back(std::string{model::to_string(one.state)});
        }
        return result;
    }

    text_form form;
    receiver receives;
    no_watcher watcher;
    postvak_work work{{book, room.vault, room.clock, rights}, identity()};
    push_lane lane = make_lane();
};

TEST_F(push_lane_test, delivers_in_order_and_tells_the_sender) {
    send("een");
    send("twee");
    EXPECT_FALSE(turn());
    EXPECT_THAT(receives.heard, ElementsAre("een", "twee"));
    EXPECT_EQ(receives.opened, 1);
    EXPECT_EQ(states(), (strings{"afgeleverd", "afgeleverd"}));
    EXPECT_THAT(room.statuses(book), testing::Contains(recipient.to_string() + " afgeleverd"));
    EXPECT_FALSE(turn());
    EXPECT_EQ(receives.heard.size(), 2U) << "what was taken goes once";
}

TEST_F(push_lane_test, leaves_a_delivered_message_to_be_acknowledged) {
    const auto id = send("een");
    turn();
    EXPECT_TRUE(acknowledge(id));
    EXPECT_THAT(states(), IsEmpty());
}

TEST_F(push_lane_test, has_done_with_a_statusbericht_once_it_was_taken) {
    push_destination where;
    where.recipient = sender;
    where.form = &form;
    push_lane to_sender{
        {{book, room.vault, room.clock, rights}, work, receives, watcher},
        where,
        {},
        attempts{{}, [] { return 1.0; }}};
    send("een");
    deliver_statuses();
    ASSERT_FALSE(list(sender).empty());
    EXPECT_FALSE(await(to_sender.turn()));
    EXPECT_TRUE(list(sender).empty());
    EXPECT_THAT(receives.heard, testing::Each("status"));
}

TEST_F(push_lane_test, waits_for_a_receiver_that_is_not_there_and_goes_on_in_order) {
    send("een");
    send("twee");
    receives.says = {push_failure::not_reachable};
    EXPECT_EQ(turn(), room.clock.now() + 1s);
    EXPECT_THAT(receives.heard, ElementsAre("een")) << "one attempt is enough to know";
    EXPECT_EQ(turn(), room.clock.now() + 1s);
    room.clock.advance(1s);
    EXPECT_FALSE(turn());
    EXPECT_THAT(receives.heard, ElementsAre("een", "een", "twee"));
}

TEST_F(push_lane_test, holds_up_only_the_case_of_what_is_not_taken_yet) {
    send("een");
    send("twee");
    auto other = bericht("ander");
    other.casus = room.new_casus();
    send(other);
    receives.says = {status(500)};
    EXPECT_EQ(turn(), room.clock.now() + 1s);
    EXPECT_THAT(receives.heard, ElementsAre("een", "ander"));
    room.clock.advance(1s);
    turn();
    EXPECT_THAT(receives.heard, ElementsAre("een", "ander", "een", "twee"));
}

TEST_F(push_lane_test, parks_alone_what_is_refused_for_good_and_tells_the_sender) {
    send("een");
    send("twee");
    receives.says = {status(422)};
    turn();
    EXPECT_THAT(receives.heard, ElementsAre("een", "twee"));
    EXPECT_THAT(
        room.statuses(book),
        testing::Contains(recipient.to_string() + " geparkeerd webhook_weigert_bericht")
    );
    EXPECT_EQ(texts(claim(1)), (strings{"een"})) << "it can still be fetched";
}

TEST_F(push_lane_test, parks_after_the_term) {
    send("een");
    for (int i = 0; i < 400; ++i) {
        receives.says.push_back(push_failure::timed_out);
        const auto next = turn();
        if (!next) {
            break;
        }
        room.clock.advance(1h);
    }
    EXPECT_EQ(receives.heard.size(), 121U) << "an hour apart, five days long, and once more";
    EXPECT_THAT(
        room.statuses(book),
        testing::Contains(recipient.to_string() + " geparkeerd webhook_te_traag")
    );
}

TEST_F(push_lane_test, remembers_its_attempts_over_a_restart) {
    send("een");
    receives.says = {status(500)};
    turn();
    auto again = make_lane();
    EXPECT_EQ(await(again.turn()), room.clock.now() + 1s);
    EXPECT_EQ(receives.heard.size(), 1U);
}

TEST_F(push_lane_test, sends_again_what_parked_once_the_webhook_is_another) {
    send("een");
    receives.says = {status(400)};
    turn();
    auto again = make_lane();
    EXPECT_FALSE(await(again.turn()));
    EXPECT_EQ(receives.heard.size(), 1U);
    auto changed = make_lane();
    changed.go_again();
    EXPECT_FALSE(await(changed.turn()));
    EXPECT_EQ(receives.heard.size(), 2U);
    EXPECT_EQ(states(), (strings{"afgeleverd"}));
}

TEST_F(push_lane_test, sends_nothing_more_to_who_is_gone) {
    send("een");
    send("twee");
    receives.says = {status(410)};
    turn();
    EXPECT_EQ(receives.heard.size(), 1U);
    const auto told = room.statuses(book);
    EXPECT_EQ(
        std::count(
            told.begin(), told.end(), recipient.to_string() + " geparkeerd webhook_opgeheven"
        ),
        2
    );
}

TEST_F(push_lane_test, sends_nothing_while_the_right_is_lost) {
    send("een");
    rights.lost.insert(recipient);
    EXPECT_FALSE(turn());
    EXPECT_THAT(receives.heard, IsEmpty());
    rights.lost.clear();
    turn();
    EXPECT_THAT(receives.heard, ElementsAre("een"));
}

TEST_F(push_lane_test, leaves_alone_what_was_fetched) {
    send("een");
    ASSERT_EQ(claim().size(), 1U);
    EXPECT_FALSE(turn());
    EXPECT_THAT(receives.heard, IsEmpty());
}

TEST_F(push_lane_test, minds_that_its_message_was_settled_while_it_was_on_its_way) {
    const auto id = send("een");
    receives.meanwhile = [&] { EXPECT_TRUE(acknowledge(id)); };
    EXPECT_FALSE(turn());
    EXPECT_THAT(states(), IsEmpty());
}

TEST_F(push_lane_test, asks_for_leave_once_and_keeps_to_the_pace_that_was_given) {
    form.wants_leave = true;
    send("een");
    send("twee");
    push_answer leave;
    leave.status = 200;
    leave.allowed_origin = "HUB.example";
    leave.allowed_rate = "60";
    receives.says = {leave};
    EXPECT_EQ(turn(), room.clock.now() + 1s);
    EXPECT_THAT(receives.heard, ElementsAre("OPTIONS", "een"));
    room.clock.advance(1s);
    turn();
    EXPECT_THAT(receives.heard, ElementsAre("OPTIONS", "een", "twee"));
}

TEST_F(push_lane_test, sends_nothing_to_who_gives_no_leave) {
    form.wants_leave = true;
    send("een");
    push_answer other;
    other.status = 200;
    other.allowed_origin = "iemand.anders.example";
    receives.says = {status(204), other};
    turn();
    room.clock.advance(1s);
    turn();
    EXPECT_THAT(receives.heard, ElementsAre("OPTIONS", "OPTIONS"));
    EXPECT_EQ(states(), (strings{"klaargezet"}));
}

TEST_F(push_lane_test, carries_on_the_trace) {
    send("een");
    turn();
    EXPECT_THAT(receives.last.headers, testing::Contains(testing::Key("traceparent")));
}

}  // namespace
}  // namespace hub::delivery
