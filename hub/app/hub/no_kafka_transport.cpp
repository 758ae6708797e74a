// For builds without librdkafka.
#include "hub/app/hub/transport.hpp"

#include <stdexcept>

namespace hub::app {

std::unique_ptr<transport> create_kafka_transport(
    const adapters::configuration::configuration& /*how*/
) {
    throw std::runtime_error{"deze bouw kent geen Kafka"};
}

}  // namespace hub::app
