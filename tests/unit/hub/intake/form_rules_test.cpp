#include "hub/intake/form_rules.hpp"

#include "tests/unit/hub/intake/fixture.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

namespace {

using namespace hub::intake;
using namespace tests::unit::admitting;
using hub::access::announced_as;

// The municipality with these settings, as the caller.
hub::access::caller with_settings(hub::access::form_settings settings) {
    hub::access::organisation one;
    one.oin = municipality;
    one.may_submit = {hub::model::message_type::aanmelding, hub::model::message_type::bericht};
    one.has_postvak = true;
    one.forms = std::move(settings);
    one.defaults.maatwerkprofessional = hub::access::default_professional{
        .naam = "Team", .email = "team@a.example", .telefoon = {}};
    hub::access::organisations_values values;
    values.listed = {one};
    hub::access::caller who;
    who.certificate = municipality;
    who.owner = municipality;
    who.snapshot = std::make_shared<const hub::access::organisations>(std::move(values));
    who.organisation = who.snapshot->find(municipality);
    return who;
}

hub::access::form_settings rules_for_zaken() {
    hub::access::form_settings settings;
    settings.announcements = {
        {"zaken", "zaak", "create", announced_as::aanmelding},
        {"zaken", "status", "", announced_as::mededeling},
        {"", "", "destroy", announced_as::niets}};
    return settings;
}

hub::ports::decoded_message announced(std::string resource, std::string action) {
    auto result =
        decoded("1", R"(aanmelding { kenmerk: "https://zaken.example/1" toelichting: "status" })");
    result.announcement = {"zaken", std::move(resource), std::move(action)};
    return result;
}

verdict judge(const hub::access::caller& who, hub::ports::decoded_message message) {
    return validate(who, std::move(message), tests::support::fake_clock{}.now());
}

TEST(form_rules, refuse_a_departure_that_was_not_agreed) {
    auto message = decoded("1", referral);
    message.deviations = {{"/source", "bron_geen_oin", "De bron is geen URN met een OIN."}};
    const auto refused = judge(with_settings({}), message);
    ASSERT_EQ(refused.refusals.size(), 1U);
    EXPECT_EQ(refused.refusals.front().code, "afwijking_niet_toegestaan");
    EXPECT_EQ(refused.refusals.front().invalid_params.front().name, "/source");
    EXPECT_EQ(
        judge(caller_for(stranger), message).refusals.front().code, "afwijking_niet_toegestaan"
    );
}

TEST(form_rules, take_an_agreed_departure_and_say_so) {
    auto message = decoded("1", referral);
    message.deviations = {{"/source", "bron_geen_oin", "De bron is geen URN met een OIN."}};
    hub::access::form_settings settings;
    settings.deviations = {"bron_geen_oin"};
    const auto taken = judge(with_settings(settings), message);
    EXPECT_TRUE(taken.refusals.empty());
    EXPECT_EQ(taken.sound.notices.front().code, "bron_geen_oin");
    EXPECT_EQ(taken.sound.extensions.at("pmmafwijkingen"), "bron_geen_oin");
}

TEST(form_rules, let_the_configuration_decide_what_an_announcement_becomes) {
    const auto who = with_settings(rules_for_zaken());
    const auto opened = judge(who, announced("zaak", "create"));
    EXPECT_TRUE(opened.refusals.empty());
    EXPECT_TRUE(opened.sound.message.has_aanmelding());
    const auto told = judge(who, announced("status", "update"));
    EXPECT_TRUE(told.refusals.empty());
    const auto& bericht = told.sound.message.bericht();
    EXPECT_EQ(bericht.soort(), pmm::v1::BERICHT_SOORT_MEDEDELING);
    EXPECT_EQ(bericht.aan(0), "loket");
    EXPECT_EQ(bericht.kenmerk(), "https://zaken.example/1");
    EXPECT_TRUE(is_set_aside(who, announced("zaak", "destroy")));
    EXPECT_FALSE(is_set_aside(who, announced("zaak", "create")));
}

TEST(form_rules, refuse_an_announcement_that_nothing_was_agreed_for) {
    const auto refused = judge(with_settings(rules_for_zaken()), announced("resultaat", "create"));
    ASSERT_FALSE(refused.refusals.empty());
    EXPECT_EQ(refused.refusals.front().code, "melding_zonder_regel");
    EXPECT_FALSE(is_set_aside(caller_for(stranger), announced("zaak", "destroy")));
}

TEST(form_rules, supply_the_professional_that_a_form_has_no_place_for) {
    const auto found = judge(with_settings(rules_for_zaken()), announced("zaak", "create"));
    EXPECT_EQ(found.sound.message.aanmelding().maatwerkprofessional().naam(), "Team");
    EXPECT_EQ(found.sound.supplied, std::vector<std::string>{"maatwerkprofessional"});
}

}  // namespace
