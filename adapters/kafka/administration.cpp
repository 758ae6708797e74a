#include "adapters/kafka/administration.hpp"

#include "adapters/kafka/inspection.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <span>
#include <stdexcept>
#include <thread>

namespace adapters::kafka {
namespace {

using namespace std::chrono_literals;

constexpr auto limit = 20s;
constexpr int limit_ms = 20'000;
constexpr std::int32_t looks_per_broker = 2;

using acl = std::unique_ptr<rd_kafka_AclBinding_t, native::destroyer<rd_kafka_AclBinding_destroy>>;
using new_topic =
    std::unique_ptr<rd_kafka_NewTopic_t, native::destroyer<rd_kafka_NewTopic_destroy>>;
using config_resource =
    std::unique_ptr<rd_kafka_ConfigResource_t, native::destroyer<rd_kafka_ConfigResource_destroy>>;

[[noreturn]] void fail(const std::string& what, rd_kafka_resp_err_t error) {
    const auto why = trouble_of(error, {});
    throw std::runtime_error{
        what + ": " +
        (why == trouble::other ? std::string{"Kafka antwoordt "} + rd_kafka_err2name(error)
                               : std::string{words_of(why)})};
}

void check(const std::string& what, rd_kafka_resp_err_t error) {
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
        fail(what, error);
    }
}

rd_kafka_ResourceType_t native_resource(right::resource what) {
    switch (what) {
        case right::resource::topic:
            return RD_KAFKA_RESOURCE_TOPIC;
        case right::resource::group:
            return RD_KAFKA_RESOURCE_GROUP;
        case right::resource::other:
            break;
    }
    return RD_KAFKA_RESOURCE_ANY;
}

rd_kafka_AclOperation_t native_operation(right::operation what) {
    switch (what) {
        case right::operation::read:
            return RD_KAFKA_ACL_OPERATION_READ;
        case right::operation::write:
            return RD_KAFKA_ACL_OPERATION_WRITE;
        case right::operation::other:
            break;
    }
    return RD_KAFKA_ACL_OPERATION_ANY;
}

right right_of(const rd_kafka_AclBinding_t* found) {
    right one;
    const auto on = rd_kafka_AclBinding_restype(found);
    one.on = on == RD_KAFKA_RESOURCE_TOPIC   ? right::resource::topic
             : on == RD_KAFKA_RESOURCE_GROUP ? right::resource::group
                                             : right::resource::other;
    one.name = rd_kafka_AclBinding_name(found);
    one.by_prefix =
        rd_kafka_AclBinding_resource_pattern_type(found) == RD_KAFKA_RESOURCE_PATTERN_PREFIXED;
    one.principal = rd_kafka_AclBinding_principal(found);
    const auto may = rd_kafka_AclBinding_operation(found);
    one.may = may == RD_KAFKA_ACL_OPERATION_READ    ? right::operation::read
              : may == RD_KAFKA_ACL_OPERATION_WRITE ? right::operation::write
                                                    : right::operation::other;
    return one;
}

rd_kafka_ResourcePatternType_t pattern_of(const right& one) {
    return one.by_prefix ? RD_KAFKA_RESOURCE_PATTERN_PREFIXED : RD_KAFKA_RESOURCE_PATTERN_LITERAL;
}

// The library takes arrays of pointers that the caller owns.
template <class Owner>
auto raw(const std::vector<Owner>& owners) {
    std::vector<typename Owner::pointer> pointers;
    pointers.reserve(owners.size());
    for (const auto& one : owners) {
        pointers.push_back(one.get());
    }
    return pointers;
}

}  // namespace

administration::administration(connection to) : to_{std::move(to)} {
    auto made = make_reader(to_);
    if (made.client == nullptr) {
        throw std::runtime_error{std::string{words_of(made.why)}};
    }
    client_ = std::move(made.client);
    queue_.reset(rd_kafka_queue_new(client_.get()));
}

native::event administration::answer(rd_kafka_event_type_t kind) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (std::chrono::steady_clock::now() < end) {
        native::event event{rd_kafka_queue_poll(queue_.get(), limit_ms)};
        if (event != nullptr && rd_kafka_event_type(event.get()) == kind) {
            check("Kafka voert de opdracht niet uit", rd_kafka_event_error(event.get()));
            return event;
        }
    }
    throw std::runtime_error{std::string{words_of(trouble::unreachable)}};
}

found_cluster administration::look(const topic_table& stated) {
    found_cluster found;
    look_at_topics(stated, found);
    look_at_settings(found);
    look_at_rights(found);
    const auto marker = read_marker(to_, stated, limit);
    if (marker.why != trouble::none) {
        throw std::runtime_error{std::string{words_of(marker.why)}};
    }
    found.marker = marker.environment;
    return found;
}

