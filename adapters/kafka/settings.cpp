#include "adapters/kafka/settings.hpp"

#include "hub/runtime/thread.hpp"

#include <array>
#include <stdexcept>

namespace adapters::kafka {
namespace {

constexpr std::size_t error_text_bytes = 512;

constexpr const char* interceptor = "pmm";

// What goes to the brokers has been receipted already: the library's threads stand back.
rd_kafka_resp_err_t on_thread_start(
    rd_kafka_t* /*client*/,
    rd_kafka_thread_type_t /*type*/,
    const char* /*name*/,
    void* /*opaque*/
) {
    hub::runtime::stand_back();
    return RD_KAFKA_RESP_ERR_NO_ERROR;
}

rd_kafka_resp_err_t on_new(
    rd_kafka_t* client,
    const rd_kafka_conf_t* /*conf*/,
    void* opaque,
    char* /*text*/,
    std::size_t /*text_bytes*/
) {
    return rd_kafka_interceptor_add_on_thread_start(client, interceptor, on_thread_start, opaque);
}

class properties {
public:
    explicit properties(const connection& to) : native_{rd_kafka_conf_new()} {
        set("bootstrap.servers", to.brokers);
        set("client.id", to.client_id);
        set("socket.nagle.disable", "true");
        set("socket.keepalive.enable", "true");
        set("reconnect.backoff.ms", "100");
        set("reconnect.backoff.max.ms", "2000");
        set("topic.metadata.refresh.interval.ms", "30000");
        // After a leader change, and for a client's first record.
        set("topic.metadata.refresh.fast.interval.ms", "50");
        // A broker that closes an idle connection is no trouble.
        set("log.connection.close", "false");
        rd_kafka_conf_interceptor_add_on_new(native_.get(), interceptor, on_new, nullptr);
        // The library's own text reaches no log; what goes wrong comes as events.
        rd_kafka_conf_set_log_cb(native_.get(), nullptr);
        if (!to.roots.empty()) {
            set("security.protocol", "ssl");
            set("ssl.ca.location", to.roots.string());
            set("ssl.certificate.location", to.own.certificate.string());
            set("ssl.key.location", to.own.key.string());
        }
    }

    void set(const char* name, const std::string& value) {
        std::array<char, error_text_bytes> text{};
        if (rd_kafka_conf_set(native_.get(), name, value.c_str(), text.data(), text.size()) !=
            RD_KAFKA_CONF_OK) {
            throw std::logic_error{std::string{"librdkafka does not take the property "} + name};
        }
    }

    void deliver_events(int kinds) {
        rd_kafka_conf_set_events(native_.get(), kinds | RD_KAFKA_EVENT_ERROR);
    }

    made_client make(rd_kafka_type_t type) {
        std::array<char, error_text_bytes> text{};
        auto* made = rd_kafka_new(type, native_.get(), text.data(), text.size());
        if (made == nullptr) {
            const auto why = trouble_of(RD_KAFKA_RESP_ERR__INVALID_ARG, text.data());
            return {nullptr, why};
        }
        // The client has taken the configuration.
        static_cast<void>(native_.release());
        return {native::client{made}, trouble::none};
    }

private:
    native::configuration native_;
};

std::string text_of(std::chrono::milliseconds time) {
    return std::to_string(time.count());
}

}  // namespace

made_client make_producer(const connection& to, const producing& how) {
    properties values{to};
    values.set("acks", "all");
    values.set("enable.idempotence", how.idempotent ? "true" : "false");
    values.set("linger.ms", "1");
    values.set("compression.codec", how.compression);
    values.set("message.max.bytes", std::to_string(how.largest_message_bytes));
    values.set("message.timeout.ms", text_of(how.delivery_time));
    values.set("request.timeout.ms", text_of(how.delivery_time));
    values.set("queue.buffering.max.messages", std::to_string(how.queue_records));
    values.set("queue.buffering.max.kbytes", "65536");
    values.set("statistics.interval.ms", "10000");
    values.deliver_events(RD_KAFKA_EVENT_DR | RD_KAFKA_EVENT_STATS);
    return values.make(RD_KAFKA_PRODUCER);
}

made_client make_consumer(const connection& to, const consuming& how) {
    properties values{to};
    values.set("group.id", how.group);
    // The consumer's own transaction keeps its position; the group's only shows lag.
    values.set("enable.auto.commit", "false");
    values.set("enable.auto.offset.store", "false");
    values.set("auto.offset.reset", "error");
    // Cooperative assignment has known faults in this version of the library.
    values.set("partition.assignment.strategy", "range");
    values.set("session.timeout.ms", text_of(how.session_time));
    values.set("heartbeat.interval.ms", text_of(how.session_time / 10));
    values.set("max.poll.interval.ms", text_of(how.poll_time));
    values.set("fetch.wait.max.ms", "500");
    values.set("fetch.error.backoff.ms", "100");
    values.set("queued.min.messages", "2000");
    values.set("queued.max.messages.kbytes", "16384");
    values.set("allow.auto.create.topics", "false");
    values.deliver_events(
        RD_KAFKA_EVENT_FETCH | RD_KAFKA_EVENT_REBALANCE | RD_KAFKA_EVENT_OFFSET_COMMIT
    );
    auto made = values.make(RD_KAFKA_CONSUMER);
    if (made.client != nullptr) {
        rd_kafka_poll_set_consumer(made.client.get());
    }
    return made;
}

made_client make_reader(const connection& to) {
    properties values{to};
    // A group has to be named, but is never joined.
    values.set("group.id", "merkteken");
    values.set("enable.auto.commit", "false");
    values.set("auto.offset.reset", "error");
    values.deliver_events(0);
    return values.make(RD_KAFKA_CONSUMER);
}

}  // namespace adapters::kafka
