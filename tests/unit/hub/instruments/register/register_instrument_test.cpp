#include "hub/instruments/register/register_instrument.hpp"

#include "tests/unit/hub/instruments/instrument_bench.hpp"

#include <gtest/gtest.h>

namespace hub::instruments::register_ {
namespace {

using tests::support::test_oin;

class register_instrument_test : public ::testing::Test {
protected:
    static consumer::input mutation(std::uint8_t number, pmm::v1::RegisterActie actie) {
        auto message = message_of(model::message_type::registermutatie, number);
        message.key = id_of<model::key_id>(50);
        auto* content = message.content.mutable_registermutatie();
        content->set_actie(actie);
        if (actie != pmm::v1::REGISTER_ACTIE_TOEVOEGEN) {
            content->set_vermelding_id(message.key.to_string());
        }
        return message;
    }

    std::string reason(const consumer::input& message) {
        return bench_.decide(message).outcomes[0].reason;
    }

    register_instrument tested_;
    instrument_bench bench_{tested_};
};

TEST_F(register_instrument_test, adds_changes_and_removes_an_entry) {
    EXPECT_EQ(reason(mutation(1, pmm::v1::REGISTER_ACTIE_TOEVOEGEN)), "");
    EXPECT_EQ(reason(mutation(2, pmm::v1::REGISTER_ACTIE_WIJZIGEN)), "");
    const auto record =
        bench_.record<pmm::v1::VermeldingRecord>(entry_kind, id_of<model::key_id>(50).to_string());
    EXPECT_EQ(record.mutation().message_id(), id_of<model::message_id>(2).view());
    EXPECT_EQ(reason(mutation(3, pmm::v1::REGISTER_ACTIE_VERWIJDEREN)), "");
    EXPECT_EQ(bench_.count(entry_kind), 0U);
}

TEST_F(register_instrument_test, keeps_an_entry_for_its_owner) {
    static_cast<void>(bench_.decide(mutation(1, pmm::v1::REGISTER_ACTIE_TOEVOEGEN)));
    for (const auto actie :
         {pmm::v1::REGISTER_ACTIE_WIJZIGEN, pmm::v1::REGISTER_ACTIE_VERWIJDEREN}) {
        auto message = mutation(2, actie);
        message.owner = test_oin(2);
        EXPECT_EQ(reason(message), "vermelding_onbekend");
    }
    EXPECT_EQ(bench_.count(entry_kind), 1U);
}

TEST_F(register_instrument_test, says_the_same_of_an_entry_that_is_not_there) {
    EXPECT_EQ(reason(mutation(1, pmm::v1::REGISTER_ACTIE_WIJZIGEN)), "vermelding_onbekend");
    auto nameless = mutation(2, pmm::v1::REGISTER_ACTIE_VERWIJDEREN);
    nameless.content.mutable_registermutatie()->clear_vermelding_id();
    EXPECT_EQ(reason(nameless), "vermelding_onbekend");
}

TEST_F(register_instrument_test, refuses_what_it_does_not_know) {
    EXPECT_EQ(reason(mutation(1, pmm::v1::REGISTER_ACTIE_UNSPECIFIED)), "actie_onbekend");
    auto other = mutation(2, pmm::v1::REGISTER_ACTIE_TOEVOEGEN);
    other.type = model::message_type::bericht;
    EXPECT_EQ(reason(other), "alleen_registermutaties");
    static_cast<void>(bench_.decide(mutation(3, pmm::v1::REGISTER_ACTIE_TOEVOEGEN)));
    EXPECT_EQ(reason(mutation(4, pmm::v1::REGISTER_ACTIE_TOEVOEGEN)), "vermelding_bestaat_al");
}

}  // namespace
}  // namespace hub::instruments::register_
