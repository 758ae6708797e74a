#include "hub/delivery/postvak_instrument.hpp"

#include "schemas/pmm/v1/envelope.pb.h"
#include "tests/unit/hub/delivery/postvak_fixture.hpp"

#include <gtest/gtest.h>

namespace hub::delivery {
namespace {

class postvak_instrument_test : public postvak_fixture {};

TEST_F(postvak_instrument_test, puts_a_message_into_each_postvak_that_it_names) {
    auto what = bericht("aan allen");
    what.destinations = {
        model::destination{recipient},
        model::destination{model::instrument::loket},
        model::destination{tests::support::test_oin(3)}};
    send(what);
    EXPECT_EQ(list(recipient).size(), 1U);
    EXPECT_EQ(list(tests::support::test_oin(3)).size(), 1U);
    EXPECT_EQ(room.statuses(book).size(), 2U);
}

TEST_F(postvak_instrument_test, leaves_out_what_names_no_organisation) {
    auto what = bericht("voor het loket");
    what.destinations = {model::destination{model::instrument::loket}};
    send(what);
    EXPECT_EQ(handled, 0U);
    EXPECT_TRUE(book.sent().empty());
}

TEST_F(postvak_instrument_test, puts_a_message_once_however_often_it_comes) {
    room.commit(bericht("een"));
    const auto records = room.take_outbox(room.writer);
    for (int i = 0; i < 3; ++i) {
        room.publish(records[0]);
        deliver();
    }
    EXPECT_EQ(list(recipient).size(), 1U);
    EXPECT_EQ(room.statuses(book).size(), 1U);
}

TEST_F(postvak_instrument_test, takes_no_content_of_another_message) {
    room.commit(bericht("een"));
    room.commit(bericht("twee"));
    const auto records = room.take_outbox(room.writer);
    pmm::v1::Envelope first;
    pmm::v1::Envelope second;
    ASSERT_TRUE(first.ParseFromString(records[0].value));
    ASSERT_TRUE(second.ParseFromString(records[1].value));
    *first.mutable_canonical() = second.canonical();
    auto forged = records[0];
    forged.value = first.SerializeAsString();
    room.publish(std::move(forged));
    deliver();
    EXPECT_TRUE(list(recipient).empty());
    EXPECT_EQ(room.count(book, "geparkeerd"), 1U);
    room.publish(records[0]);
    deliver();
    EXPECT_EQ(texts(list(recipient)), (strings{"een"}));
}

TEST_F(postvak_instrument_test, keeps_the_order_of_a_casus_per_recipient) {
    room.commit(bericht("een"));
    room.commit(bericht("twee"));
    auto other = bericht("ander");
    other.casus = room.new_casus();
    room.commit(other);
    const auto records = room.take_outbox(room.writer);
    room.publish(records[1]);
    room.publish(records[2]);
    deliver();
    EXPECT_EQ(texts(list(recipient)), (strings{"ander"}));
    room.publish(records[0]);
    deliver();
    EXPECT_EQ(texts(list(recipient)), (strings{"ander", "een", "twee"}));
}

TEST_F(postvak_instrument_test, never_believes_a_statusbericht_that_was_handed_in) {
    auto forged = bericht("");
    forged.type = model::message_type::statusbericht;
    forged.target = model::stream::status;
    forged.content.mutable_statusbericht()->set_toestand("verwerkt");
    send(forged);
    EXPECT_EQ(parked, 1U);
    EXPECT_TRUE(list(recipient).empty());
}

TEST_F(postvak_instrument_test, believes_the_book_when_it_remembers_longer) {
    // The record exists, but the id is not among the handled ones.
    const auto id = send("een");
    tests::support::fake_book other{{room.environment, "delivery"}, room.seal, room.clock};
    ports::book_transaction transaction;
    const auto kind = "postvak:" + recipient.to_string();
    transaction.changes.push_back(
        {kind, id.to_string(), room.value_of(book, kind, id.to_string()), 0}
    );
    tests::support::await(other.commit(std::move(transaction))).value();
    const std::vector<model::stream> streams{model::stream::bericht};
    tests::support::finite_subscriber subscriber{
        room.broker.subscribe({"andere", streams}, other),
        [&] { return room.all_read(other, streams); }};
    instruments::consumer::no_events watcher;
    instruments::consumer::runner runs{
        delivers,
        {subscriber, other, room.vault, room.verifier, room.clock, room.waiter, watcher, nullptr},
        identity()};
    tests::support::await(runs.run());
    EXPECT_EQ(room.count(other, kind), 1U);
    EXPECT_EQ(runs.counts().handled, 1U);
    EXPECT_TRUE(other.sent().empty());
}

}  // namespace
}  // namespace hub::delivery
