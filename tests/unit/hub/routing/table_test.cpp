#include "hub/routing/table.hpp"

#include <gtest/gtest.h>

namespace {

using namespace hub::routing;
using hub::access::soort;
using hub::model::destination;
using hub::model::instrument;
using hub::model::message_type;
using hub::model::oin;

const oin municipality = *oin::parse("00000099100000004000");
const oin executor = *oin::parse("00000099100000002000");
const oin other = *oin::parse("00000099100000003000");

target to(instrument value) {
    return {.what = target::kind::fixed, .destination = destination{value}};
}
target to(const oin& value) {
    return {.what = target::kind::fixed, .destination = destination{value}};
}

rule rule_for(std::string name, hub::access::message_types types, std::vector<target> targets) {
    rule result;
    result.name = std::move(name);
    result.words = "Omdat het zo is afgesproken.";
    result.types = types;
    result.targets = std::move(targets);
    return result;
}

question about(message_type type) {
    question result;
    result.type = type;
    result.owner = municipality;
    result.owner_kind = soort::gemeente;
    return result;
}

std::vector<std::string> names(const route& found) {
    std::vector<std::string> result;
    for (const auto& one : found.destinations) {
        result.emplace_back(one.name());
    }
    return result;
}

using words = std::vector<std::string>;

TEST(routing_table, gives_every_matching_rules_destinations_once) {
    const table routes{
        {rule_for("alles", {}, {to(instrument::systeemleren)}),
         rule_for("aanmelding", {message_type::aanmelding}, {to(instrument::loket)}),
         rule_for("nog eens", {message_type::aanmelding}, {to(instrument::loket), to(executor)})}};
    const auto found = routes.find(about(message_type::aanmelding));
    EXPECT_EQ(names(found), (words{"systeemleren", "loket", executor.to_string()}));
    ASSERT_EQ(found.why.size(), 3U);
    EXPECT_EQ(found.why[1].rule, "aanmelding");
    EXPECT_EQ(found.why[1].words, "Omdat het zo is afgesproken.");
    EXPECT_EQ(found.why[2].destinations.size(), 2U);
}

TEST(routing_table, leaves_what_has_no_route_without_destinations) {
    const table routes{
        {rule_for("aanmelding", {message_type::aanmelding}, {to(instrument::loket)})}};
    const auto found = routes.find(about(message_type::signaal));
    EXPECT_TRUE(found.destinations.empty());
    EXPECT_TRUE(found.why.empty());
    EXPECT_EQ(found.stream, hub::model::stream::signaal);
}

TEST(routing_table, holds_each_condition_against_the_message) {
    auto by_owner = rule_for("afzender", {}, {to(other)});
    by_owner.owners = {executor};
    auto by_kind = rule_for("soort", {}, {to(other)});
    by_kind.owner_kinds = {soort::uitvoerder};
    auto by_area = rule_for("leefgebied", {}, {to(other)});
    by_area.leefgebieden = {pmm::v1::LEEFGEBIED_WONEN, pmm::v1::LEEFGEBIED_ZORG};
    auto by_organisation = rule_for("organisatie", {}, {to(other)});
    by_organisation.organisations = {executor};

    for (const auto& one : {by_owner, by_kind, by_area, by_organisation}) {
        EXPECT_TRUE(table{{one}}.find(about(message_type::signaal)).destinations.empty())
            << one.name;
    }
    auto asked = about(message_type::signaal);
    asked.owner = executor;
    EXPECT_FALSE(table{{by_owner}}.find(asked).destinations.empty());
    asked.owner_kind = soort::uitvoerder;
    EXPECT_FALSE(table{{by_kind}}.find(asked).destinations.empty());
    asked.owner_kind.reset();
    EXPECT_TRUE(table{{by_kind}}.find(asked).destinations.empty());
    asked.leefgebieden = {pmm::v1::LEEFGEBIED_WERK, pmm::v1::LEEFGEBIED_ZORG};
    EXPECT_FALSE(table{{by_area}}.find(asked).destinations.empty());
    asked.involved = {executor};
    EXPECT_FALSE(table{{by_organisation}}.find(asked).destinations.empty());
    asked.involved.clear();
    asked.addressed = {destination{instrument::loket}, destination{executor}};
    EXPECT_FALSE(table{{by_organisation}}.find(asked).destinations.empty());
}

TEST(routing_table, leads_to_whom_the_message_names) {
    const table routes{
        {rule_for("aan", {message_type::bericht}, {{target::kind::addressed, {}}}),
         rule_for("betrokken", {message_type::aanmelding}, {{target::kind::involved, {}}})}};
    auto message = about(message_type::bericht);
    message.addressed = {destination{executor}, destination{instrument::loket}};
    EXPECT_EQ(names(routes.find(message)), (words{executor.to_string(), "loket"}));

    auto referral = about(message_type::aanmelding);
    EXPECT_TRUE(routes.find(referral).destinations.empty());
    EXPECT_TRUE(routes.find(referral).why.empty());
    referral.involved = {executor, other};
    EXPECT_EQ(names(routes.find(referral)), (words{executor.to_string(), other.to_string()}));
}

TEST(stream, follows_the_type) {
    using hub::model::stream;
    EXPECT_EQ(stream_of(message_type::aanmelding), stream::aanmelding);
    EXPECT_EQ(stream_of(message_type::signaal), stream::signaal);
    EXPECT_EQ(stream_of(message_type::bericht), stream::bericht);
    EXPECT_EQ(stream_of(message_type::escalatie), stream::escalatie);
    EXPECT_EQ(stream_of(message_type::registermutatie), stream::register_);
}

}  // namespace
