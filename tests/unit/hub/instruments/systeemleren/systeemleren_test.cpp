#include "hub/instruments/systeemleren/systeemleren.hpp"

#include "tests/unit/hub/instruments/instrument_bench.hpp"

#include <gtest/gtest.h>

namespace hub::instruments::systeemleren {
namespace {

TEST(systeemleren, keeps_signals) {
    const systeemleren tested;
    instrument_bench bench{tested};
    auto message = message_of(model::message_type::signaal, 1);
    message.content.mutable_signaal()->set_omschrijving("regels botsen");
    const auto result = bench.decide(message);
    EXPECT_EQ(result.outcomes[0].state, model::state::verwerkt);
    EXPECT_EQ(result.outcomes[0].destination, "systeemleren");
    EXPECT_EQ(bench.count(signal_kind), 1U);
}

TEST(systeemleren, refuses_what_is_no_signal) {
    const systeemleren tested;
    instrument_bench bench{tested};
    auto message = message_of(model::message_type::bericht, 1);
    message.content.mutable_signaal();
    EXPECT_EQ(bench.decide(message).outcomes[0].reason, "alleen_signalen");
    auto empty = message_of(model::message_type::signaal, 2);
    EXPECT_EQ(bench.decide(empty).outcomes[0].reason, "alleen_signalen");
    EXPECT_EQ(bench.count(signal_kind), 0U);
}

}  // namespace
}  // namespace hub::instruments::systeemleren
