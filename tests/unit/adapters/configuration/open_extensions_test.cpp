#include "tests/unit/adapters/configuration/configuration_copy.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace {

using adapters::configuration::configuration;
using namespace tests::unit::configuring;

TEST_F(configuration_copy, opens_extensions_by_name_with_words_and_numbers) {
    write(
        "routes.yaml",
        read("routes.yaml") + "uitbreidingen:\n"
                              "  - { naam: prioriteit, waarden: [hoog, laag] }\n"
                              "  - { naam: sequence, hoogste: 500000 }\n"
    );
    const auto loaded = load_copy();
    ASSERT_EQ(told(loaded), std::vector<std::string>{});
    const auto& open = std::get<configuration>(loaded).open_extensions;
    ASSERT_EQ(open.size(), 2U);
    EXPECT_EQ(open[0].name, "prioriteit");
    EXPECT_EQ(open[0].words, (std::vector<std::string>{"hoog", "laag"}));
    EXPECT_EQ(open[1].most, 500'000U);
}

TEST_F(configuration_copy, opens_no_extension_that_could_hold_personal_data) {
    write(
        "routes.yaml",
        read("routes.yaml") + "uitbreidingen:\n"
                              "  - { naam: subject, waarden: [a] }\n"
                              "  - { naam: klant, hoogste: 999999999 }\n"
                              "  - { naam: naam }\n"
                              "  - { naam: soort, waarden: ['999990342'] }\n"
                              "  - { naam: soort, waarden: [a] }\n"
    );
    const auto mistakes = told(load_copy());
    const std::vector<std::string> expected{
        "dit kan geen leesbare uitbreiding zijn",
        "'hoogste'",
        "zet 'waarden' (een lijst) of 'hoogste' (een getal)",
        "'999990342' kan geen leesbare waarde zijn",
        "deze naam staat er al",
    };
    for (const auto& words : expected) {
        EXPECT_TRUE(std::any_of(mistakes.begin(), mistakes.end(), [&](const auto& one) {
            return one.find(words) != std::string::npos;
        })) << words << ::testing::PrintToString(mistakes);
    }
}

}  // namespace
