#include "tests/support/kafka/real_cluster.hpp"

#include "adapters/kafka/preparation.hpp"
#include "tests/support/kafka/mock_cluster.hpp"

#include <atomic>
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

std::string brokers_of(const std::filesystem::path& home) {
    std::ifstream file{home / "kafka" / "poort"};
    std::string port;
    if (!(file >> port)) {
        throw std::runtime_error{"no Kafka was started in " + home.string()};
    }
    return "127.0.0.1:" + port;
}

}  // namespace

real_cluster::real_cluster(std::filesystem::path home)
    : home_{std::move(home)},
      topics_{open_topics(fresh_prefix(), partitions)},
      administrator_{connection_as("beheer")} {
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