void administration::look_at_topics(const topic_table& stated, found_cluster& into) {
    const rd_kafka_metadata_t* seen = nullptr;
    const auto error = rd_kafka_metadata(client_.get(), 1, nullptr, &seen, limit_ms);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
        // The reason of a refused handshake comes as an event of the client itself.
        const native::queue own{rd_kafka_queue_get_main(client_.get())};
        auto why = trouble_of(error, {});
        while (const native::event event{rd_kafka_queue_poll(own.get(), 0)}) {
            const auto* text = rd_kafka_event_error_string(event.get());
            const auto hinted =
                trouble_of(rd_kafka_event_error(event.get()), text == nullptr ? "" : text);
            why = hinted == trouble::other || hinted == trouble::unreachable ? why : hinted;
        }
        throw std::runtime_error{std::string{words_of(why)}};
    }
    const native::metadata owner{seen};
    into.brokers = seen->broker_cnt;
    for (const auto& one : std::span{seen->topics, static_cast<std::size_t>(seen->topic_cnt)}) {
        if (stated.find(std::string_view{one.topic}) != nullptr || stated.marker() == one.topic) {
            into.topics.push_back({one.topic, one.partition_cnt, {}});
        }
    }
}

void administration::look_at_settings(found_cluster& into) {
    if (into.topics.empty()) {
        return;
    }
    std::vector<config_resource> asked;
    for (const auto& one : into.topics) {
        asked.emplace_back(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, one.name.c_str()));
    }
    auto list = raw(asked);
    rd_kafka_DescribeConfigs(client_.get(), list.data(), list.size(), nullptr, queue_.get());
    const auto event = answer(RD_KAFKA_EVENT_DESCRIBECONFIGS_RESULT);
    std::size_t count = 0;
    const auto* resources = rd_kafka_DescribeConfigs_result_resources(
        rd_kafka_event_DescribeConfigs_result(event.get()), &count
    );
    constexpr std::array stated_names{
        "cleanup.policy", "max.message.bytes", "min.insync.replicas", "retention.ms"};
    for (const auto* resource : std::span{resources, count}) {
        const std::string name = rd_kafka_ConfigResource_name(resource);
        auto topic = std::find_if(into.topics.begin(), into.topics.end(), [&name](const auto& one) {
            return one.name == name;
        });
        std::size_t entries = 0;
        const auto* values = rd_kafka_ConfigResource_configs(resource, &entries);
        for (const auto* value : std::span{values, entries}) {
            const std::string key = rd_kafka_ConfigEntry_name(value);
            if (std::find(stated_names.begin(), stated_names.end(), key) != stated_names.end()) {
                topic->settings[key] = rd_kafka_ConfigEntry_value(value);
            }
        }
    }
}

void administration::look_at_rights(found_cluster& into) {
    std::array<char, 256> text{};
    const acl everything{rd_kafka_AclBindingFilter_new(
        RD_KAFKA_RESOURCE_ANY,
        nullptr,
        RD_KAFKA_RESOURCE_PATTERN_ANY,
        nullptr,
        nullptr,
        RD_KAFKA_ACL_OPERATION_ANY,
        RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW,
        text.data(),
        text.size()
    )};
    rd_kafka_DescribeAcls(client_.get(), everything.get(), nullptr, queue_.get());
    const auto event = answer(RD_KAFKA_EVENT_DESCRIBEACLS_RESULT);
    std::size_t count = 0;
    const auto* all =
        rd_kafka_DescribeAcls_result_acls(rd_kafka_event_DescribeAcls_result(event.get()), &count);
    for (const auto* one : std::span{all, count}) {
        into.rights.insert(right_of(one));
    }
}

void administration::perform(
    const preparation& what,
    const topic_table& stated,
    hub::model::environment environment
) {
    make_topics(what.make);
    change_topics(what.change);
    grant(what.grant);
    revoke(what.revoke);
    await_everywhere(stated, [&what](const found_cluster& found) { return is_there(what, found); });
    if (what.write_marker) {
        const auto failed = write_marker(to_, stated, environment, limit);
        if (failed != trouble::none) {
            throw std::runtime_error{std::string{words_of(failed)}};
        }
    }
}

void administration::make_topics(const std::vector<wanted_topic>& all) {
    if (all.empty()) {
        return;
    }
    std::vector<new_topic> made;
    for (const auto& one : all) {
        auto& next = made.emplace_back(
            rd_kafka_NewTopic_new(one.name.c_str(), one.partitions, one.replication, nullptr, 0)
        );
        for (const auto& [name, value] : one.settings) {
            rd_kafka_NewTopic_set_config(next.get(), name.c_str(), value.c_str());
        }
    }
    auto list = raw(made);
    rd_kafka_CreateTopics(client_.get(), list.data(), list.size(), nullptr, queue_.get());
    const auto event = answer(RD_KAFKA_EVENT_CREATETOPICS_RESULT);
    std::size_t count = 0;
    const auto* results = rd_kafka_CreateTopics_result_topics(
        rd_kafka_event_CreateTopics_result(event.get()), &count
    );
    for (const auto* one : std::span{results, count}) {
        const auto error = rd_kafka_topic_result_error(one);
        if (error != RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) {
            check(std::string{"Onderwerp "} + rd_kafka_topic_result_name(one), error);
        }
    }
}

