#include "adapters/kafka/errors.hpp"

#include <array>
#include <utility>

namespace adapters::kafka {

using hub::ports::errc;

std::optional<errc> outcome_of(rd_kafka_resp_err_t error, rd_kafka_msg_status_t status) noexcept {
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR && status == RD_KAFKA_MSG_STATUS_PERSISTED) {
        return std::nullopt;
    }
    if (error == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE) {
        return errc::too_large;
    }
    if (error == RD_KAFKA_RESP_ERR_INVALID_RECORD) {
        return errc::refused;
    }
    // A missing topic or right is ours to put right, whoever the record is from: it heals.
    switch (status) {
        case RD_KAFKA_MSG_STATUS_NOT_PERSISTED:
            return errc::retry;
        case RD_KAFKA_MSG_STATUS_POSSIBLY_PERSISTED:
        case RD_KAFKA_MSG_STATUS_PERSISTED:
            return errc::unknown;
    }
    return errc::unknown;
}

errc refusal_of(rd_kafka_resp_err_t error) noexcept {
    return error == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE ? errc::too_large : errc::retry;
}

namespace {

// OpenSSL names the alert that the broker ended the handshake with.
constexpr std::array<std::pair<std::string_view, trouble>, 9> phrases{{
    {"alert bad certificate", trouble::handshake_without_certificate},
    {"alert certificate required", trouble::handshake_without_certificate},
    {"alert certificate unknown", trouble::handshake_unknown_issuer},
    {"alert unknown ca", trouble::handshake_unknown_issuer},
    {"alert certificate expired", trouble::handshake_expired},
    {"alert certificate revoked", trouble::handshake_expired},
    {"certificate verify failed", trouble::broker_not_trusted},
    {"ssl.certificate.location", trouble::own_certificate_unreadable},
    {"ssl.key.location", trouble::own_certificate_unreadable},
}};

}  // namespace

trouble trouble_of(rd_kafka_resp_err_t error, std::string_view text) noexcept {
    for (const auto& [phrase, meaning] : phrases) {
        if (text.find(phrase) != std::string_view::npos) {
            return meaning;
        }
    }
    switch (error) {
        case RD_KAFKA_RESP_ERR__TRANSPORT:
        case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
        case RD_KAFKA_RESP_ERR__RESOLVE:
        case RD_KAFKA_RESP_ERR__TIMED_OUT:
        case RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE:
        case RD_KAFKA_RESP_ERR__MSG_TIMED_OUT:
        case RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT:
        case RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE:
        case RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION:
        case RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION:
            return trouble::unreachable;
        case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
        case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
        case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
            return trouble::not_authorised;
        case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
        case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
        case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
            return trouble::topic_missing;
        case RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS:
        case RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND:
            return trouble::too_few_replicas;
        default:
            return trouble::other;
    }
}

std::string_view words_of(trouble what) noexcept {
    switch (what) {
        case trouble::none:
            return {};
        case trouble::unreachable:
            return "Kafka is niet bereikbaar.";
        case trouble::handshake_without_certificate:
            return "Kafka weigert de handdruk: ons clientcertificaat ontbreekt of deugt niet.";
        case trouble::handshake_unknown_issuer:
            return "Kafka weigert de handdruk: het kent de uitgever van ons clientcertificaat "
                   "niet.";
        case trouble::handshake_expired:
            return "Kafka weigert de handdruk: ons clientcertificaat is verlopen of ingetrokken.";
        case trouble::broker_not_trusted:
            return "Het certificaat van Kafka is met onze stamcertificaten niet te controleren.";
        case trouble::own_certificate_unreadable:
            return "Ons eigen clientcertificaat voor Kafka of de sleutel ervan is niet te lezen.";
        case trouble::not_authorised:
            return "Kafka geeft deze rol geen recht op een onderwerp of groep.";
        case trouble::topic_missing:
            return "Een onderwerp bestaat niet op Kafka.";
        case trouble::too_few_replicas:
            return "Kafka heeft te weinig kopieen om veilig te schrijven.";
        case trouble::reader_silent:
            return "Deze rol kreeg niet wat er op een onderwerp staat; de lezer is opnieuw "
                   "verbonden.";
        case trouble::other:
            return "Kafka meldt een fout.";
    }
    return {};
}

}  // namespace adapters::kafka
