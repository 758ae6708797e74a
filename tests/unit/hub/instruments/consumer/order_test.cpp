#include "hub/instruments/consumer/order.hpp"

#include <gtest/gtest.h>

namespace hub::instruments::consumer {
namespace {

model::message_id id(std::uint8_t number) {
    model::uuid::bytes_type bytes{};
    bytes.back() = number;
    return model::message_id{model::uuid{bytes}};
}

TEST(order, holds_only_for_messages_of_a_casus) {
    const model::casus_id casus;
    EXPECT_TRUE(keeps_order(model::message_type::aanmelding, casus));
    EXPECT_TRUE(keeps_order(model::message_type::bericht, casus));
    EXPECT_TRUE(keeps_order(model::message_type::escalatie, casus));
    EXPECT_FALSE(keeps_order(model::message_type::bericht, std::nullopt));
    EXPECT_FALSE(keeps_order(model::message_type::statusbericht, casus));
    EXPECT_FALSE(keeps_order(model::message_type::signaal, std::nullopt));
    EXPECT_FALSE(keeps_order(model::message_type::registermutatie, std::nullopt));
}

TEST(order, begins_with_the_first_number) {
    const order_state order;
    EXPECT_EQ(order.turn_of(1), turn::now);
    EXPECT_EQ(order.turn_of(2), turn::early);
}

TEST(order, goes_on_with_the_next_number) {
    order_state order;
    order.applied(1, id(1));
    EXPECT_EQ(order.turn_of(1), turn::late);
    EXPECT_EQ(order.turn_of(2), turn::now);
    EXPECT_EQ(order.turn_of(3), turn::early);
}

TEST(order, knows_who_waits_and_whose_turn_it_is) {
    order_state order;
    order.wait(3, id(3));
    order.wait(2, id(2));
    EXPECT_FALSE(order.next_waiting());
    order.applied(1, id(1));
    EXPECT_EQ(order.next_waiting(), id(2));
    order.applied(2, id(2));
    EXPECT_EQ(order.next_waiting(), id(3));
    order.applied(3, id(3));
    EXPECT_FALSE(order.next_waiting());
}

TEST(order, survives_as_a_record) {
    order_state order;
    order.applied(1, id(1));
    order.wait(3, id(3));
    order.blocked_by(id(2));
    const order_state again{order.body()};
    EXPECT_EQ(again.turn_of(2), turn::now);
    EXPECT_EQ(again.record().blocked_by(), id(2).view());
    EXPECT_EQ(again.record().waiting_size(), 1);
}

TEST(order, forgets_what_blocked_it_once_that_is_applied) {
    order_state order;
    order.blocked_by(id(1));
    order.applied(1, id(1));
    EXPECT_TRUE(order.record().blocked_by().empty());
}

TEST(order, refuses_a_record_that_is_none) {
    EXPECT_THROW(order_state{std::string{"\xff\xff"}}, std::runtime_error);
}

}  // namespace
}  // namespace hub::instruments::consumer
