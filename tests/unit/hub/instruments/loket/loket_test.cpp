#include "hub/instruments/loket/loket.hpp"

#include "tests/unit/hub/instruments/instrument_bench.hpp"

#include <gtest/gtest.h>

namespace hub::instruments::loket {
namespace {

using tests::support::test_oin;

const auto own = test_oin(900);

loket_options options() {
    return {
        own,
        supplement_table{{{"/leefgebieden", "Welke?"}}},
        [](std::string_view bsn) { return "persoon-" + std::string{bsn}; },
        [](std::string_view bsn) { return "logboek-" + std::string{bsn}; },
    };
}

class loket_test : public ::testing::Test {
protected:
    static consumer::input aanmelding(std::uint8_t number, std::uint8_t casus = 200) {
        auto message = casus_message(model::message_type::aanmelding, number, casus);
        message.content.mutable_aanmelding()->add_leefgebieden(pmm::v1::LEEFGEBIED_WONEN);
        return message;
    }

    static consumer::input
    bericht(std::uint8_t number, pmm::v1::BerichtSoort soort = pmm::v1::BERICHT_SOORT_AANVULLING) {
        auto message = casus_message(model::message_type::bericht, number);
        message.content.mutable_bericht()->set_soort(soort);
        return message;
    }

    static consumer::input voortgang(std::uint8_t number, pmm::v1::CasusStatus status) {
        auto message = bericht(number, pmm::v1::BERICHT_SOORT_VOORTGANG);
        message.owner = own;
        message.content.mutable_bericht()->set_casus_status(status);
        return message;
    }

    pmm::v1::CasusRecord casus() {
        return bench_.record<pmm::v1::CasusRecord>(
            casus_kind, id_of<model::casus_id>(200).to_string()
        );
    }

