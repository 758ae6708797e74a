#include "adapters/formats/json/openapi.hpp"

#include <gtest/gtest.h>

#include <simdjson.h>
#include <string>
#include <string_view>

namespace adapters::formats::json {
namespace {

class openapi : public testing::Test {
protected:
    // An empty string when there is none.
    std::string text_at(std::string_view pointer) {
        std::string_view result;
        return document_.at_pointer(pointer).get(result) == simdjson::SUCCESS ? std::string{result}
                                                                              : std::string{};
    }
    bool has(std::string_view pointer) {
        return document_.at_pointer(pointer).error() == simdjson::SUCCESS;
    }

private:
    simdjson::dom::parser parser_;
    simdjson::dom::element document_ = parser_.parse(openapi_document()).value();
};

TEST_F(openapi, says_the_version_that_answers_say) {
    EXPECT_EQ(text_at("/openapi"), "3.1.0");
    EXPECT_EQ(text_at("/info/version"), api_version);
}

TEST_F(openapi, has_the_schemas_from_the_tables) {
    const std::string schemas = "/components/schemas/";
    for (const auto* name :
         {"AanmeldingVerzoek",
          "Aanmelding",
          "SignaalVerzoek",
          "BerichtVerzoek",
          "RegistermutatieVerzoek",
          "Statusbericht",
          "UitgifteVerzoek",
          "ZoekVerzoek",
          "Geldigheid"}) {
        EXPECT_EQ(text_at(schemas + name + "/type"), "object") << name;
    }
    EXPECT_TRUE(has(schemas + "AanmeldingVerzoek/properties/casusId"));
    EXPECT_FALSE(has(schemas + "Aanmelding/properties/casusId"));
    EXPECT_FALSE(has(schemas + "SignaalVerzoek/properties/casusId"));
    EXPECT_FALSE(has(schemas + "{{tabellen}}"));
}

TEST_F(openapi, refers_to_schemas_that_exist) {
    const std::string text = openapi_document();
    constexpr std::string_view mark = R"("$ref":)";
    std::size_t references = 0;
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
        const auto start = text.find('#', at) + 1;
        EXPECT_TRUE(has(text.substr(start, text.find('"', start) - start)));
        ++references;
    }
    EXPECT_GT(references, 100U);
}

}  // namespace
}  // namespace adapters::formats::json
