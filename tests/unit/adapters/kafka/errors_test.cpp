#include "adapters/kafka/errors.hpp"

#include "adapters/kafka/standing.hpp"

#include <gtest/gtest.h>

namespace {

using namespace adapters::kafka;
using hub::ports::errc;

struct delivery {
    rd_kafka_resp_err_t error;
    rd_kafka_msg_status_t status;
    std::optional<errc> outcome;
};

TEST(kafka_errors, only_what_is_persisted_without_error_counts_as_durable) {
    constexpr auto not_persisted = RD_KAFKA_MSG_STATUS_NOT_PERSISTED;
    constexpr auto perhaps = RD_KAFKA_MSG_STATUS_POSSIBLY_PERSISTED;
    constexpr auto persisted = RD_KAFKA_MSG_STATUS_PERSISTED;
    const std::vector<delivery> table{
        {RD_KAFKA_RESP_ERR_NO_ERROR, persisted, std::nullopt},
        {RD_KAFKA_RESP_ERR_NO_ERROR, perhaps, errc::unknown},
        {RD_KAFKA_RESP_ERR_NO_ERROR, not_persisted, errc::retry},
        {RD_KAFKA_RESP_ERR__MSG_TIMED_OUT, not_persisted, errc::retry},
        {RD_KAFKA_RESP_ERR__MSG_TIMED_OUT, perhaps, errc::unknown},
        {RD_KAFKA_RESP_ERR__PURGE_QUEUE, not_persisted, errc::retry},
        {RD_KAFKA_RESP_ERR__PURGE_INFLIGHT, perhaps, errc::unknown},
        {RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS, not_persisted, errc::retry},
        {RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND, perhaps, errc::unknown},
        {RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, not_persisted, errc::too_large},
        {RD_KAFKA_RESP_ERR_INVALID_RECORD, not_persisted, errc::refused},
        {RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, not_persisted, errc::retry},
        {RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, not_persisted, errc::retry},
        {RD_KAFKA_RESP_ERR__FATAL, perhaps, errc::unknown},
    };
    for (const auto& one : table) {
        EXPECT_EQ(outcome_of(one.error, one.status), one.outcome) << rd_kafka_err2name(one.error);
    }
}

TEST(kafka_errors, what_is_not_taken_is_tried_again_unless_it_is_too_large) {
    EXPECT_EQ(refusal_of(RD_KAFKA_RESP_ERR__QUEUE_FULL), errc::retry);
    EXPECT_EQ(refusal_of(RD_KAFKA_RESP_ERR__FATAL), errc::retry);
    EXPECT_EQ(refusal_of(RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE), errc::too_large);
}

TEST(kafka_errors, a_refused_handshake_reads_otherwise_than_a_broker_that_is_away) {
    constexpr auto transport = RD_KAFKA_RESP_ERR__TRANSPORT;
    EXPECT_EQ(
        trouble_of(
            transport, "Receive failed: error:0A000412:SSL routines::sslv3 alert bad certificate"
        ),
        trouble::handshake_without_certificate
    );
    EXPECT_EQ(
        trouble_of(transport, "error:0A000416:SSL routines::sslv3 alert certificate unknown"),
        trouble::handshake_unknown_issuer
    );
    EXPECT_EQ(
        trouble_of(
            RD_KAFKA_RESP_ERR__SSL, "error:0A000086:SSL routines::certificate verify failed"
        ),
        trouble::broker_not_trusted
    );
    EXPECT_EQ(
        trouble_of(transport, "Connect to ipv4#127.0.0.1:1 failed: Connection refused"),
        trouble::unreachable
    );
    EXPECT_NE(words_of(trouble::handshake_without_certificate), words_of(trouble::unreachable));
}

TEST(kafka_standing, tells_why_the_cluster_is_unreachable_until_something_succeeds) {
    standing one;
    one.hint(trouble::handshake_without_certificate);
    EXPECT_EQ(one.now(), trouble::none) << "one connection of several is no trouble yet";
    one.failed(trouble::unreachable);
    EXPECT_EQ(one.now(), trouble::handshake_without_certificate);
    one.succeeded();
    EXPECT_EQ(one.now(), trouble::none);
    one.failed(trouble::unreachable);
    EXPECT_EQ(one.now(), trouble::unreachable) << "an earlier reason is forgotten";
}

}  // namespace