// The controller answers before every broker knows, and which one is asked is chance: so it is
// asked more often than there are brokers, each time by another client.
void administration::await_everywhere(const topic_table& stated, const expectation& is_so) {
    const auto end = std::chrono::steady_clock::now() + limit;
    for (std::int32_t agreeing = 0;;) {
        administration other{to_};
        found_cluster found;
        other.look_at_topics(stated, found);
        other.look_at_settings(found);
        other.look_at_rights(found);
        agreeing = is_so(found) ? agreeing + 1 : 0;
        if (agreeing >= (found.brokers == 1 ? 1 : looks_per_broker * found.brokers)) {
            return;
        }
        if (agreeing == 0) {
            if (std::chrono::steady_clock::now() > end) {
                throw std::runtime_error{"Wat veranderd is, verschijnt niet op alle brokers."};
            }
            std::this_thread::sleep_for(100ms);
        }
    }
}

void administration::change_topics(const std::vector<wanted_topic>& all) {
    if (all.empty()) {
        return;
    }
    std::vector<config_resource> changed;
    for (const auto& one : all) {
        auto& next = changed.emplace_back(
            rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, one.name.c_str())
        );
        for (const auto& [name, value] : one.settings) {
            rd_kafka_ConfigResource_set_config(next.get(), name.c_str(), value.c_str());
        }
    }
    auto list = raw(changed);
    rd_kafka_AlterConfigs(client_.get(), list.data(), list.size(), nullptr, queue_.get());
    std::ignore = answer(RD_KAFKA_EVENT_ALTERCONFIGS_RESULT);
}

void administration::grant(const std::vector<right>& all) {
    if (all.empty()) {
        return;
    }
    std::vector<acl> bindings;
    for (const auto& one : all) {
        bindings.emplace_back(rd_kafka_AclBinding_new(
            native_resource(one.on),
            one.name.c_str(),
            pattern_of(one),
            one.principal.c_str(),
            "*",
            native_operation(one.may),
            RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW,
            nullptr,
            0
        ));
    }
    auto list = raw(bindings);
    rd_kafka_CreateAcls(client_.get(), list.data(), list.size(), nullptr, queue_.get());
    const auto event = answer(RD_KAFKA_EVENT_CREATEACLS_RESULT);
    std::size_t count = 0;
    const auto* results =
        rd_kafka_CreateAcls_result_acls(rd_kafka_event_CreateAcls_result(event.get()), &count);
    for (const auto* one : std::span{results, count}) {
        if (const auto* error = rd_kafka_acl_result_error(one)) {
            fail("Een recht is niet te geven", rd_kafka_error_code(error));
        }
    }
}

void administration::revoke(const std::vector<right>& all) {
    if (all.empty()) {
        return;
    }
    std::vector<acl> filters;
    for (const auto& one : all) {
        filters.emplace_back(rd_kafka_AclBindingFilter_new(
            native_resource(one.on),
            one.name.c_str(),
            pattern_of(one),
            one.principal.c_str(),
            nullptr,
            native_operation(one.may),
            RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW,
            nullptr,
            0
        ));
    }
    auto list = raw(filters);
    rd_kafka_DeleteAcls(client_.get(), list.data(), list.size(), nullptr, queue_.get());
    std::ignore = answer(RD_KAFKA_EVENT_DELETEACLS_RESULT);
}

void administration::forget_before(const topic_table& stated, const hub::ports::position& first) {
    const native::partitions list{rd_kafka_topic_partition_list_new(1)};
    const auto& name = stated.find(first.stream)->name;
    rd_kafka_topic_partition_list_add(list.get(), name.c_str(), first.partition)->offset =
        first.offset;
    auto* records = rd_kafka_DeleteRecords_new(list.get());
    rd_kafka_DeleteRecords(client_.get(), &records, 1, nullptr, queue_.get());
    rd_kafka_DeleteRecords_destroy(records);
    std::ignore = answer(RD_KAFKA_EVENT_DELETERECORDS_RESULT);
}

void administration::remove_topic(const std::string& name) {
    auto* topic = rd_kafka_DeleteTopic_new(name.c_str());
    rd_kafka_DeleteTopics(client_.get(), &topic, 1, nullptr, queue_.get());
    rd_kafka_DeleteTopic_destroy(topic);
    std::ignore = answer(RD_KAFKA_EVENT_DELETETOPICS_RESULT);
    topic_table only;
    only.topics.emplace_back().name = name;
    await_everywhere(only, [](const found_cluster& found) { return found.topics.empty(); });
}

}  // namespace adapters::kafka
