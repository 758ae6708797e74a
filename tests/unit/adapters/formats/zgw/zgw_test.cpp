#include "adapters/formats/zgw/decoder.hpp"
#include "adapters/formats/zgw/form.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

namespace adapters::formats::zgw {
namespace {

using decided = hub::model::decision<hub::ports::decoded_message>;
using testing::HasSubstr;

std::string notification(const std::string& change = "", const std::string& with = "") {
    std::string text =
        R"({"kanaal":"zaken","hoofdObject":"https://zaken.example/api/v1/zaken/d7a22",)"
        R"("resource":"status","resourceUrl":"https://zaken.example/api/v1/statussen/1",)"
        R"("actie":"create","aanmaakdatum":"2026-01-15T10:30:00Z",)"
        R"("kenmerken":{"zaaktype.catalogus":"https://x","bron":"1"}})";
    return change.empty() ? text : text.replace(text.find(change), change.size(), with);
}

decided decode(std::string_view text) {
    return create_decoder({})->decode(text);
}

std::string faults(const decided& one) {
    std::string result;
    if (one) {
        return "aangenomen";
    }
    for (const auto& each : one.error().invalid_params) {
        result += (result.empty() ? "" : " ") + each.name + ":" + each.code;
    }
    return result;
}

std::string repeated(std::string_view what, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) {
        all += what;
    }
    return all;
}

// So many members of an object.
std::string kenmerken(std::size_t count) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) {
        all += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":\"1\"";
    }
    return all;
}

TEST(notification, becomes_an_incomplete_aanmelding_in_the_casus_of_its_zaak) {
    const auto decoded = decode(notification());
    ASSERT_TRUE(decoded) << faults(decoded);
    EXPECT_EQ(decoded->announcement->channel, "zaken");
    EXPECT_EQ(decoded->casus_reference, "https://zaken.example/api/v1/zaken/d7a22");
    const auto& aanmelding = decoded->message.aanmelding();
    EXPECT_EQ(aanmelding.kenmerk(), "d7a22");
    EXPECT_TRUE(aanmelding.vraag().empty());
    EXPECT_THAT(aanmelding.toelichting(), HasSubstr("statussen/1"));
    EXPECT_EQ(
        decoded->extensions.at("kenmerken"), R"({"zaaktype.catalogus":"https://x","bron":"1"})"
    );
    EXPECT_EQ(decoded->id.size(), std::string_view{"sha256:"}.size() + 64);
}

TEST(notification, has_the_digest_of_its_exact_bytes_for_an_id) {
    EXPECT_EQ(decode(notification())->id, decode(notification())->id);
    EXPECT_NE(decode(notification())->id, decode(notification() + " ")->id);
}

TEST(notification, is_taken_as_every_product_sends_it) {
    int seen = 0;
    for (const auto& entry : std::filesystem::directory_iterator{PMM_SAMPLES "/zgw"}) {
        if (entry.path().extension() != ".json") {
            continue;
        }
        std::ifstream file{entry.path()};
        const std::string text{std::istreambuf_iterator<char>{file}, {}};
        EXPECT_EQ(faults(decode(text)), "aangenomen") << entry.path();
        ++seen;
    }
    EXPECT_GE(seen, 6);
}

