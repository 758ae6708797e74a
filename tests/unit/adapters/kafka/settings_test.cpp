#include "adapters/kafka/settings.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
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
    expect(make_reader(nobody()), {{"auto.offset.reset", "error"}, {"enable.auto.commit", "false"}});
}

}  // namespace
