#include "adapters/formats/stuf/form.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace adapters::formats::stuf {
namespace {

using hub::ports::form_answer;
using testing::HasSubstr;

std::string sample(const std::string& name) {
    std::ifstream file{std::filesystem::path{PMM_SAMPLES} / "stuf" / (name + ".xml")};
    return {std::istreambuf_iterator<char>{file}, {}};
}

const auto now = *hub::model::parse_rfc3339("2026-11-20T08:30:00Z");
const hub::ports::answering_facts facts{"01931b66", now};

form_answer answer(
    const std::string& body,
    const hub::ports::message_outcome& outcome,
    std::string_view type = "text/xml; charset=utf-8"
) {
    const auto form = create_form({});
    hub::ports::carried_request carried;
    carried.content_type = type;
    carried.body = body;
    const auto read = form->read(carried);
    return read->answer({outcome}, facts).value();
}

hub::ports::message_outcome accepted() {
    hub::ports::accepted_message one;
    one.id = *hub::model::message_id::parse("01931b66-7d50-7c8a-9d3c-2f6a1c0b9e10");
    return one;
}

hub::ports::message_outcome
refused(const std::string& code, hub::model::finality kind = hub::model::finality::rejected) {
    hub::model::rejection why;
    why.kind = kind;
    why.code = code;
    why.words = "Dit <kan> niet.";
    why.invalid_params = {{"/SOAP11:Envelope", "verplicht", "Vul in."}};
    return hub::ports::refused_message{why, 400};
}

// Found by the fuzzer: half a character is no XML.
TEST(stuf_answer, cuts_a_long_name_between_characters) {
    auto body = sample("pmm-zakLk01");
    const std::string name = "<StUF:applicatie>Zaaksysteem<";
    const std::string most(49, 'a');
    body.replace(body.find(name), name.size(), "<StUF:applicatie>" + most + "\xC3\xAB<");
    EXPECT_THAT(answer(body, accepted()).body, HasSubstr("<StUF:applicatie>" + most + "</"));
}

TEST(stuf_answer, is_a_bv03_to_who_sent_it) {
    const auto bv03 = answer(sample("pmm-zakLk01"), accepted());
    EXPECT_EQ(bv03.status, 200U);
    EXPECT_EQ(bv03.content_type, "text/xml; charset=utf-8");
    EXPECT_THAT(bv03.body, HasSubstr("<StUF:berichtcode>Bv03</StUF:berichtcode>"));
    EXPECT_THAT(
        bv03.body,
        HasSubstr("<StUF:zender><StUF:organisatie>00000099200000001000</StUF:organisatie>")
    );
    EXPECT_THAT(bv03.body, HasSubstr("<StUF:crossRefnummer>stuf-2026-1</StUF:crossRefnummer>"));
    EXPECT_THAT(bv03.body, HasSubstr("<StUF:tijdstipBericht>20261120093000000<"));
    EXPECT_THAT(bv03.body, HasSubstr("01931b66-7d50-7c8a-9d3c-2f6a1c0b9e10"));
}

TEST(stuf_answer, is_a_fo03_with_code_place_words_and_details) {
    const auto fo03 = answer(sample("pmm-zakLk01"), refused("id_al_gebruikt"));
    EXPECT_EQ(fo03.status, 500U);
    EXPECT_THAT(fo03.body, HasSubstr("<faultcode>soapenv:Client</faultcode>"));
    EXPECT_THAT(fo03.body, HasSubstr("<StUF:Fo03Bericht "));
    EXPECT_THAT(fo03.body, HasSubstr("<StUF:code>StUF016</StUF:code><StUF:plek>client<"));
    EXPECT_THAT(fo03.body, HasSubstr("id_al_gebruikt: Dit &lt;kan&gt; niet."));
    EXPECT_THAT(fo03.body, HasSubstr(R"(<fout plaats="/SOAP11:Envelope" code="verplicht">)"));
    const auto ours = answer(
        sample("pmm-zakLk01"), refused("tijdelijk_niet_beschikbaar", hub::model::finality::retry)
    );
    EXPECT_THAT(ours.body, HasSubstr("<StUF:code>StUF058</StUF:code><StUF:plek>server<"));
}

TEST(stuf_answer, comes_in_the_version_of_soap_that_was_asked_in) {
    const auto newer = answer(
        sample("open-forms-zakLk01-creeer"), refused("bericht_ongeldig"), "application/soap+xml"
    );
    EXPECT_EQ(newer.status, 400U);
    EXPECT_EQ(newer.content_type, "application/soap+xml; charset=utf-8");
    EXPECT_THAT(newer.body, HasSubstr("http://www.w3.org/2003/05/soap-envelope"));
    EXPECT_THAT(newer.body, HasSubstr("<soapenv:Value>soapenv:Sender</soapenv:Value>"));
    EXPECT_THAT(newer.body, HasSubstr("<StUF:code>StUF055</StUF:code>"));
}

TEST(stuf_answer, to_what_is_no_envelope_comes_in_the_version_of_its_media_type) {
    const auto newer = answer("<data/>", refused("envelop_ongeldig"), "application/soap+xml");
    EXPECT_EQ(newer.status, 400U);
    EXPECT_EQ(newer.content_type, "application/soap+xml; charset=utf-8");
    const auto older = answer("<data/>", refused("envelop_ongeldig"), "text/xml");
    EXPECT_EQ(older.status, 500U);
    EXPECT_EQ(older.content_type, "text/xml; charset=utf-8");
}

TEST(stuf_answer, to_a_question_is_a_fo02) {
    const auto fo02 = answer(sample("zaakbrug-zakLv01"), refused("vraag_niet_beantwoord"));
    EXPECT_THAT(fo02.body, HasSubstr("<StUF:Fo02Bericht "));
    EXPECT_THAT(fo02.body, HasSubstr("<StUF:code>StUF022</StUF:code>"));
}

TEST(stuf_form, reads_what_content_type_says_about_the_coding) {
    const auto form = create_form({});
    auto body = sample("pmm-zakLk01");
    body.erase(0, body.find("<soapenv"));
    const std::string utf8 = "Twee regelingen";
    body.replace(body.find(utf8), utf8.size(), "Twee re\xE9gelingen");
    hub::ports::carried_request carried;
    carried.body = body;
    carried.content_type = "text/xml; charset=ISO-8859-1";
    auto read = form->read(carried);
    const auto& one = read->messages().front();
    const auto again = one.decoder->decode(one.original);
    EXPECT_EQ(again.has_value(), one.decoded.has_value());
    EXPECT_NE(one.decoded.has_value() ? "" : one.decoded.error().code, "xml_ongeldig");
    carried.content_type = "text/xml";
    EXPECT_EQ(form->read(carried)->messages().front().decoded.error().code, "xml_ongeldig");
    carried.content_type = "application/json";
    EXPECT_EQ(form->read(carried)->refusal()->code, "inhoudstype_onbekend");
}

}  // namespace
}  // namespace adapters::formats::stuf
