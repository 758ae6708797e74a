#include "adapters/kafka/inspection.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace adapters::kafka {
namespace {

using clock = std::chrono::steady_clock;

int left_until(clock::time_point end) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - clock::now());
    return static_cast<int>(std::max(left, std::chrono::milliseconds{0}).count());
}

const rd_kafka_metadata_topic* find_topic(const rd_kafka_metadata_t& all, std::string_view name) {
    for (int at = 0; at < all.topic_cnt; ++at) {
        if (all.topics[at].topic == name) {
            return &all.topics[at];
        }
    }
    return nullptr;
}

void judge_topic(
    const topic& stated,
    const rd_kafka_metadata_topic* found,
    std::vector<std::string>& mistakes
) {
    if (found == nullptr || found->err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) {
        mistakes.push_back(
            "Onderwerp " + stated.name +
            " bestaat niet, of deze rol heeft er geen recht op. Voer uit: pmm-hubctl kafka "
            "bereid-voor."
        );
        return;
    }
    if (found->err == RD_KAFKA_RESP_ERR_NO_ERROR && found->partition_cnt != stated.partitions) {
        mistakes.push_back(
            "Onderwerp " + stated.name + " heeft " + std::to_string(found->partition_cnt) +
            " partities en niet " + std::to_string(stated.partitions) +
            "; een andere verdeling vraagt een nieuwe versie van het onderwerp."
        );
    }
}

}  // namespace

inspection inspect_topics(
    rd_kafka_t* client,
    const topic_table& stated,
    const std::string& principal,
    std::chrono::milliseconds limit
) {
    inspection result;
    const rd_kafka_metadata_t* raw = nullptr;
    constexpr int all_that_we_may_see = 1;
    const auto error = rd_kafka_metadata(
        client, all_that_we_may_see, nullptr, &raw, static_cast<int>(limit.count())
    );
    const native::metadata found{raw};
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
        result.why = trouble_of(error, {});
        return result;
    }
    for (const auto& one : stated.topics) {
        if (may_write(one, principal) || may_read(one, principal)) {
            judge_topic(one, find_topic(*found, one.name), result.mistakes);
        }
    }
    return result;
}

std::optional<std::vector<log_bounds>> read_bounds(
    const connection& to,
    const topic_table& stated,
    const std::vector<hub::model::stream>& streams,
    std::chrono::milliseconds limit
) {
    const auto end = clock::now() + limit;
    const auto made = make_reader(to);
    if (made.client == nullptr) {
        return std::nullopt;
    }
    std::vector<log_bounds> all;
    for (const auto stream : streams) {
        const auto* topic = stated.find(stream);
        for (std::int32_t at = 0; topic != nullptr && at < topic->partitions; ++at) {
            std::int64_t low = 0;
            std::int64_t high = 0;
            const auto error = rd_kafka_query_watermark_offsets(
                made.client.get(), topic->name.c_str(), at, &low, &high, left_until(end)
            );
            if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
                return std::nullopt;
            }
            all.push_back({{stream, at, low}, high});
        }
    }
    return all;
}

namespace {

// What the cluster says of one topic; it does not make it by being asked.
rd_kafka_resp_err_t state_of(rd_kafka_t* client, const topic& one, clock::time_point end) {
    const native::topic asked{rd_kafka_topic_new(client, one.name.c_str(), nullptr)};
    const rd_kafka_metadata_t* raw = nullptr;
    constexpr int only_this_one = 0;
    const auto error = rd_kafka_metadata(client, only_this_one, asked.get(), &raw, left_until(end));
    const native::metadata found{raw};
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return error;
    }
    const auto* topic = find_topic(*found, one.name);
    return topic == nullptr ? RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC : topic->err;
}

void look_at_log(
    rd_kafka_t* client,
    const topic& one,
    clock::time_point end,
    std::vector<hub::ports::position>& into
) {
    const native::partitions list{rd_kafka_topic_partition_list_new(one.partitions)};
    for (std::int32_t at = 0; at < one.partitions; ++at) {
        // A time behind all records: the cluster answers with the end.
        rd_kafka_topic_partition_list_add(list.get(), one.name.c_str(), at)->offset =
            RD_KAFKA_OFFSET_END;
    }
    if (rd_kafka_offsets_for_times(client, list.get(), left_until(end)) !=
        RD_KAFKA_RESP_ERR_NO_ERROR) {
        return;
    }
    for (int at = 0; at < list->cnt; ++at) {
        const auto& answer = list->elems[at];
        if (answer.err == RD_KAFKA_RESP_ERR_NO_ERROR && answer.offset >= 0) {
            into.push_back({one.stream, answer.partition, answer.offset});
        }
    }
}

// Every record before a position of ours has a time up to the newest that was read; a record there
// with a later time is one that was never read.
struct comparison {
    std::vector<hub::ports::position> others;
    bool whole = true;
};

comparison compare_logs(
    rd_kafka_t* client,
    const topic_table& stated,
    const std::vector<hub::ports::position>& read,
    clock::time_point end
) {
    const native::partitions list{
        rd_kafka_topic_partition_list_new(static_cast<int>(read.size()))};
    for (const auto& one : read) {
        rd_kafka_topic_partition_list_add(
            list.get(), stated.find(one.stream)->name.c_str(), one.partition
        )->offset = one.newest_ms + 1;
    }
    comparison found;
    if (read.empty()) {
        return found;
    }
    found.whole = rd_kafka_offsets_for_times(client, list.get(), left_until(end)) ==
                  RD_KAFKA_RESP_ERR_NO_ERROR;
    for (std::size_t at = 0; found.whole && at < read.size(); ++at) {
        // The list keeps its order.
        const auto& answer = list->elems[at];
        if (answer.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
            found.whole = false;
        } else if (answer.offset >= 0 && answer.offset < read[at].offset) {
            found.others.push_back(read[at]);
        }
    }
    return found;
}

}  // namespace