    loket tested_{options()};
    instrument_bench bench_{tested_};
};

TEST_F(loket_test, looks_for_a_casus_only_when_it_may_know_it) {
    const auto id = id_of<model::casus_id>(200).to_string();
    const consumer::record_key casus_key{std::string{casus_kind}, id};
    auto first = aanmelding(1);
    first.is_first = true;
    EXPECT_EQ(tested_.wants(first), std::vector<consumer::record_key>{});
    EXPECT_EQ(tested_.makes(first), std::vector{casus_key});
    EXPECT_EQ(tested_.wants(aanmelding(2)), std::vector{casus_key});
    auto progress = bericht(3);
    progress.is_first = true;
    EXPECT_EQ(tested_.wants(progress), std::vector{casus_key});
}

TEST_F(loket_test, opens_a_casus_on_an_aanmelding) {
    const auto result = bench_.decide(aanmelding(1));
    EXPECT_EQ(casus().status(), pmm::v1::CASUS_STATUS_AANGEMELD);
    EXPECT_EQ(casus().messages_size(), 1);
    EXPECT_EQ(casus().opening().message_id(), id_of<model::message_id>(1).view());
    ASSERT_EQ(result.outcomes.size(), 1U);
    EXPECT_EQ(result.outcomes[0].state, model::state::verwerkt);
    EXPECT_EQ(result.outcomes[0].casus_status, pmm::v1::CASUS_STATUS_AANGEMELD);
    EXPECT_TRUE(result.outgoing.empty());
    EXPECT_EQ(bench_.count(casus_message_kind), 0U);
}

TEST_F(loket_test, asks_for_what_is_missing_and_does_not_refuse) {
    auto message = aanmelding(1);
    message.content.mutable_aanmelding()->clear_leefgebieden();
    const auto result = bench_.decide(message);
    EXPECT_EQ(result.outcomes[0].state, model::state::verwerkt);
    ASSERT_EQ(result.outgoing.size(), 1U);
    const auto& request = result.outgoing[0];
    EXPECT_EQ(request.casus, message.casus);
    EXPECT_EQ(request.destinations.front().name(), message.owner.text());
    EXPECT_EQ(request.content.bericht().soort(), pmm::v1::BERICHT_SOORT_AANVULVERZOEK);
    ASSERT_EQ(request.content.bericht().ontbreekt_size(), 1);
    EXPECT_EQ(request.content.bericht().ontbreekt(0).veld(), "/leefgebieden");
    EXPECT_EQ(casus().ontbreekt(0), "/leefgebieden");
}

TEST_F(loket_test, adds_messages_to_the_casus) {
    static_cast<void>(bench_.decide(aanmelding(1)));
    const auto result = bench_.decide(bericht(2));
    EXPECT_EQ(casus().messages_size(), 2);
    EXPECT_EQ(bench_.count(casus_message_kind), 1U);
    EXPECT_EQ(result.outcomes[0].casus_status, pmm::v1::CASUS_STATUS_AANGEMELD);
}

TEST_F(loket_test, keeps_a_bericht_of_a_casus_it_did_not_know) {
    const auto result = bench_.decide(bericht(1, pmm::v1::BERICHT_SOORT_VRAAG));
    EXPECT_EQ(result.outcomes[0].state, model::state::verwerkt);
    EXPECT_EQ(casus().status(), pmm::v1::CASUS_STATUS_UNSPECIFIED);
    static_cast<void>(bench_.decide(aanmelding(2)));
    EXPECT_EQ(casus().status(), pmm::v1::CASUS_STATUS_AANGEMELD);
}

TEST_F(loket_test, tells_all_senders_what_a_person_decided) {
    static_cast<void>(bench_.decide(aanmelding(1)));
    auto second = bericht(2);
    second.owner = test_oin(2);
    static_cast<void>(bench_.decide(second));
    static_cast<void>(bench_.decide(bericht(3)));
    const auto result = bench_.decide(voortgang(4, pmm::v1::CASUS_STATUS_IN_BEHANDELING));
    EXPECT_EQ(casus().status(), pmm::v1::CASUS_STATUS_IN_BEHANDELING);
    ASSERT_EQ(result.outgoing.size(), 2U);
    EXPECT_EQ(result.outgoing[0].destinations.front().name(), test_oin(1).text());
    EXPECT_EQ(result.outgoing[1].destinations.front().name(), test_oin(2).text());
    const auto& status = result.outgoing[0].content.statusbericht();
    EXPECT_EQ(status.inzending(), id_of<model::message_id>(1).to_string());
    EXPECT_EQ(status.casus_status(), pmm::v1::CASUS_STATUS_IN_BEHANDELING);
    EXPECT_FALSE(result.outgoing[0].casus);
}

TEST_F(loket_test, believes_progress_of_nobody_else) {
    static_cast<void>(bench_.decide(aanmelding(1)));
    auto forged = voortgang(2, pmm::v1::CASUS_STATUS_AFGEROND);
    forged.owner = test_oin(1);
    const auto result = bench_.decide(forged);
    EXPECT_EQ(result.outcomes[0].state, model::state::geweigerd);
    EXPECT_EQ(result.outcomes[0].reason, "alleen_loket");
    EXPECT_EQ(casus().status(), pmm::v1::CASUS_STATUS_AANGEMELD);
    EXPECT_EQ(casus().messages_size(), 1);
}

TEST_F(loket_test, refuses_progress_of_what_it_does_not_know) {
    const auto unknown = bench_.decide(voortgang(1, pmm::v1::CASUS_STATUS_AFGEROND));
    EXPECT_EQ(unknown.outcomes[0].reason, "casus_onbekend");
    static_cast<void>(bench_.decide(aanmelding(2)));
    const auto nothing = bench_.decide(voortgang(3, pmm::v1::CASUS_STATUS_UNSPECIFIED));
    EXPECT_EQ(nothing.outcomes[0].reason, "voortgang_zonder_status");
}

TEST_F(loket_test, recognises_the_same_person_by_pseudonym_only) {
    for (std::uint8_t number = 1; number <= 3; ++number) {
        // The third comes in the casus of the second.
        auto message =
            aanmelding(number, number == 3 ? 102 : static_cast<std::uint8_t>(100 + number));
        message.content.mutable_aanmelding()->mutable_betrokkene()->set_bsn("999990342");
        const auto result = bench_.decide(message);
        EXPECT_EQ(result.processings[0].data_subject_id, "logboek-999990342");
        EXPECT_EQ(result.processings[0].data_subject_type, "BSN");
    }
    const auto person = bench_.record<pmm::v1::PersoonRecord>(person_kind, "persoon-999990342");
    EXPECT_EQ(person.casus_ids_size(), 2);
}

TEST_F(loket_test, remembers_the_newest_casussen_of_a_person_and_no_more) {
    constexpr std::uint8_t count = most_casussen_of_person + 3;
    for (std::uint8_t number = 1; number <= count; ++number) {
        auto message = aanmelding(number, static_cast<std::uint8_t>(100 + number));
        message.content.mutable_aanmelding()->mutable_betrokkene()->set_bsn("999990342");
        static_cast<void>(bench_.decide(message));
    }
    const auto person = bench_.record<pmm::v1::PersoonRecord>(person_kind, "persoon-999990342");
    ASSERT_EQ(person.casus_ids_size(), most_casussen_of_person);
    EXPECT_EQ(
        person.casus_ids(most_casussen_of_person - 1),
        id_of<model::casus_id>(static_cast<std::uint8_t>(100 + count)).view()
    );
}

TEST_F(loket_test, keeps_no_content_in_clear) {
    auto message = aanmelding(1);
    message.content.mutable_aanmelding()->set_vraag("een gevoelige vraag");
    message.content.mutable_aanmelding()->mutable_betrokkene()->set_naam("Jansen");
    const auto result = bench_.decide(message);
    for (const auto& change : result.changes) {
        EXPECT_EQ(change.body->find("gevoelige"), std::string::npos);
        EXPECT_EQ(change.body->find("Jansen"), std::string::npos);
    }
}

TEST_F(loket_test, refuses_types_that_are_not_its_own) {
    for (const auto type :
         {model::message_type::escalatie,
          model::message_type::signaal,
          model::message_type::statusbericht}) {
        const auto result = bench_.decide(casus_message(type, 1));
        EXPECT_EQ(result.outcomes[0].reason, "soort_niet_voor_loket");
        EXPECT_TRUE(result.changes.empty());
    }
}

TEST_F(loket_test, speaks_for_the_loket_only) {
    const std::vector<model::destination> destinations{
        model::destination{test_oin(2)}, model::destination{model::instrument::loket}};
    EXPECT_EQ(tested_.addressed(model::message_type::bericht, destinations).size(), 1U);
    EXPECT_TRUE(
        tested_
            .addressed(model::message_type::bericht, {model::destination{model::instrument::let}})
            .empty()
    );
}

}  // namespace
}  // namespace hub::instruments::loket
