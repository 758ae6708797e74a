#include "adapters/kafka/settings.hpp"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <utility>
#include <vector>

namespace {

using namespace adapters::kafka;

using values = std::vector<std::pair<std::string, std::string>>;

// What the client itself says that it goes by.
std::string value_of(const native::client& client, const std::string& name) {
    std::array<char, 512> text{};
    auto size = text.size();
    const auto found =
        rd_kafka_conf_get(rd_kafka_conf(client.get()), name.c_str(), text.data(), &size);
    return found == RD_KAFKA_CONF_OK ? std::string{text.data()} : "?";
}

void expect(const made_client& made, const values& all) {
    ASSERT_NE(made.client, nullptr);
    for (const auto& [name, value] : all) {
        EXPECT_EQ(value_of(made.client, name), value) << name;
    }
}

connection nobody() {
    connection to;
    to.brokers = "127.0.0.1:1";
    to.client_id = "proef";
    return to;
}

// Of this process' threads that have a name beginning so.
std::vector<int> niceness_of(const std::string& name) {
    std::vector<int> found;
    for (const auto& thread : std::filesystem::directory_iterator{"/proc/self/task"}) {
        std::string own;
        std::getline(std::ifstream{thread.path() / "comm"}, own);
        if (own.starts_with(name)) {
            const auto id = static_cast<id_t>(std::stoul(thread.path().filename()));
            found.push_back(getpriority(PRIO_PROCESS, id));
        }
    }
    return found;
}

TEST(kafka_settings, the_library_stands_back) {
    const int own = getpriority(PRIO_PROCESS, 0);
    const auto made = make_producer(nobody(), {});
    const auto theirs = niceness_of("rdk:main");
    ASSERT_EQ(theirs.size(), 1U);
    EXPECT_GT(theirs.front(), own);
}

TEST(kafka_settings, a_record_counts_when_all_have_it_and_stands_there_once_and_in_order) {
    expect(
        make_producer(nobody(), {}),
        {{"acks", "-1"},
         {"enable.idempotence", "true"},
         {"socket.nagle.disable", "true"},
         {"linger.ms", "1"},
         {"compression.codec", "zstd"}}
    );
}

TEST(kafka_settings, a_position_is_never_guessed_nor_kept_by_the_library) {
    const auto made = make_consumer(nobody(), {.group = "loket"});
    expect(
        made,
        {{"auto.offset.reset", "error"},
         {"enable.auto.commit", "false"},
         {"enable.auto.offset.store", "false"},
         {"allow.auto.create.topics", "false"},
         {"partition.assignment.strategy", "range"},
         {"socket.nagle.disable", "true"}}
    );
    expect(
        make_reader(nobody()), {{"auto.offset.reset", "error"}, {"enable.auto.commit", "false"}}
    );
}

}  // namespace
