// What librdkafka's errors mean: for a record one of the three answers, for an operator a trouble
// in words.
#pragma once

#include "hub/ports/result.hpp"

#include <librdkafka/rdkafka.h>

#include <optional>
#include <string_view>

namespace adapters::kafka {

// What became of one record by its delivery report; no error code when it is durable.
[[nodiscard]] std::optional<hub::ports::errc>
outcome_of(rd_kafka_resp_err_t error, rd_kafka_msg_status_t status) noexcept;

// What became of one record that was not even taken.
[[nodiscard]] hub::ports::errc refusal_of(rd_kafka_resp_err_t error) noexcept;

// What stands between a client and its cluster.
enum class trouble {
    none,
    unreachable,
    handshake_without_certificate,
    handshake_unknown_issuer,
    handshake_expired,
    broker_not_trusted,
    own_certificate_unreadable,
    not_authorised,
    topic_missing,
    too_few_replicas,
    reader_silent,
    other,
};

// The text is the library's own: it is looked at and never passed on.
[[nodiscard]] trouble trouble_of(rd_kafka_resp_err_t error, std::string_view text) noexcept;

// Plain Dutch for operators; empty for none.
[[nodiscard]] std::string_view words_of(trouble what) noexcept;

}  // namespace adapters::kafka