TEST(notification, is_judged_field_by_field) {
    const std::pair<std::string, std::string> table[] = {
        {"[]", ":verkeerd_type"},
        {"{}",
         "/kanaal:verplicht /hoofdObject:verplicht /resource:verplicht /resourceUrl:verplicht "
         "/actie:verplicht /aanmaakdatum:verplicht"},
        {notification(R"("kanaal":"zaken")", R"("kanaal":5)"), "/kanaal:verkeerd_type"},
        {notification(R"("kanaal":"zaken")", R"("kanaal":"")"), "/kanaal:leeg"},
        {notification("zaken\"", std::string(51, 'x') + "\""), "/kanaal:te_lang"},
        {notification("2026-01-15T10:30:00Z", "gisteren"), "/aanmaakdatum:ongeldig_tijdstip"},
        {notification("https://zaken.example/api/v1/zaken/d7a22", "javascript:x"),
         "/hoofdObject:ongeldige_uri"},
        {notification(R"("bron":"1")", R"("bron":{})"), "/kenmerken/*:verkeerd_type"},
        {notification(R"("bron":"1")", R"("bron":")" + std::string(1001, 'x') + '"'),
         "/kenmerken/*:te_lang"},
        {notification(R"({"zaaktype.catalogus":"https://x","bron":"1"})", "[]"),
         "/kenmerken:verkeerd_type"},
        {notification("create\"", "a\\u0000\""), "/actie:ongeldig_teken"},
        {notification(R"("bron":"1")", kenmerken(63)), "aangenomen"},
        {notification(R"("bron":"1")", kenmerken(64)), "/kenmerken:te_veel"},
        // Characters, not bytes.
        {notification("zaken\"", repeated("\xC3\xA9", 50) + "\""), "aangenomen"},
        {notification("zaken\"", repeated("\xC3\xA9", 51) + "\""), "/kanaal:te_lang"},
        {notification(R"("bron":"1")", R"("bron":")" + repeated("\xC3\xA9", 1000) + '"'),
         "aangenomen"},
    };
    for (const auto& [text, expected] : table) {
        EXPECT_EQ(faults(decode(text)), expected) << text;
    }
}

// What becomes protobuf text has to be text.
TEST(notification, of_a_long_reference_keeps_whole_characters_of_it) {
    for (const std::string before : {"", "x"}) {
        const auto decoded =
            decode(notification("zaken/d7a22", "zaken/" + before + repeated("\xC3\xA9", 300)));
        ASSERT_TRUE(decoded) << faults(decoded);
        const auto& kenmerk = decoded->message.aanmelding().kenmerk();
        EXPECT_EQ(kenmerk, before + repeated("\xC3\xA9", 200 - before.size()));
        pmm::v1::CanonicalMessage again;
        EXPECT_TRUE(again.ParseFromString(decoded->message.SerializeAsString()));
    }
}

hub::ports::carried_request carried(std::string_view body, hub::model::timestamp now) {
    hub::ports::carried_request result;
    result.content_type = "application/json";
    result.body = body;
    result.received_at = now;
    return result;
}

const auto moment = *hub::model::parse_rfc3339("2026-01-15T10:30:00Z");

TEST(notification_form, refuses_a_moment_beyond_the_leeway) {
    const auto form = create_form({});
    const auto body = notification();
    EXPECT_TRUE(form->read(carried(body, moment - std::chrono::seconds{60}))
                    ->messages()
                    .front()
                    .decoded.has_value());
    const auto late = form->read(carried(body, moment - std::chrono::seconds{61}));
    EXPECT_EQ(faults(late->messages().front().decoded), "/aanmaakdatum:tijdstip_in_toekomst");
}

TEST(notification_form, answers_in_the_words_of_its_standard) {
    const auto form = create_form({});
    const auto read = form->read(carried("{}", moment));
    const hub::ports::answering_facts facts{"01931b66", moment};
    const auto refused = read->answer(
        {hub::ports::refused_message{read->messages().front().decoded.error(), 400}}, facts
    );
    EXPECT_EQ(refused->status, 400U);
    EXPECT_THAT(refused->body, HasSubstr(R"("code":"invalid","title":"Invalid input.")"));
    EXPECT_THAT(refused->body, HasSubstr(R"({"name":"hoofdObject","code":"required")"));
    const auto taken = read->answer({hub::ports::set_aside_message{}}, facts);
    EXPECT_EQ(taken->status, 204U);
    EXPECT_TRUE(taken->body.empty());
}

}  // namespace
}  // namespace adapters::formats::zgw