std::optional<std::vector<hub::ports::position>> find_other_logs(
    const connection& to,
    const topic_table& stated,
    const std::vector<hub::ports::position>& read,
    std::chrono::milliseconds limit
) {
    const auto end = clock::now() + limit;
    const auto made = make_reader(to);
    if (made.client == nullptr) {
        return std::nullopt;
    }
    auto found = compare_logs(made.client.get(), stated, read, end);
    return found.whole ? std::optional{std::move(found.others)} : std::nullopt;
}

log_sight look_at_logs(
    rd_kafka_t* client,
    const topic_table& stated,
    const std::vector<hub::model::stream>& streams,
    const std::vector<hub::ports::position>& read,
    std::chrono::milliseconds limit
) {
    const auto end = clock::now() + limit;
    log_sight seen;
    for (const auto stream : streams) {
        const auto* topic = stated.find(stream);
        const auto error =
            topic == nullptr ? RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC : state_of(client, *topic, end);
        // Without a right the cluster says so, and not that it is not there.
        if (error == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) {
            seen.missing.insert(stream);
        } else if (error == RD_KAFKA_RESP_ERR_NO_ERROR) {
            look_at_log(client, *topic, end, seen.ends);
        }
    }
    std::vector<hub::ports::position> there;
    std::copy_if(read.begin(), read.end(), std::back_inserter(there), [&seen](const auto& one) {
        return !seen.missing.contains(one.stream);
    });
    for (const auto& one : compare_logs(client, stated, there, end).others) {
        seen.others.insert({one.stream, one.partition});
    }
    return seen;
}

marker
read_marker(const connection& to, const topic_table& stated, std::chrono::milliseconds limit) {
    const auto end = clock::now() + limit;
    auto made = make_reader(to);
    if (made.client == nullptr) {
        return {made.why, std::nullopt};
    }
    const auto name = stated.marker();
    std::int64_t low = 0;
    std::int64_t high = 0;
    const auto error = rd_kafka_query_watermark_offsets(
        made.client.get(), name.c_str(), 0, &low, &high, left_until(end)
    );
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
        const auto why = trouble_of(error, {});
        return {why == trouble::topic_missing ? trouble::none : why, std::nullopt};
    }
    if (high == low) {
        return {};
    }
    // The newest record is the one that compaction always leaves.
    const native::partitions newest{rd_kafka_topic_partition_list_new(1)};
    rd_kafka_topic_partition_list_add(newest.get(), name.c_str(), 0)->offset = high - 1;
    rd_kafka_assign(made.client.get(), newest.get());
    while (clock::now() < end) {
        const native::message message{rd_kafka_consumer_poll(made.client.get(), left_until(end))};
        if (message != nullptr && message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
            return {
                trouble::none,
                std::string{static_cast<const char*>(message->payload), message->len}};
        }
    }
    return {trouble::unreachable, std::nullopt};
}

trouble write_marker(
    const connection& to,
    const topic_table& stated,
    hub::model::environment environment,
    std::chrono::milliseconds limit
) {
    producing how;
    how.delivery_time = limit;
    how.idempotent = false;
    auto made = make_producer(to, how);
    if (made.client == nullptr) {
        return made.why;
    }
    const auto topic =
        native::topic{rd_kafka_topic_new(made.client.get(), stated.marker().c_str(), nullptr)};
    auto word = std::string{hub::model::to_string(environment)};
    if (rd_kafka_produce(
            topic.get(),
            0,
            RD_KAFKA_MSG_F_COPY,
            word.data(),
            word.size(),
            stated.prefix.data(),
            stated.prefix.size(),
            nullptr
        ) != 0) {
        return trouble_of(rd_kafka_last_error(), {});
    }
    const auto end = clock::now() + limit + std::chrono::seconds{1};
    const native::queue queue{rd_kafka_queue_get_main(made.client.get())};
    while (clock::now() < end) {
        const native::event event{rd_kafka_queue_poll(queue.get(), left_until(end))};
        if (rd_kafka_event_type(event.get()) == RD_KAFKA_EVENT_DR) {
            const auto* report = rd_kafka_event_message_next(event.get());
            return report->err == RD_KAFKA_RESP_ERR_NO_ERROR ? trouble::none
                                                             : trouble_of(report->err, {});
        }
    }
    return trouble::unreachable;
}

std::optional<std::string>
judge_marker(const marker& found, const topic_table& stated, hub::model::environment environment) {
    if (found.why != trouble::none) {
        return std::string{words_of(found.why)};
    }
    if (!found.environment) {
        return "Merkteken " + stated.marker() +
               " ontbreekt op Kafka. Voer uit: pmm-hubctl kafka bereid-voor.";
    }
    if (*found.environment != hub::model::to_string(environment)) {
        return "Dit Kafka-cluster is van een andere omgeving dan deze hub (" +
               std::string{hub::model::to_string(environment)} + "); er wordt niets mee gewisseld.";
    }
    return std::nullopt;
}

}  // namespace adapters::kafka
