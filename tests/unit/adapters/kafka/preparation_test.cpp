#include "adapters/kafka/preparation.hpp"

#include <gtest/gtest.h>

namespace {

using namespace adapters::kafka;
using hub::model::environment;
using hub::model::stream;

topic_table stated() {
    topic_table table;
    table.prefix = "pmm.";
    table.replication = 3;
    table.min_insync = 2;
    topic one;
    one.stream = stream::escalatie;
    one.name = "pmm.escalatie.v1";
    one.partitions = 12;
    one.retention = std::chrono::hours{24};
    one.writers = {"loket"};
    one.readers = {"let"};
    table.topics.push_back(one);
    return table;
}

// A cluster on which everything was done.
found_cluster prepared(const topic_table& table, std::int32_t brokers = 3) {
    found_cluster found;
    found.brokers = brokers;
    const auto first = prepare(table, environment::ontwikkel, found);
    for (const auto& one : first.make) {
        found.topics.push_back({one.name, one.partitions, one.settings});
    }
    found.rights.insert(first.grant.begin(), first.grant.end());
    found.marker = "ontwikkel";
    return found;
}

TEST(kafka_preparation, an_empty_cluster_gets_all_that_is_stated_and_the_marker) {
    found_cluster empty;
    empty.brokers = 3;
    const auto what = prepare(stated(), environment::ontwikkel, empty);
    ASSERT_EQ(what.make.size(), 2U);
    EXPECT_EQ(what.make[0].name, "pmm.escalatie.v1");
    EXPECT_EQ(what.make[0].replication, 3);
    EXPECT_EQ(what.make[0].settings.at("min.insync.replicas"), "2");
    EXPECT_EQ(what.make[0].settings.at("retention.ms"), "86400000");
    EXPECT_EQ(what.make[1].name, "pmm.merkteken.v1");
    EXPECT_EQ(what.make[1].settings.at("cleanup.policy"), "compact");
    EXPECT_TRUE(what.write_marker);
    EXPECT_TRUE(what.obstacles.empty());
}

TEST(kafka_preparation, is_there_only_when_all_that_was_done_is_seen) {
    found_cluster empty;
    empty.brokers = 3;
    auto done = prepare(stated(), environment::ontwikkel, empty);
    const right old{right::resource::topic, "pmm.oud.v1", false, "User:CN=let"};
    done.revoke.push_back(old);
    const auto all = prepared(stated());
    EXPECT_TRUE(is_there(done, all));
    auto without_topic = all;
    without_topic.topics.pop_back();
    EXPECT_FALSE(is_there(done, without_topic));
    auto without_settings = all;
    without_settings.topics.front().settings.clear();
    EXPECT_FALSE(is_there(done, without_settings)) << "a broker that does not know it yet";
    auto without_right = all;
    without_right.rights.erase(without_right.rights.begin());
    EXPECT_FALSE(is_there(done, without_right));
    auto not_revoked = all;
    not_revoked.rights.insert(old);
    EXPECT_FALSE(is_there(done, not_revoked));
}

TEST(kafka_preparation, only_the_stated_roles_get_rights_and_each_only_its_own) {
    const auto rights = stated_rights(stated());
    using resource = right::resource;
    using operation = right::operation;
    const std::set<right> expected{
        {resource::topic, "pmm.escalatie.v1", false, "User:CN=loket", operation::write},
        {resource::topic, "pmm.escalatie.v1", false, "User:CN=let", operation::read},
        {resource::group, "pmm.let", false, "User:CN=let", operation::read},
        {resource::topic, "pmm.merkteken.v1", false, "User:CN=loket", operation::read},
        {resource::topic, "pmm.merkteken.v1", false, "User:CN=let", operation::read},
    };
    EXPECT_EQ(rights, expected);
}

TEST(kafka_preparation, a_second_time_there_is_nothing_to_do) {
    EXPECT_TRUE(prepare(stated(), environment::ontwikkel, prepared(stated())).nothing_to_do());
}

TEST(kafka_preparation, another_number_of_partitions_is_an_obstacle) {
    auto found = prepared(stated());
    found.topics[0].partitions = 6;
    EXPECT_EQ(prepare(stated(), environment::ontwikkel, found).obstacles.size(), 1U);
}

TEST(kafka_preparation, another_environments_marker_is_an_obstacle) {
    auto found = prepared(stated());
    found.marker = "test";
    EXPECT_EQ(prepare(stated(), environment::ontwikkel, found).obstacles.size(), 1U);
}

TEST(kafka_preparation, settings_that_differ_are_changed) {
    auto found = prepared(stated());
    found.topics[0].settings["retention.ms"] = "1";
    const auto what = prepare(stated(), environment::ontwikkel, found);
    ASSERT_EQ(what.change.size(), 1U);
    EXPECT_EQ(what.change[0].settings.at("retention.ms"), "86400000");
}

TEST(kafka_preparation, rights_that_nobody_stated_go_but_only_within_the_prefix) {
    auto found = prepared(stated());
    using resource = right::resource;
    using operation = right::operation;
    const right by_prefix{resource::topic, "pmm.", true, "User:CN=x", operation::read};
    const right by_more{resource::topic, "p", true, "User:CN=x", operation::read};
    const right all{resource::topic, "*", false, "User:CN=x", operation::other};
    const right literal{
        resource::topic, "pmm.escalatie.v1", false, "User:CN=forwarder", operation::write};
    const right elsewhere{resource::topic, "anders.v1", false, "User:CN=x", operation::read};
    found.rights.insert({by_prefix, by_more, all, literal, elsewhere});
    const auto what = prepare(stated(), environment::ontwikkel, found);
    const std::set<right> gone{what.revoke.begin(), what.revoke.end()};
    EXPECT_EQ(gone, (std::set<right>{by_prefix, by_more, all, literal}));
}

TEST(kafka_preparation, fewer_brokers_than_copies_is_an_obstacle_only_in_production) {
    found_cluster one;
    one.brokers = 1;
    const auto development = prepare(stated(), environment::ontwikkel, one);
    EXPECT_TRUE(development.obstacles.empty());
    EXPECT_EQ(development.remarks.size(), 1U);
    EXPECT_EQ(development.make[0].replication, 1);
    EXPECT_EQ(development.make[0].settings.at("min.insync.replicas"), "1");
    EXPECT_EQ(prepare(stated(), environment::productie, one).obstacles.size(), 1U);
}

}  // namespace
