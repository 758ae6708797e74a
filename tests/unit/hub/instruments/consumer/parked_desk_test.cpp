#include "hub/instruments/consumer/parked_desk.hpp"

#include "tests/unit/hub/instruments/consumer/counting_instrument.hpp"

#include <gtest/gtest.h>

namespace hub::instruments::consumer {
namespace {

class parked_desk_test : public runner_fixture {
protected:
    // The middle of three messages of a casus is parked, the last one waits.
    void SetUp() override {
        counter.poison = {"gif"};
        casus_ = room.new_casus();
        room.send(bericht(casus_, "een"));
        parked_ = room.send(bericht(casus_, "gif"));
        waiting_ = room.send(bericht(casus_, "drie"));
        run();
        subscriber_ = room.broker.subscribe({"balie", {}}, book);
        desk_ = std::make_unique<parked_desk>(
            counter, ports_with(*subscriber_, room.waiter), options()
        );
    }

    desk_report replay(execution how = execution::perform) {
        return tests::support::await(desk_->replay(parked_.to_string(), "operator-1", how)).value();
    }

    ports::result<desk_report>
    end(std::string id, std::string second = "operator-2", execution how = execution::perform) {
        end_request request;
        request.id = std::move(id);
        request.reason_code = "niet_meer_nodig";
        request.actor = "operator-1";
        request.second_person = std::move(second);
        return tests::support::await(desk_->end(std::move(request), how));
    }

