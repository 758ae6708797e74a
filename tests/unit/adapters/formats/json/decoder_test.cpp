#include "adapters/formats/json/encoder.hpp"
#include "tests/unit/adapters/formats/json/reading.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters::formats::json {
namespace {

using hub::model::message_type;

std::string encode(const pmm::v1::CanonicalMessage& message) {
    return create_encoder()->encode(message);
}

TEST(json_decoder, reads_every_field_of_an_aanmelding) {
    const auto decided = decode(message_type::aanmelding, sample("aanmelding.json"));
    ASSERT_TRUE(decided);
    EXPECT_EQ(decided->id, "a3f1c2d4-0002");
    EXPECT_EQ(decided->source, "urn:nld:oin:00000099100000004000:systeem:maatwerk");
    EXPECT_EQ(decided->casus_reference, "casus-2026-17");
    EXPECT_FALSE(decided->casus);
    EXPECT_FALSE(decided->on_behalf_of);
    const auto& message = decided->message.aanmelding();
    EXPECT_EQ(message.kenmerk(), "2026-00124");
    EXPECT_EQ(message.maatwerkprofessional().soort(), pmm::v1::PROFESSIONAL_SOORT_PERSOON);
    EXPECT_EQ(message.maatwerkprofessional().telefoon(), "+31 70 123 45 67");
    EXPECT_EQ(message.huishouden().kinderen(), 3U);
    ASSERT_EQ(message.leefgebieden_size(), 4);
    EXPECT_EQ(message.leefgebieden(3), pmm::v1::LEEFGEBIED_ZORG);
    ASSERT_EQ(message.betrokken_organisaties_size(), 3);
    EXPECT_EQ(message.betrokken_organisaties(1).oin(), "00000099100000002000");
    EXPECT_EQ(message.betrokken_organisaties(2).oin(), "");
    EXPECT_EQ(message.geprobeerd_size(), 3);
    EXPECT_EQ(message.dringende_data(1).datum(), "2027-01-15");
    EXPECT_EQ(message.grondslag().geldigheid().tot(), "2027-01-01");
    EXPECT_EQ(message.doel().code(), "maatwerk-multiproblematiek");
    EXPECT_EQ(message.inwoner_geinformeerd(), pmm::v1::GEINFORMEERD_JA);
    EXPECT_EQ(message.betrokkene().bsn(), "999990342");
    EXPECT_NE(message.toelichting(), "");
}

TEST(json_decoder, accepts_every_sample) {
    EXPECT_EQ(verdict(message_type::aanmelding, sample("aanmelding-minimaal.json")), "");
    EXPECT_EQ(verdict(message_type::aanmelding, sample("aanmelding.json")), "");
    EXPECT_EQ(verdict(message_type::signaal, sample("signaal.json")), "");
    EXPECT_EQ(verdict(message_type::bericht, sample("bericht.json")), "");
    EXPECT_EQ(verdict(message_type::registermutatie, sample("registermutatie.json")), "");
}

TEST(json_decoder, names_its_form_and_version) {
    const auto decoder = create_decoder(message_type::bericht, {});
    EXPECT_EQ(decoder->form(), "json/bericht/v1");
    EXPECT_EQ(decoder->version(), 1U);
}

TEST(json_decoder, exists_only_for_what_organisations_hand_in) {
    EXPECT_THROW((void)create_decoder(message_type::statusbericht, {}), std::invalid_argument);
    EXPECT_THROW((void)create_decoder(message_type::escalatie, {}), std::invalid_argument);
}

TEST(json_decoder, reads_for_whom_and_in_which_casus) {
    const auto decided = decode(
        message_type::aanmelding,
        with(
            smallest_aanmelding,
            R"("namens":"00000099100000005000","casusId":"01931B66-7D50-7C8A-9D3C-2F6A1C0B9E10")"
        )
    );
    ASSERT_TRUE(decided);
    ASSERT_TRUE(decided->on_behalf_of);
    EXPECT_EQ(decided->on_behalf_of->text(), "00000099100000005000");
    ASSERT_TRUE(decided->casus);
    EXPECT_EQ(decided->casus->to_string(), "01931b66-7d50-7c8a-9d3c-2f6a1c0b9e10");
}

TEST(json_decoder, tells_everything_that_is_wrong_at_once) {
    EXPECT_EQ(
        verdict(
            message_type::aanmelding,
            R"({"vraag":"","leefgebieden":["wonen","geluk"],"onbekend":1,"ook":2,)"
            R"("betrokkenOrganisaties":[{"naam":"A"},{"oin":"1","extra":{}}],)"
            R"("maatwerkprofessional":{"soort":"team","email":"geen adres"}})"
        ),
        "bericht_ongeldig /vraag:leeg /leefgebieden/1:onbekende_waarde /*:onbekend_veld"
        " /betrokkenOrganisaties/1/oin:ongeldig_oin /betrokkenOrganisaties/1/*:onbekend_veld"
        " /betrokkenOrganisaties/1/naam:verplicht /maatwerkprofessional/email:ongeldig_emailadres"
        " /maatwerkprofessional/naam:verplicht /kenmerk:verplicht /id:verplicht"
    );
}

TEST(json_decoder, wants_an_object_at_the_top) {
    for (const auto* text : {"[]", "1", "\"x\"", "null", "true", "[{}]"}) {
        EXPECT_EQ(verdict(message_type::signaal, text), "bericht_ongeldig :verkeerd_type") << text;
    }
}

TEST(json_decoder, finds_a_field_that_stands_twice_however_it_is_written) {
    const std::string wrong = "bericht_ongeldig /id:dubbel_veld";
    EXPECT_EQ(verdict(message_type::signaal, with(smallest_signaal, R"("id":"1")")), wrong);
    EXPECT_EQ(verdict(message_type::signaal, with(smallest_signaal, R"("\u0069d":"1")")), wrong);
    EXPECT_EQ(
        verdict(message_type::signaal, with(smallest_signaal, R"("id":"1","\u0069\u0064":"1")")),
        wrong
    );
}

TEST(json_decoder, takes_no_field_in_other_capitals) {
    EXPECT_EQ(
        verdict(message_type::signaal, with(smallest_signaal, R"("Kenmerk":"1")")),
        "bericht_ongeldig /*:onbekend_veld"
    );
}

TEST(json_decoder, does_not_take_null_for_an_absent_field) {
    EXPECT_EQ(
        verdict(
            message_type::signaal, with(smallest_signaal, R"("kenmerk":null,"leefgebieden":null)")
        ),
        "bericht_ongeldig /kenmerk:verkeerd_type /leefgebieden:verkeerd_type"
    );
}

TEST(json_decoder, ends_its_list_of_faults) {
    std::string list;
    for (int organisation = 0; organisation < 50; ++organisation) {
        list += organisation == 0 ? "{" : ",{";
        list += R"("oin":1,"rol":1,"x":1})";
    }
    const auto decided = decode(
        message_type::signaal, with(smallest_signaal, "\"betrokkenOrganisaties\":[" + list + "]")
    );
    ASSERT_FALSE(decided);
    EXPECT_EQ(decided.error().invalid_params.size(), 100U);
}

struct rule_case {
    message_type type;
    std::string body;
    std::string expected;
};

TEST(json_decoder, holds_each_type_to_its_rules) {
    const std::string professional =
        R"("professional":{"soort":"team","naam":"T","email":"t@voorbeeld.nl"})";
    const std::string entry = R"("vermeldingId":"01931b66-7d50-7c8a-9d3c-2f6a1c0b9e12")";
    const std::vector<rule_case> cases{
        {message_type::bericht,
         R"({"id":"1","soort":"vraag","aan":["let"],"tekst":"t"})",
         "bericht_ongeldig /casusId:verplicht /casusKenmerk:verplicht"},
        {message_type::bericht,
         with(smallest_bericht, R"("soort":"escalatie")"),
         "bericht_ongeldig /soort:dubbel_veld"},
        {message_type::bericht,
         R"({"id":"1","casusKenmerk":"c","soort":"voortgang","aan":["loket"],"tekst":"t"})",
         "bericht_ongeldig /casusStatus:verplicht"},
        {message_type::bericht,
         R"({"id":"1","casusKenmerk":"c","soort":"aanvulverzoek","aan":["loket"],"tekst":"t"})",
         "bericht_ongeldig /ontbreekt:verplicht"},
        {message_type::bericht,
         R"({"id":"1","casusKenmerk":"c","soort":"vraag","aan":["loket","loket"],"tekst":"t"})",
         "bericht_ongeldig /aan/1:dubbele_waarde"},
        {message_type::bericht,
         R"({"id":"1","casusKenmerk":"c","soort":"vraag","aan":[],"tekst":"t"})",
         "bericht_ongeldig /aan:te_weinig"},
        {message_type::signaal,
         with(smallest_signaal, R"("casusId":"x")"),
         "bericht_ongeldig /*:onbekend_veld"},
        {message_type::registermutatie,
         R"({"id":"1","actie":"toevoegen"})",
         "bericht_ongeldig /professional:verplicht"},
        {message_type::registermutatie,
         R"({"id":"1","actie":"toevoegen",)" + entry + "," + professional + "}",
         "bericht_ongeldig /vermeldingId:niet_toegestaan"},
        {message_type::registermutatie,
         R"({"id":"1","actie":"wijzigen"})",
         "bericht_ongeldig /vermeldingId:verplicht /professional:verplicht"},
        {message_type::registermutatie,
         R"({"id":"1","actie":"wijzigen",)" + entry + "," + professional + "}",
         ""},
        {message_type::registermutatie,
         R"({"id":"1","actie":"verwijderen"})",
         "bericht_ongeldig /vermeldingId:verplicht"},
    };
    for (const auto& each : cases) {
        EXPECT_EQ(verdict(each.type, each.body), each.expected) << each.body;
    }
}

TEST(json_decoder, keeps_content_through_encoding_and_decoding) {
    const std::vector<std::pair<message_type, std::string>> samples{
        {message_type::aanmelding, "aanmelding.json"},
        {message_type::signaal, "signaal.json"},
        {message_type::bericht, "bericht.json"},
        {message_type::registermutatie, "registermutatie.json"},
    };
    for (const auto& [type, name] : samples) {
        const auto first = decode(type, sample(name));
        ASSERT_TRUE(first) << name;
        const std::string text = encode(first->message);
        const auto second = decode(
            type,
            with(
                text,
                R"("id":"1")" +
                    std::string{type == message_type::bericht ? R"(,"casusKenmerk":"c")" : ""}
            )
        );
        ASSERT_TRUE(second) << text;
        EXPECT_EQ(encode(second->message), text);
        EXPECT_EQ(second->message.SerializeAsString(), first->message.SerializeAsString());
    }
}

TEST(json_encoder, writes_a_statusbericht) {
    pmm::v1::CanonicalMessage message;
    auto& status = *message.mutable_statusbericht();
    status.set_inzending("01931b66-7d50-7c8a-9d3c-2f6a1c0b9e11");
    status.set_bestemming("loket");
    status.set_toestand("verwerkt");
    status.set_casus_status(pmm::v1::CASUS_STATUS_IN_BEHANDELING);
    status.set_tijd_us(1'700'000'000'123'456);
    EXPECT_EQ(
        encode(message),
        R"({"inzending":"01931b66-7d50-7c8a-9d3c-2f6a1c0b9e11","bestemming":"loket",)"
        R"("toestand":"verwerkt","casusStatus":"in_behandeling",)"
        R"("tijd":"2023-11-14T22:13:20.123456Z"})"
    );
}

TEST(json_encoder, tells_no_children_from_not_known) {
    const auto decided = decode(
        message_type::aanmelding, with(smallest_aanmelding, R"("huishouden":{"kinderen":0})")
    );
    ASSERT_TRUE(decided);
    EXPECT_NE(encode(decided->message).find(R"("huishouden":{"kinderen":0})"), std::string::npos);
}

TEST(json_encoder, writes_an_empty_object_for_no_content) {
    EXPECT_EQ(encode({}), "{}");
}

}  // namespace
}  // namespace adapters::formats::json
