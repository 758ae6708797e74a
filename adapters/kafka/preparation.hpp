// What has to be done so that a cluster is as stated: decided from what was found, shown before it
// is done.
#pragma once

#include "adapters/kafka/topics.hpp"
#include "hub/model/environment.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::kafka {

// One permission on one resource. What a right names is literal unless it says otherwise.
struct right {
    enum class resource { topic, group, other };
    enum class operation { read, write, other };

    resource on = resource::topic;
    std::string name;
    // The right covers every name that begins with this one.
    bool by_prefix = false;
    // "User:CN=loket"
    std::string principal;
    operation may = operation::read;

    auto operator<=>(const right&) const = default;
};

[[nodiscard]] std::string to_string(const right& one);

struct found_topic {
    std::string name;
    std::int32_t partitions = 0;
    // Of the settings that are stated.
    std::map<std::string, std::string> settings;
};

struct found_cluster {
    std::int32_t brokers = 0;
    std::vector<found_topic> topics;
    std::set<right> rights;
    // The environment that the marker names.
    std::optional<std::string> marker;
};

struct wanted_topic {
    std::string name;
    std::int32_t partitions = 0;
    std::int32_t replication = 0;
    std::map<std::string, std::string> settings;
};

struct preparation {
    std::vector<wanted_topic> make;
    // Topics whose settings differ, with all that is stated.
    std::vector<wanted_topic> change;
    std::vector<right> grant;
    std::vector<right> revoke;
    bool write_marker = false;
    // What preparing can't put right; nothing is done while there is any.
    std::vector<std::string> obstacles;
    // What is to be known, but stops nothing.
    std::vector<std::string> remarks;

    [[nodiscard]] bool nothing_to_do() const noexcept;
    // A line for each, in the order in which they are done.
    [[nodiscard]] std::vector<std::string> lines() const;
};

// Whether what was done is to be seen in what was found since; the marker is not looked at.
[[nodiscard]] bool is_there(const preparation& done, const found_cluster& found);

// The rights that the topics state, for the principals named.
[[nodiscard]] std::set<right> stated_rights(const topic_table& stated);

[[nodiscard]] preparation
prepare(const topic_table& stated, hub::model::environment environment, const found_cluster& found);

}  // namespace adapters::kafka
