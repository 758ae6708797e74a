#include "hub/intake/validation.hpp"

#include "hub/intake/refusal.hpp"
#include "hub/intake/same_content.hpp"
#include "hub/ports/result.hpp"
#include "tests/unit/hub/intake/fixture.hpp"

#include <gtest/gtest.h>

namespace {

using namespace hub::intake;
using namespace tests::unit::admitting;
using hub::model::message_type;

verdict judge(const oin& owner, std::string_view text) {
    return validate(caller_for(owner), decoded("1", text), tests::support::fake_clock{}.now());
}

std::vector<std::string> codes(const verdict& found) {
    std::vector<std::string> result;
    for (const auto& one : found.refusals) {
        result.push_back(one.code);
    }
    return result;
}

using words = std::vector<std::string>;

TEST(validation, fills_in_what_the_organisation_configured_and_says_so) {
    const auto found = judge(municipality, referral);
    ASSERT_TRUE(found.refusals.empty());
    const auto& message = found.sound.message.aanmelding();
    EXPECT_EQ(message.grondslag().code(), "Wmo 2015");
    EXPECT_EQ(message.grondslag().geldigheid().vanaf(), "2015-01-01");
    // Its term has ended today.
    EXPECT_FALSE(message.has_doel());
    EXPECT_EQ(found.sound.supplied, words{"grondslag"});
    ASSERT_EQ(found.sound.notices.size(), 1U);
    EXPECT_EQ(found.sound.notices.front().code, "grondslag_aangevuld");
    EXPECT_EQ(found.sound.notices.front().name, "/grondslag");
}

TEST(validation, leaves_what_the_sender_gave) {
    const auto found = judge(
        municipality, R"(aanmelding { kenmerk: "K1" vraag: "?" grondslag { code: "eigen" } })"
    );
    EXPECT_EQ(found.sound.message.aanmelding().grondslag().code(), "eigen");
    EXPECT_TRUE(found.sound.supplied.empty());
}

TEST(validation, lets_the_kind_of_sender_decide_on_a_bsn) {
    constexpr std::string_view with_bsn =
        R"(aanmelding { kenmerk: "K1" vraag: "?" betrokkene { bsn: "111222333" } })";
    EXPECT_EQ(codes(judge(municipality, with_bsn)), words{});
    EXPECT_EQ(codes(judge(executor, with_bsn)), words{});
    EXPECT_EQ(codes(judge(care, with_bsn)), words{"bsn_niet_toegestaan"});
    EXPECT_EQ(codes(judge(stranger, with_bsn)), words{"bsn_niet_toegestaan"});
    EXPECT_EQ(codes(judge(stranger, referral)), words{});
    EXPECT_EQ(
        judge(care, with_bsn).refusals.front().invalid_params.front().name, "/betrokkene/bsn"
    );
}

TEST(validation, makes_reachable_organisations_participants_and_tells_of_others) {
    const auto found = judge(
        executor,
        R"(aanmelding { kenmerk: "K1" vraag: "?"
             betrokken_organisaties { oin: "00000099100000004000" naam: "A" }
             betrokken_organisaties { oin: "00000099100000004000" naam: "A" }
             betrokken_organisaties { naam: "Zonder OIN" }
             betrokken_organisaties { oin: "00000099900000009000" naam: "Onbekend" } })"
    );
    EXPECT_EQ(found.sound.participants, std::vector{municipality});
    ASSERT_EQ(found.sound.notices.size(), 1U);
    EXPECT_EQ(found.sound.notices.front().code, "organisatie_niet_aangesloten");
}

TEST(validation, refuses_a_signal_with_personal_data) {
    const auto found = judge(municipality, R"(signaal { omschrijving: "Bel 06-12345678" })");
    EXPECT_EQ(codes(found), words{"persoonsgegevens_in_signaal"});
    EXPECT_EQ(found.refusals.front().invalid_params.front().name, "/omschrijving");
}

struct addressing {
    const char* what;
    oin sender;
    std::string message;
    words refused;
    words addressed;
};

std::vector<addressing> addressings() {
    const std::string to_executor = R"(aan: "00000099100000002000")";
    return {
        {"to an organisation",
         municipality,
         "soort: BERICHT_SOORT_VRAAG " + to_executor,
         {},
         {executor.to_string()}},
        {"the same twice",
         municipality,
         "soort: BERICHT_SOORT_VRAAG " + to_executor + " " + to_executor,
         {},
         {executor.to_string()}},
        {"to the loket by name and by OIN",
         municipality,
         R"(soort: BERICHT_SOORT_AANVULLING aan: "loket" aan: "00000099200000001000")",
         {},
         {"loket"}},
        {"to nobody", municipality, "soort: BERICHT_SOORT_VRAAG", {"ontvanger_nodig"}, {}},
        {"to an unlisted organisation",
         municipality,
         R"(soort: BERICHT_SOORT_VRAAG aan: "00000099900000009000")",
         {"ontvanger_onbekend"},
         {}},
        {"to the LET directly",
         municipality,
         R"(soort: BERICHT_SOORT_VRAAG aan: "let")",
         {"ontvanger_niet_toegestaan"},
         {}},
        {"to the register",
         municipality,
         R"(soort: BERICHT_SOORT_VRAAG aan: "register")",
         {"ontvanger_niet_toegestaan"},
         {}},
        {"escalation by the loket", loket, "soort: BERICHT_SOORT_ESCALATIE", {}, {"let"}},
        {"escalation to the LET by OIN",
         loket,
         R"(soort: BERICHT_SOORT_ESCALATIE aan: "00000099200000002000")",
         {},
         {"let"}},
        {"escalation to another",
         loket,
         "soort: BERICHT_SOORT_ESCALATIE " + to_executor,
         {"ontvanger_niet_toegestaan"},
         {"let"}},
        {"escalation by another",
         municipality,
         "soort: BERICHT_SOORT_ESCALATIE",
         {"type_niet_toegestaan", "alleen_loket"},
         {"let"}},
        {"progress by the loket", loket, "soort: BERICHT_SOORT_VOORTGANG", {}, {"loket"}},
        {"progress by another",
         municipality,
         "soort: BERICHT_SOORT_VOORTGANG",
         {"alleen_loket"},
         {"loket"}},
        {"supplement request by another",
         municipality,
         "soort: BERICHT_SOORT_AANVULVERZOEK " + to_executor,
         {"alleen_loket"},
         {executor.to_string()}},
    };
}

