#include "hub/instruments/consumer/trace.hpp"

#include <gtest/gtest.h>

namespace hub::instruments::consumer {
namespace {

const auto message = *model::message_id::parse("01980000-0000-7000-8000-0000000000aa");

TEST(trace, continues_the_senders_trace) {
    const auto result =
        continue_trace("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", message, "loket");
    EXPECT_EQ(result.trace_id, "4bf92f3577b34da6a3ce929d0e0e4736");
    EXPECT_EQ(result.span_id.size(), 16U);
    EXPECT_NE(result.span_id, "00f067aa0ba902b7");
    EXPECT_EQ(result.traceparent().size(), 55U);
}

TEST(trace, names_a_trace_after_the_message_where_there_is_none) {
    EXPECT_EQ(continue_trace("", message, "loket").trace_id, "019800000000700080000000000000aa");
    EXPECT_EQ(
        continue_trace("00-XYZ92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", message, "loket")
            .trace_id,
        "019800000000700080000000000000aa"
    );
}

TEST(trace, gives_each_consumer_its_own_span_and_the_same_each_time) {
    const auto loket = continue_trace("", message, "loket");
    EXPECT_EQ(loket.span_id, continue_trace("", message, "loket").span_id);
    EXPECT_NE(loket.span_id, continue_trace("", message, "delivery").span_id);
}

}  // namespace
}  // namespace hub::instruments::consumer
