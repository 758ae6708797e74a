#include "hub/access/caller.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>

namespace {

using namespace hub::access;
using hub::model::message_type;
using hub::model::oin;
using namespace std::chrono_literals;

const oin municipality = *oin::parse("00000099100000004000");
const oin executor = *oin::parse("00000099100000002000");
const oin suspended = *oin::parse("00000099100000003000");
const oin supplier = *oin::parse("00000099400000001000");
const oin stranger = *oin::parse("00000099900000009000");
const oin loket = *oin::parse("00000099200000001000");

const hub::model::timestamp now = hub::model::from_microseconds(1'782'907'200'000'000);

organisations_values values() {
    organisations_values result;
    result.listed = {
        {.oin = municipality,
         .naam = "Gemeente",
         .soort = soort::gemeente,
         .deelname = deelname::deelnemer,
         .may_submit = {message_type::aanmelding, message_type::bericht},
         .may_read_register = true,
         .has_postvak = true,
         .defaults = {},
         .contact = {},
         .limits = {}},
        {.oin = executor,
         .naam = "Uitvoerder",
         .soort = soort::uitvoerder,
         .deelname = deelname::gedeeltelijk,
         .may_submit = {message_type::aanmelding},
         .has_postvak = true,
         .defaults = {},
         .contact = {},
         .limits = {}},
        {.oin = suspended,
         .naam = "Geschorst",
         .status = organisation_status::geschorst,
         .may_submit = {message_type::aanmelding},
         .has_postvak = true,
         .defaults = {},
         .contact = {},
         .limits = {}}};
    const auto yesterday = now - 24h;
    const auto tomorrow = now + 24h;
    result.acts_for = {
        {supplier, municipality, right::send, yesterday, tomorrow},
        {supplier, executor, right::send, yesterday, std::nullopt},
        {supplier, municipality, right::postvak, yesterday, std::nullopt},
        {supplier, executor, right::postvak, tomorrow, std::nullopt},
        {supplier, suspended, right::read_state, yesterday, std::nullopt},
        {executor, municipality, right::register_, yesterday, now}};
    result.instruments = {{hub::model::instrument::loket, loket}};
    result.may_send_bsn = {soort::gemeente};
    return result;
}

std::shared_ptr<const organisations> snapshot(
    outsider_policy policy = outsider_policy::toegelaten
) {
    auto all = values();
    all.outsiders = policy;
    return std::make_shared<const organisations>(std::move(all));
}

struct row {
    const char* what;
    oin certificate;
    std::optional<oin> on_behalf_of;
    right wanted;
    // Empty: resolved to the owner.
    std::string code;
    std::optional<oin> owner;
};

TEST(resolve_caller, finds_the_owner_or_says_why_not) {
    const std::vector<row> rows{
        {"itself", municipality, {}, right::send, "", municipality},
        {"itself, named", municipality, municipality, right::send, "", municipality},
        {"another without acts_for",
         municipality,
         executor,
         right::send,
         "namens_niet_toegestaan",
         {}},
        {"two owners, none named", supplier, {}, right::send, "namens_nodig", {}},
        {"two owners, one named", supplier, executor, right::send, "", executor},
        {"one owner left by time", supplier, {}, right::postvak, "", municipality},
        {"not yet in force", supplier, executor, right::postvak, "namens_niet_toegestaan", {}},
        {"no owner for this right", supplier, {}, right::register_, "namens_niet_toegestaan", {}},
        {"until is exclusive",
         executor,
         municipality,
         right::register_,
         "namens_niet_toegestaan",
         {}},
        {"for a suspended owner", supplier, {}, right::read_state, "organisatie_geschorst", {}},
        {"suspended itself", suspended, {}, right::send, "organisatie_geschorst", {}},
        {"unlisted, sending", stranger, {}, right::send, "", stranger},
        {"unlisted, following", stranger, {}, right::read_state, "", stranger},
        {"unlisted, postvak", stranger, {}, right::postvak, "alleen_deelnemers", {}},
        {"unlisted, register", stranger, {}, right::register_, "alleen_deelnemers", {}},
        {"unlisted, for another",
         stranger,
         municipality,
         right::send,
         "namens_niet_toegestaan",
         {}},
    };
    for (const auto& one : rows) {
        const auto who =
            resolve_caller(snapshot(), one.certificate, one.on_behalf_of, one.wanted, now);
        if (one.code.empty()) {
            ASSERT_TRUE(who.has_value()) << one.what << ": " << who.error().code;
            EXPECT_EQ(who->owner, one.owner) << one.what;
            EXPECT_EQ(who->certificate, one.certificate) << one.what;
        } else {
            ASSERT_TRUE(who.has_error()) << one.what;
            EXPECT_EQ(who.error().code, one.code) << one.what;
        }
    }
}

TEST(resolve_caller, refuses_the_unlisted_when_the_policy_says_so) {
    const auto who = resolve_caller(
        snapshot(outsider_policy::geweigerd), stranger, std::nullopt, right::send, now
    );
    ASSERT_TRUE(who.has_error());
    EXPECT_EQ(who.error().code, "organisatie_onbekend");
}

TEST(admit_connection, knows_who_may_ask_anything_at_all) {
    const auto open = snapshot();
    const auto closed = snapshot(outsider_policy::geweigerd);
    EXPECT_TRUE(admit_connection(*open, municipality, now).has_value());
    EXPECT_TRUE(admit_connection(*closed, supplier, now).has_value());
    EXPECT_TRUE(admit_connection(*open, stranger, now).has_value());
    EXPECT_EQ(admit_connection(*closed, stranger, now).error().code, "organisatie_onbekend");
    EXPECT_EQ(admit_connection(*open, suspended, now).error().code, "organisatie_geschorst");
    // A supplier whose every entry has ended is nobody any more.
    EXPECT_EQ(
        admit_connection(*open, supplier, now - std::chrono::hours{48}).error().code,
        "organisatie_onbekend"
    );
}

caller caller_for(const oin& certificate) {
    return *resolve_caller(snapshot(), certificate, std::nullopt, right::send, now);
}

TEST(may_submit, follows_the_configuration_and_lets_outsiders_refer_only) {
    const struct {
        oin who;
        message_type type;
        bool may;
    } rows[] = {
        {municipality, message_type::aanmelding, true},
        {municipality, message_type::bericht, true},
        {municipality, message_type::escalatie, false},
        {municipality, message_type::registermutatie, false},
        {executor, message_type::bericht, false},
        {stranger, message_type::aanmelding, true},
        {stranger, message_type::signaal, false},
        {stranger, message_type::bericht, false},
        {stranger, message_type::registermutatie, false},
        {stranger, message_type::statusbericht, false},
    };
    for (const auto& one : rows) {
        const auto answer = may_submit(caller_for(one.who), one.type);
        EXPECT_EQ(answer.has_value(), one.may) << to_string(one.type);
        if (answer.has_error()) {
            EXPECT_EQ(answer.error().code, "type_niet_toegestaan");
        }
    }
}

TEST(may_read_register, is_a_right_of_its_own) {
    EXPECT_TRUE(may_read_register(caller_for(municipality)).has_value());
    EXPECT_EQ(may_read_register(caller_for(executor)).error().code, "register_niet_toegestaan");
    EXPECT_EQ(may_read_register(caller_for(stranger)).error().code, "register_niet_toegestaan");
}

TEST(may_read, shows_only_what_the_owner_handed_in) {
    hub::ports::stored_message message;
    message.submission.owner = municipality;
    message.destinations = {hub::model::destination{executor}};
    EXPECT_TRUE(may_read(caller_for(municipality), message));
    EXPECT_FALSE(may_read(caller_for(executor), message));
    EXPECT_FALSE(may_read(caller_for(stranger), message));
}

TEST(postvak, is_read_by_its_owner_only) {
    EXPECT_TRUE(may_read_postvak(caller_for(municipality), municipality));
    EXPECT_FALSE(may_read_postvak(caller_for(municipality), executor));
    EXPECT_FALSE(may_read_postvak(caller_for(stranger), stranger));
}

TEST(postvak, can_be_read_on_behalf_of_others) {
    const auto all = snapshot();
    EXPECT_EQ(readable_postvakken(*all, supplier, now), std::vector{municipality});
    EXPECT_EQ(readable_postvakken(*all, municipality, now), std::vector{municipality});
    EXPECT_TRUE(readable_postvakken(*all, stranger, now).empty());
    EXPECT_TRUE(readable_postvakken(*all, suspended, now).empty());
}

TEST(may_receive, needs_a_postvak_and_an_active_organisation) {
    const auto all = snapshot();
    EXPECT_TRUE(may_receive(*all, municipality));
    EXPECT_FALSE(may_receive(*all, suspended));
    EXPECT_FALSE(may_receive(*all, stranger));
}

TEST(may_have_key, speaks_for_an_instrument_or_an_organisation_of_today) {
    using hub::model::destination;
    using hub::model::instrument;
    const auto today = snapshot();
    const auto asked = [&today](const oin& role, std::vector<std::string_view> destinations) {
        const auto decided = may_have_key(*today, role, destinations);
        return decided ? std::string{decided->name()} : decided.error().code;
    };
    EXPECT_EQ(asked(loket, {"loket"}), "loket");
    EXPECT_EQ(asked(loket, {municipality.text(), "loket"}), "loket");
    EXPECT_EQ(asked(municipality, {"loket", municipality.text()}), municipality.text());
    EXPECT_EQ(asked(municipality, {"loket"}), "niet_gevonden");
    EXPECT_EQ(asked(executor, {municipality.text()}), "niet_gevonden");
    EXPECT_EQ(asked(loket, {}), "niet_gevonden");
    EXPECT_EQ(asked(suspended, {suspended.text()}), "organisatie_geschorst");
    EXPECT_EQ(asked(stranger, {stranger.text()}), "recht_vervallen");
    // Acting for another is no right to its keys.
    EXPECT_EQ(asked(supplier, {municipality.text()}), "niet_gevonden");
}

TEST(organisations, tell_when_a_date_changes_what_a_certificate_may) {
    const organisations table{values()};
    EXPECT_EQ(table.next_change(supplier, now), now + 24h);
    EXPECT_EQ(table.next_change(supplier, now - 48h), now - 24h);
    EXPECT_EQ(table.next_change(supplier, now + 24h), hub::model::timestamp::max());
    EXPECT_EQ(table.next_change(municipality, now), hub::model::timestamp::max());
}

}  // namespace