TEST(validation, addresses_berichten_by_table) {
    for (const auto& one : addressings()) {
        auto message = decoded("1", "bericht { tekst: \"?\" " + one.message + " }");
        message.casus = hub::model::casus_id{};
        const auto found = validate(
            caller_for(one.sender), std::move(message), tests::support::fake_clock{}.now()
        );
        EXPECT_EQ(codes(found), one.refused) << one.what;
        words addressed;
        for (const auto& destination : found.sound.question.addressed) {
            addressed.emplace_back(destination.name());
        }
        EXPECT_EQ(addressed, one.addressed) << one.what;
    }
}

TEST(validation, makes_an_escalation_of_what_the_loket_escalates) {
    auto message = decoded("1", "bericht { soort: BERICHT_SOORT_ESCALATIE }");
    message.casus_reference = "zaak";
    const auto found =
        validate(caller_for(loket), std::move(message), tests::support::fake_clock{}.now());
    EXPECT_TRUE(found.refusals.empty());
    EXPECT_EQ(found.sound.nature.type, message_type::escalatie);
    EXPECT_EQ(found.sound.fixed_recipient, hub::model::instrument::let);
}

TEST(validation, wants_a_casus_where_one_must_exist) {
    const auto found = judge(
        municipality, R"(bericht { soort: BERICHT_SOORT_AANVULLING aan: "loket" tekst: "?" })"
    );
    EXPECT_EQ(codes(found), words{"casus_nodig"});
}

TEST(validation, knows_the_nature_of_each_type) {
    const auto nature = [](std::string_view text) { return nature_of(decoded("1", text).message); };
    EXPECT_EQ(nature("aanmelding {}")->casus, casus_need::may_open);
    EXPECT_EQ(nature("signaal {}")->casus, casus_need::none);
    EXPECT_EQ(nature("registermutatie {}")->type, message_type::registermutatie);
    EXPECT_EQ(nature("bericht { soort: BERICHT_SOORT_VRAAG }")->casus, casus_need::may_open);
    EXPECT_EQ(nature("bericht { soort: BERICHT_SOORT_ANTWOORD }")->casus, casus_need::must_exist);
    EXPECT_FALSE(nature("statusbericht {}"));
    EXPECT_FALSE(nature(""));
    EXPECT_EQ(codes(judge(municipality, "statusbericht {}")), words{"type_niet_toegestaan"});
}

TEST(same_content, ignores_only_the_fields_that_differ_per_attempt) {
    const auto left = decoded("1", R"(bericht { onderwerp: "A" tekst: "zelfde" })");
    const auto right = decoded("2", R"(bericht { onderwerp: "B" tekst: "zelfde" })");
    const std::string_view ignored[] = {"bericht.onderwerp"};
    EXPECT_FALSE(same_content(left, right, {}));
    EXPECT_TRUE(same_content(left, right, ignored));
    const auto other = decoded("3", R"(bericht { onderwerp: "B" tekst: "anders" })");
    EXPECT_FALSE(same_content(left, other, ignored));
    const std::string_view unknown[] = {"bericht.bestaatniet"};
    EXPECT_FALSE(same_content(left, right, unknown));

    auto elsewhere = left;
    elsewhere.casus_reference = "andere zaak";
    EXPECT_FALSE(same_content(left, elsewhere, {}));
}

TEST(refusal, never_mixes_the_three_answers) {
    using hub::model::finality;
    using hub::ports::errc;
    const struct {
        errc error;
        finality appended;
        finality read;
    } rows[] = {
        {errc::retry, finality::retry, finality::retry},
        {errc::unknown, finality::unknown, finality::retry},
        {errc::not_found, finality::retry, finality::rejected},
        {errc::erased, finality::rejected, finality::rejected},
        {errc::conflict, finality::retry, finality::retry},
        {errc::too_large, finality::rejected, finality::retry},
        {errc::refused, finality::rejected, finality::retry},
        {errc::position_lost, finality::unknown, finality::retry},
        {errc::not_authentic, finality::unknown, finality::retry},
        {errc::closed, finality::retry, finality::retry},
    };
    for (const auto& one : rows) {
        EXPECT_EQ(from_append(make_error_code(one.error)).kind, one.appended);
        EXPECT_EQ(from_reading(make_error_code(one.error)).kind, one.read);
    }
    EXPECT_EQ(from_reading(make_error_code(errc::not_authentic)).code, "niet_authentiek");
    EXPECT_EQ(from_append(std::make_error_code(std::errc::io_error)).kind, finality::unknown);
}

}  // namespace
