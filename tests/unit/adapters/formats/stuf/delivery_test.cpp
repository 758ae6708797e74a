#include "adapters/formats/stuf/delivery.hpp"

#include "adapters/formats/stuf/receiver_answer.hpp"
#include "adapters/formats/stuf/xml_reader.hpp"
#include "adapters/formats/stuf/xml_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace adapters::formats::stuf {
namespace {

using hub::ports::leaving_message;
using hub::ports::receiver_answer;
using hub::ports::receiver_said;
using pmm::v1::CanonicalMessage;
using testing::HasSubstr;
using testing::Not;

const auto now = *hub::model::parse_rfc3339("2026-11-20T08:30:00Z");
const auto own = *hub::model::oin::parse("00000099200000001000");

leaving_message leaving(const CanonicalMessage* content, hub::model::message_type type) {
    leaving_message message;
    message.id = *hub::model::message_id::parse("01931b66-7d50-7c8a-9d3c-2f6a1c0b9e10");
    message.casus = hub::model::casus_id::parse("01931b66-7d50-7c8a-9d3c-2f6a1c0b9e11");
    message.type = type;
    message.sender = *hub::model::oin::parse("00000099100000004000");
    message.recipient = *hub::model::oin::parse("00000099100000005000");
    message.accepted_at = now;
    message.content = content;
    return message;
}

std::string written(const CanonicalMessage* content, hub::model::message_type type) {
    return create_delivery_form(own, "https://hub.example")
        ->write(leaving(content, type), now)
        .body;
}

std::set<std::string> paths(std::string_view text, std::string_view envelope) {
    std::set<std::string> result;
    const auto elements = read_xml(text, {}, {});
    EXPECT_TRUE(elements);
    for (const auto& one : *elements) {
        if (one.path.starts_with(envelope)) {
            result.insert(one.path.substr(envelope.size()));
        }
    }
    return result;
}

CanonicalMessage bericht(std::string text) {
    CanonicalMessage content;
    content.mutable_bericht()->set_kenmerk("B-1");
    content.mutable_bericht()->set_onderwerp("Onderwerp");
    content.mutable_bericht()->set_tekst(std::move(text));
    return content;
}

TEST(leaving_stuf, has_only_elements_that_products_send_too) {
    // Of the standard, but in none of the samples.
    std::set<std::string> known{"ZKN:link"};
    for (const auto& entry :
         std::filesystem::directory_iterator{std::filesystem::path{PMM_SAMPLES} / "stuf"}) {
        if (entry.path().extension() != ".xml") {
            continue;
        }
        std::ifstream file{entry.path()};
        const std::string text{std::istreambuf_iterator<char>{file}, {}};
        if (const auto elements = read_xml(text, {}, {})) {
            for (const auto& one : *elements) {
                known.insert(one.path.substr(one.path.rfind('/') + 1));
            }
        }
    }
    CanonicalMessage status;
    status.mutable_statusbericht()->set_toestand("verwerkt");
    status.mutable_statusbericht()->set_inzending("01931b66-7d50-7c8a-9d3c-2f6a1c0b9e12");
    status.mutable_statusbericht()->set_bestemming("loket");
    const auto content = bericht("Tekst");
    for (const auto& text :
         {written(&content, hub::model::message_type::bericht),
          written(&status, hub::model::message_type::statusbericht)}) {
        for (const auto& path : paths(text, "/SOAP11:Envelope/SOAP11:Body/")) {
            auto name = path.substr(path.rfind('/') + 1);
            name = name.substr(0, name.find('['));
            EXPECT_EQ(known.count(name), 1U) << path;
        }
    }
}

TEST(leaving_stuf, tells_of_a_state_with_an_old_and_a_new_object) {
    CanonicalMessage status;
    status.mutable_statusbericht()->set_toestand("geweigerd");
    status.mutable_statusbericht()->set_reden("dubbel");
    status.mutable_statusbericht()->set_bestemming("loket");
    const auto text = written(&status, hub::model::message_type::statusbericht);
    const auto found = paths(text, "/SOAP11:Envelope/SOAP11:Body/ZKN:zakLk01");
    EXPECT_EQ(found.count("/ZKN:object[2]/ZKN:heeft/ZKN:gerelateerde/ZKN:omschrijving"), 1U);
    EXPECT_EQ(found.count("/ZKN:object/ZKN:heeft"), 0U);
    EXPECT_THAT(text, HasSubstr("<StUF:mutatiesoort>W</StUF:mutatiesoort>"));
    EXPECT_THAT(text, HasSubstr("<ZKN:omschrijving>geweigerd</ZKN:omschrijving>"));
    EXPECT_THAT(text, HasSubstr("Reden: dubbel"));
}

TEST(leaving_stuf, says_where_documents_are_fetched) {
    const auto content = bericht("Tekst");
    auto message = leaving(&content, hub::model::message_type::bericht);
    for (const auto* id :
         {"01931b66-7d50-7c8a-9d3c-2f6a1c0b9e20", "01931b66-7d50-7c8a-9d3c-2f6a1c0b9e21"}) {
        hub::ports::attachment one;
        one.document = hub::model::document_id::parse(id);
        message.attachments.push_back(one);
    }
    const auto form = create_delivery_form(own, "https://hub.example");
    const auto text = form->write(message, now).body;
    const std::string place =
        "https://hub.example/v1/postvakken/00000099100000005000/berichten/"
        "01931b66-7d50-7c8a-9d3c-2f6a1c0b9e10/bijlagen/";
    EXPECT_THAT(
        text, HasSubstr("<ZKN:link>" + place + "01931b66-7d50-7c8a-9d3c-2f6a1c0b9e20</ZKN:link>")
    );
    EXPECT_THAT(text, HasSubstr("Bijlage: " + place + "01931b66-7d50-7c8a-9d3c-2f6a1c0b9e21"));
}

TEST(leaving_stuf, escapes_whatever_a_sender_wrote) {
    const auto content =
        bericht("</ZKN:beschrijving><x>&\"" + std::string{'\x01'} + "\xEF\xBF\xBF");
    const auto text = written(&content, hub::model::message_type::bericht);
    EXPECT_TRUE(read_xml(text, {}, {}));
    EXPECT_THAT(text, HasSubstr("&lt;/ZKN:beschrijving&gt;&lt;x&gt;&amp;&quot;  </ZKN:besch"));
}

TEST(leaving_stuf, carries_a_text_that_is_too_long_whole_as_a_document) {
    const auto content = bericht(std::string(1500, 'a') + " einde");
    const auto text = written(&content, hub::model::message_type::bericht);
    EXPECT_THAT(text, HasSubstr("<ZKN:inhoud xmime:contentType=\"text/plain\""));
    EXPECT_THAT(text, Not(HasSubstr(std::string(1001, 'a'))));
    const auto short_content = bericht("kort");
    EXPECT_THAT(
        written(&short_content, hub::model::message_type::bericht), Not(HasSubstr("ZKN:inhoud"))
    );
}

TEST(leaving_stuf, tells_that_a_content_is_gone) {
    auto message = leaving(nullptr, hub::model::message_type::bericht);
    message.code = "gewist";
    EXPECT_THAT(
        create_delivery_form(own, "https://hub.example")->write(message, now).body,
        HasSubstr(">gewist<")
    );
}

TEST(leaving_stuf, has_a_page_of_parts_that_no_text_can_end) {
    const auto content = bericht("--pmm-01931b66-7d50-7c8a-9d3c-2f6a1c0b9e10--");
    const auto one = leaving(&content, hub::model::message_type::bericht);
    const auto form = create_delivery_form(own, "https://hub.example");
    const auto page = form->write_page({one, one}, now);
    EXPECT_EQ(
        page.content_type,
        "multipart/mixed; boundary=\"pmm-01931b66-7d50-7c8a-9d3c-2f6a1c0b9e10-0\""
    );
    EXPECT_THAT(page.body, HasSubstr("\r\n--pmm-01931b66-7d50-7c8a-9d3c-2f6a1c0b9e10-0--\r\n"));
    EXPECT_TRUE(form->write_page({}, now).content_type.empty());
}

TEST(leaving_stuf, cuts_between_characters) {
    EXPECT_EQ(cut("\xC3\xA9\xC3\xA9\xC3\xA9", 2), "\xC3\xA9\xE2\x80\xA6");
    EXPECT_EQ(cut("\xC3\xA9\xC3\xA9", 2), "\xC3\xA9\xC3\xA9");
}

std::string answer_of(const std::string& code, const std::string& body = {}) {
    return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
           "<StUF:" +
           code +
           "Bericht xmlns:StUF=\"http://www.egem.nl/StUF/StUF0301\">"
           "<StUF:stuurgegevens><StUF:berichtcode>" +
           code +
           "</StUF:berichtcode>"
           "</StUF:stuurgegevens>" +
           body + "</StUF:" + code + "Bericht></s:Body></s:Envelope>";
}

std::string fault(const std::string& code, const std::string& place) {
    return "<StUF:body><StUF:code>" + code + "</StUF:code><StUF:plek>" + place +
           "</StUF:plek></StUF:body>";
}

TEST(a_stuf_receiver, is_understood_by_its_answer_and_not_by_its_status_alone) {
    struct row {
        unsigned status;
        std::string body;
        receiver_said expected;
    };
    const std::vector<row> rows{
        {200, answer_of("Bv03"), receiver_said::taken},
        {500, answer_of("Bv03"), receiver_said::later},
        {200, "", receiver_said::later},
        {200, "<html>", receiver_said::later},
        {500, answer_of("Fo03", fault("StUF055", "client")), receiver_said::never},
        {200, answer_of("Fo03", fault("StUF055", "client")), receiver_said::never},
        {500, answer_of("Fo03", fault("StUF058", "server")), receiver_said::later},
        {500, answer_of("Fo03", fault("StUF016", "client")), receiver_said::taken},
        {500, answer_of("Fo02", fault("StUF001", "client")), receiver_said::never},
        {503, "", receiver_said::later},
        {410, "", receiver_said::gone},
        {413, "", receiver_said::never},
    };
    for (const auto& one : rows) {
        EXPECT_EQ(understand_answer({one.status, "text/xml", one.body}), one.expected)
            << one.status << one.body;
    }
}

}  // namespace
}  // namespace adapters::formats::stuf