    model::casus_id casus_;
    model::message_id parked_;
    model::message_id waiting_;
    std::unique_ptr<ports::subscriber> subscriber_;
    std::unique_ptr<parked_desk> desk_;
};

TEST_F(parked_desk_test, shows_what_is_held_and_why) {
    const auto parked = tests::support::await(desk_->list(held_kind::parked, 0, 10)).value();
    ASSERT_EQ(parked.size(), 1U);
    EXPECT_EQ(parked[0].id, parked_.to_string());
    EXPECT_EQ(parked[0].code, "onverwerkbaar");
    EXPECT_EQ(parked[0].attempts, 3U);
    EXPECT_EQ(parked[0].casus, casus_);
    const auto waiting = tests::support::await(desk_->list(held_kind::waiting, 0, 10)).value();
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_EQ(waiting[0].code, "wacht_op_voorganger");
}

TEST_F(parked_desk_test, replays_and_lets_successors_go_on) {
    counter.poison.clear();
    const auto report = replay();
    EXPECT_EQ(report.result, "behandeld");
    EXPECT_EQ(report.released, 1U);
    EXPECT_EQ(diary(casus_), "een gif drie ");
    EXPECT_EQ(room.count(book, "geparkeerd"), 0U);
    EXPECT_EQ(room.count(book, "wachtend"), 0U);
    ASSERT_EQ(book.acts().size(), 1U);
    EXPECT_EQ(book.acts()[0].actor, "operator-1");
}

TEST_F(parked_desk_test, counts_another_failure_and_tells_the_sender_once) {
    const auto before = room.statuses(book).size();
    EXPECT_EQ(replay().result, "geparkeerd");
    const auto parked = tests::support::await(desk_->list(held_kind::parked, 0, 10)).value();
    ASSERT_EQ(parked.size(), 1U);
    EXPECT_EQ(parked[0].attempts, 6U);
    EXPECT_EQ(room.statuses(book).size(), before);
}

TEST_F(parked_desk_test, rehearses_without_changing_anything) {
    counter.poison.clear();
    const auto report = replay(execution::rehearse);
    EXPECT_EQ(report.result, "behandeld");
    EXPECT_EQ(report.released, 1U);
    EXPECT_EQ(diary(casus_), "een ");
    EXPECT_EQ(room.count(book, "geparkeerd"), 1U);
    EXPECT_TRUE(book.acts().empty());
}

TEST_F(parked_desk_test, ends_with_a_reason_and_lets_successors_go_on) {
    const auto report = end(parked_.to_string()).value();
    EXPECT_EQ(report.result, "gesloten");
    EXPECT_EQ(report.released, 1U);
    EXPECT_EQ(diary(casus_), "een drie ");
    EXPECT_EQ(room.count(book, "geparkeerd"), 0U);
    EXPECT_EQ(room.statuses(book).size(), 4U);
    EXPECT_EQ(room.statuses(book)[2], "loket afgesloten niet_meer_nodig");
}

TEST_F(parked_desk_test, lets_a_waiting_message_skip_its_predecessor) {
    EXPECT_EQ(end(waiting_.to_string()).value().result, "behandeld");
    EXPECT_EQ(diary(casus_), "een drie ");
    // The skipped one is not lost: it can still be decided again, late.
    counter.poison.clear();
    EXPECT_EQ(replay().result, "behandeld");
    EXPECT_EQ(diary(casus_), "een drie gif ");
}

TEST_F(parked_desk_test, asks_for_two_persons_and_a_reason) {
    EXPECT_EQ(end(parked_.to_string(), "operator-1").error(), ports::errc::refused);
    EXPECT_EQ(end(parked_.to_string(), "").error(), ports::errc::refused);
    EXPECT_EQ(room.count(book, "geparkeerd"), 1U);
}

TEST_F(parked_desk_test, says_when_there_is_no_such_message) {
    EXPECT_EQ(end(casus_.to_string()).error(), ports::errc::not_found);
}

TEST_F(parked_desk_test, decides_again_when_the_runner_was_first) {
    counter.poison.clear();
    book.fail_commits(ports::errc::conflict, 2);
    EXPECT_EQ(replay().result, "behandeld");
    EXPECT_EQ(diary(casus_), "een gif drie ");
}

TEST_F(parked_desk_test, goes_on_in_order_after_a_replay) {
    counter.poison.clear();
    static_cast<void>(replay());
    room.send(bericht(casus_, "vier"));
    run();
    EXPECT_EQ(diary(casus_), "een gif drie vier ");
}

// A forged copy of a message of its own casus; the record's id is its place on the broker.
class forged_message_test : public parked_desk_test {
protected:
    void SetUp() override {
        parked_desk_test::SetUp();
        other_ = room.new_casus();
        room.commit(bericht(other_, "waar"));
        true_one_ = room.take_outbox(room.writer).front();
        pmm::v1::Envelope envelope;
        ASSERT_TRUE(envelope.ParseFromString(true_one_.value));
        envelope.set_owner_oin(tests::support::test_oin(7).to_string());
        auto forged = true_one_;
        forged.value = envelope.SerializeAsString();
        room.publish(std::move(forged));
        run();
        for (const auto& one :
             tests::support::await(desk_->list(held_kind::parked, 0, 10)).value()) {
            if (one.id != parked_.to_string()) {
                id_ = one.id;
            }
        }
        ASSERT_FALSE(id_.empty());
    }

    std::string replay_forged() {
        return tests::support::await(desk_->replay(id_, "operator-1", execution::perform))
            .value()
            .result;
    }

    model::casus_id other_;
    ports::record true_one_;
    std::string id_;
};

TEST_F(forged_message_test, stays_parked_when_replayed) {
    EXPECT_EQ(replay_forged(), "geparkeerd");
    EXPECT_EQ(diary(other_), "");
    EXPECT_EQ(room.count(book, "geparkeerd"), 2U);
}

TEST_F(forged_message_test, does_not_stand_in_the_way_of_the_true_one) {
    room.publish(true_one_);
    run();
    EXPECT_EQ(diary(other_), "waar ");
    EXPECT_EQ(replay_forged(), "geparkeerd");
    EXPECT_EQ(diary(other_), "waar ");
}

TEST_F(forged_message_test, ends_without_telling_anybody) {
    const auto before = book.sent().size();
    EXPECT_EQ(end(id_).value().result, "gesloten");
    EXPECT_EQ(room.count(book, "geparkeerd"), 1U);
    EXPECT_EQ(book.sent().size(), before);
    room.publish(true_one_);
    run();
    EXPECT_EQ(diary(other_), "waar ");
}

}  // namespace
}  // namespace hub::instruments::consumer
