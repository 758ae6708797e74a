#include "hub/model/words.hpp"

#include "hub/model/destination.hpp"
#include "hub/model/environment.hpp"

#include <gtest/gtest.h>

namespace {

using namespace hub::model;

TEST(words, lead_back_to_their_value) {
    for (const auto value : {stream::aanmelding, stream::register_, stream::geparkeerd}) {
        EXPECT_EQ(parse_stream(to_string(value)), value);
    }
    for (const auto value : {state::ontvangen, state::afgesloten, state::gewist}) {
        EXPECT_EQ(parse_state(to_string(value)), value);
    }
    for (const auto value :
         {message_type::aanmelding, message_type::escalatie, message_type::statusbericht}) {
        EXPECT_EQ(parse_message_type(to_string(value)), value);
        EXPECT_EQ(parse_cloudevents_type(cloudevents_type(value)), value);
    }
    for (const auto value : {environment::ontwikkel, environment::test, environment::productie}) {
        EXPECT_EQ(parse_environment(to_string(value)), value);
    }
    EXPECT_FALSE(parse_stream("zaak"));
}

TEST(words, only_outcomes_are_final) {
    EXPECT_TRUE(is_final(state::verwerkt));
    EXPECT_TRUE(is_final(state::geweigerd));
    EXPECT_FALSE(is_final(state::geparkeerd));
    EXPECT_FALSE(is_final(state::opgehaald));
}

TEST(destination, is_an_instrument_or_an_organisation) {
    EXPECT_EQ(destination::parse("loket"), destination{instrument::loket});
    EXPECT_EQ(destination::parse("register")->name(), "register");
    EXPECT_EQ(destination::parse("00000099000000010000")->name(), "00000099000000010000");
    EXPECT_FALSE(destination::parse("gemeente"));
}

}  // namespace
