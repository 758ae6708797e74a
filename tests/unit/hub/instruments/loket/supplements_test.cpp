#include "hub/instruments/loket/supplements.hpp"

#include <gtest/gtest.h>

namespace hub::instruments::loket {
namespace {

// An aanmelding with everything that can be asked for.
pmm::v1::Aanmelding complete() {
    pmm::v1::Aanmelding message;
    message.mutable_maatwerkprofessional()->set_telefoon("070");
    message.set_vraag("een vraag");
    message.mutable_huishouden()->set_omvang(3);
    message.add_leefgebieden(pmm::v1::LEEFGEBIED_WONEN);
    message.add_betrokken_organisaties()->set_naam("een organisatie");
    message.add_geprobeerd("gebeld");
    message.add_dringende_data()->set_datum("2026-08-01");
    message.mutable_grondslag()->set_code("a");
    message.mutable_doel()->set_code("b");
    message.set_inwoner_geinformeerd(pmm::v1::GEINFORMEERD_NEE);
    message.mutable_betrokkene()->set_naam("een naam");
    message.set_toelichting("uitleg");
    return message;
}

supplement_table table_of_everything() {
    std::vector<supplement_rule> rules;
    for (const auto field : supplement_fields()) {
        rules.push_back({std::string{field}, "Wilt u dit aanvullen?"});
    }
    return supplement_table{rules};
}

TEST(supplements, asks_nothing_without_a_table) {
    EXPECT_TRUE(supplement_table{}.missing({}).empty());
}

TEST(supplements, asks_nothing_of_a_complete_aanmelding) {
    EXPECT_TRUE(table_of_everything().missing(complete()).empty());
}

TEST(supplements, asks_for_everything_that_an_empty_one_lacks) {
    EXPECT_EQ(table_of_everything().missing({}).size(), supplement_fields().size());
}

TEST(supplements, asks_in_the_words_of_the_table) {
    const supplement_table table{{{"/leefgebieden", "Welke leefgebieden speelt dit?"}}};
    const auto missing = table.missing({});
    ASSERT_EQ(missing.size(), 1U);
    EXPECT_EQ(missing[0].veld(), "/leefgebieden");
    EXPECT_EQ(missing[0].vraag(), "Welke leefgebieden speelt dit?");
}

TEST(supplements, refuses_a_field_that_it_can_not_judge) {
    EXPECT_FALSE(is_supplement_field("/onzin"));
    const std::vector<supplement_rule> rules{{"/onzin", "?"}};
    EXPECT_THROW(supplement_table{rules}, std::invalid_argument);
}

}  // namespace
}  // namespace hub::instruments::loket
