// Owners of librdkafka's objects, so that none outlives its client: a surviving one makes the
// client's destruction wait for ever.
#pragma once

#include <librdkafka/rdkafka.h>

#include <memory>

namespace adapters::kafka::native {

template <auto Destroy>
struct destroyer {
    template <class T>
    void operator()(T* object) const noexcept {
        Destroy(object);
    }
};

using configuration = std::unique_ptr<rd_kafka_conf_t, destroyer<rd_kafka_conf_destroy>>;
using client = std::unique_ptr<rd_kafka_t, destroyer<rd_kafka_destroy>>;
using queue = std::unique_ptr<rd_kafka_queue_t, destroyer<rd_kafka_queue_destroy>>;
using event = std::unique_ptr<rd_kafka_event_t, destroyer<rd_kafka_event_destroy>>;
using topic = std::unique_ptr<rd_kafka_topic_t, destroyer<rd_kafka_topic_destroy>>;
using message = std::unique_ptr<rd_kafka_message_t, destroyer<rd_kafka_message_destroy>>;
using error = std::unique_ptr<rd_kafka_error_t, destroyer<rd_kafka_error_destroy>>;
using partitions = std::
    unique_ptr<rd_kafka_topic_partition_list_t, destroyer<rd_kafka_topic_partition_list_destroy>>;
using metadata = std::unique_ptr<const rd_kafka_metadata_t, destroyer<rd_kafka_metadata_destroy>>;

}  // namespace adapters::kafka::native
