#include "hub/app/kafka_options.hpp"

namespace hub::app {

namespace configuration = adapters::configuration;
namespace kafka = adapters::kafka;

namespace {

std::string brokers_of(const configuration::broker_settings& how) {
    std::string list;
    for (const auto& one : how.addresses) {
        list += (list.empty() ? "" : ",") + one;
    }
    return list;
}

kafka::certificate_files
files_of(const std::string& principal, const configuration::broker_settings& how) {
    return {how.certificates / (principal + ".pem"), how.certificates / (principal + ".key")};
}

}  // namespace

kafka::topic_table topic_table_of(const configuration::broker_settings& how) {
    kafka::topic_table table;
    table.prefix = how.prefix;
    table.replication = how.replication;
    table.min_insync = how.min_insync;
    for (const auto& one : how.topics) {
        kafka::topic topic;
        topic.stream = one.stream;
        topic.name = how.prefix + std::string{model::to_string(one.stream)} + ".v" +
                     std::to_string(one.version);
        topic.partitions = one.partitions;
        topic.old_records = one.compact ? kafka::cleanup::compact : kafka::cleanup::forget;
        if (one.retention.count() > 0) {
            topic.retention = one.retention;
        }
        topic.writers = one.writers;
        topic.readers = one.readers;
        table.topics.push_back(std::move(topic));
    }
    return table;
}

kafka::cluster_options kafka_options(const configuration::configuration& how) {
    kafka::cluster_options options;
    options.brokers = brokers_of(how.broker);
    options.environment = how.environment;
    options.topics = topic_table_of(how.broker);
    options.roots = how.broker.roots;
    for (const auto role : how.roles) {
        // The console only looks.
        if (role != configuration::role::console) {
            const std::string name{configuration::to_string(role)};
            options.principals[name] = files_of(name, how.broker);
        }
    }
    for (const auto& name : how.broker.also_speaks_as) {
        options.principals[name] = files_of(name, how.broker);
    }
    return options;
}

kafka::connection
connection_as(const std::string& principal, const configuration::broker_settings& how) {
    kafka::connection to;
    to.brokers = brokers_of(how);
    to.roots = how.roots;
    to.own = files_of(principal, how);
    to.client_id = "pmm-hubctl-" + principal;
    return to;
}

}  // namespace hub::app
