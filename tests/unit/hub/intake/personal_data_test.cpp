#include "hub/intake/personal_data.hpp"

#include <gtest/gtest.h>

namespace {

using namespace hub::intake;

TEST(email, is_found_as_an_address) {
    for (const auto* text :
         {"jan.jansen@voorbeeld.nl", "mail naar <j@x.org>.", "a+b_c%d@sub.voorbeeld.nl"}) {
        EXPECT_TRUE(has_email(text)) << text;
    }
    for (const auto* text : {"", "@home", "een @ teken", "a@b", "kosten @ 5.00", "x@.nl", "a@b."}) {
        EXPECT_FALSE(has_email(text)) << text;
    }
}

TEST(telephone, is_found_in_its_usual_forms) {
    for (const auto* text :
         {"0612345678",
          "06-12345678",
          "06 12 34 56 78",
          "bel 070-123 45 67 na tien uur",
          "(070) 123 45 67",
          "+31612345678",
          "+31 (0)6 12345678",
          "0031612345678",
          "0031 (0)6 12345678",
          "+49 30 901820",
          "Tel.0612345678",
          "0612345678 2024"}) {
        EXPECT_TRUE(has_telephone(text)) << text;
    }
}

TEST(telephone, is_no_part_of_another_number) {
    for (const auto* text :
         {"",
          "00000001823288444000",
          "urn:nld:oin:00000099100000004000",
          "0190c5d2-7b1a-7cc1-8f3e-061234567890",
          "06123456789",
          "ZAAK-2024-0000012345",
          "2024-0612345678",
          "01-02-2024 12:30",
          "van 01-01-2024 tot 31-12-2024",
          "artikel 0123",
          "1.234.567,00",
          "2026-07-01T12:00:00Z"}) {
        EXPECT_FALSE(has_telephone(text)) << text;
    }
}

TEST(iban, is_found_with_and_without_spaces) {
    for (const auto* text :
         {"NL91ABNA0417164300",
          "NL91 ABNA 0417 1643 00",
          "rekening nl91abna0417164300.",
          "BE68539007547034",
          "DE89370400440532013000"}) {
        EXPECT_TRUE(has_iban(text)) << text;
    }
    for (const auto* text :
         {"",
          "NL91ABNA0417164301",
          "NL91ABNA041716430",
          "XX91ABNA0417164300",
          "NL91",
          "xNL91ABNA0417164300",
          "NL91ABNA04171643001"}) {
        EXPECT_FALSE(has_iban(text)) << text;
    }
}

TEST(signal, is_refused_for_each_place_that_holds_personal_data) {
    pmm::v1::Signaal signal;
    signal.set_omschrijving("Inwoner 111222333, bereikbaar op 06-12345678.");
    signal.set_regeling("Rekening NL91ABNA0417164300");
    signal.set_voorstel("Mail jan@voorbeeld.nl");
    signal.add_betrokken_organisaties()->set_rol("contact: 0612345678");
    signal.add_betrokken_organisaties()->set_rol("contact: 0687654321");
    const auto found = find_personal_data(signal);
    std::vector<std::pair<std::string, std::string>> places;
    for (const auto& one : found) {
        places.emplace_back(one.name, one.code);
        EXPECT_EQ(one.reason.find_first_of("0123456789@"), std::string::npos) << one.reason;
    }
    EXPECT_EQ(
        places,
        (std::vector<std::pair<std::string, std::string>>{
            {"/betrokkenOrganisaties/*/rol", "telefoon"},
            {"/omschrijving", "bsn"},
            {"/omschrijving", "telefoon"},
            {"/regeling", "iban"},
            {"/voorstel", "email"}})
    );
}

TEST(signal, passes_with_numbers_of_organisations_and_cases) {
    pmm::v1::Signaal signal;
    signal.set_kenmerk("111222333");
    signal.set_omschrijving(
        "In zaak ZAAK-2024-0000012345 (0190c5d2-7b1a-7cc1-8f3e-112223330000) van de organisatie "
        "met OIN 00000001823288444000 botsen artikel 3:2 Awb en artikel 6 van de regeling van "
        "01-02-2024; het gaat om 1.234.567 euro."
    );
    signal.set_regeling("BWBR0005537, artikel 4:84");
    auto* organisation = signal.add_betrokken_organisaties();
    organisation->set_oin("00000001823288444000");
    // An RSIN passes the same test as a BSN; the fields of organisations are exempt.
    organisation->set_naam("Stichting Voorbeeld, RSIN 823288444 en 002220647");
    EXPECT_TRUE(find_personal_data(signal).empty());
}

}  // namespace
