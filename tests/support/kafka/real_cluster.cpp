#include "tests/support/kafka/real_cluster.hpp"

#include "adapters/kafka/preparation.hpp"
#include "tests/support/kafka/mock_cluster.hpp"

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <unistd.h>

namespace tests::support::kafka {

namespace {

constexpr std::int32_t partitions = 12;

std::string fresh_prefix() {
    static std::atomic<int> count{0};
    return "proef." + std::to_string(::getpid()) + "." + std::to_string(++count) + ".";
}

std::filesystem::path overruled(std::filesystem::path home) {
    const auto* other = std::getenv("PMM_KAFKA_TEST_HOME");
    return other == nullptr ? std::move(home) : std::filesystem::path{other};
}

int nodes_of(const std::filesystem::path& home) {
    auto nodes = 0;
    while (std::filesystem::exists(home / "kafka" / ("node-" + std::to_string(nodes + 1)))) {
        ++nodes;
    }
    return nodes;
}

std::string brokers_of(const std::filesystem::path& home) {
    std::ifstream file{home / "kafka" / "poort"};
    auto port = 0;
    if (!(file >> port)) {
        throw std::runtime_error{"no Kafka was started in " + home.string()};
    }
    std::string all;
    for (auto node = 0; node < nodes_of(home); ++node) {
        all.append(all.empty() ? "" : ",").append("127.0.0.1:").append(std::to_string(port + node));
    }
    return all;
}

}  // namespace

real_cluster::real_cluster(std::filesystem::path home)
    : home_{overruled(std::move(home))},
      topics_{open_topics(fresh_prefix(), partitions)},
      administrator_{connection_as("beheer")} {
    topics_.replication = nodes_of(home_);
    topics_.min_insync = topics_.replication > 1 ? 2 : 1;
    for (auto& one : topics_.topics) {
        one.writers = {"loket"};
        one.readers = {"loket"};
    }
    const auto found = administrator_.look(topics_);
    auto what = adapters::kafka::prepare(topics_, hub::model::environment::ontwikkel, found);
    for (const auto* group : {"systeemleren", "nieuw"}) {
        what.grant.push_back(
            {adapters::kafka::right::resource::group,
             topics_.group_of(group),
             false,
             "User:CN=loket",
             adapters::kafka::right::operation::read}
        );
    }
    administrator_.perform(what, topics_, hub::model::environment::ontwikkel);
}

adapters::kafka::connection real_cluster::connection_as(const std::string& role) const {
    const auto certs = home_ / "kafka" / "certs";
    adapters::kafka::connection to;
    to.brokers = brokers_of(home_);
    to.roots = certs / "ca.pem";
    to.own = {certs / (role + ".pem"), certs / (role + ".key")};
    to.client_id = "proef-" + role;
    return to;
}

adapters::kafka::cluster_options real_cluster::options() const {
    const auto loket = connection_as("loket");
    adapters::kafka::cluster_options options;
    options.brokers = loket.brokers;
    options.topics = topics_;
    options.roots = loket.roots;
    options.principals["loket"] = loket.own;
    options.session_time = std::chrono::milliseconds{6'000};
    return options;
}

}  // namespace tests::support::kafka
