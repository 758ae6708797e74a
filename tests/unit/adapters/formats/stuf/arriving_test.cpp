// A document within a message leaves it as it comes, whatever the pieces are.
#include "adapters/formats/stuf/arriving.hpp"

#include "adapters/formats/stuf/content_note.hpp"
#include "adapters/formats/stuf/form.hpp"
#include "adapters/formats/text/base64.hpp"
#include "hub/vault/primitives.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

namespace adapters::formats::stuf {
namespace {

using hub::ports::arriving_request;
using hub::ports::passed_document;
using testing::HasSubstr;
using testing::Not;

const auto loket = *hub::model::oin::parse("00000099200000001000");
constexpr std::string_view letter =
    "Aan het loket\n\nDe beslissing op bezwaar van 17 november 2026 sturen wij u hierbij, zoals "
    "besproken.\n";

std::string sample() {
    std::ifstream file{std::filesystem::path{PMM_SAMPLES} / "stuf" / "pmm-edcLk01.xml"};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

// In the place of the sample's content.
std::string with_content(const std::string& content) {
    auto text = sample();
    const auto from = text.find('>', text.find("<ZKN:inhoud")) + 1;
    return text.replace(from, text.find("</ZKN:inhoud>") - from, content);
}

class arriving : public testing::Test {
protected:
    // The code, or what came of it.
    std::string feed(std::string_view body, std::size_t piece, std::string_view type = "text/xml") {
        hub::ports::carried_request head;
        head.content_type = type;
        coming = form->arrive(head);
        return go_on(body, piece);
    }

    // Read in blocks as small as the pieces.
    std::string feed_blocks(std::string_view body, std::size_t piece) {
        const auto decoders = form->decoders();
        coming = create_arriving(
            {options, coding::as_declared, "text/xml", *decoders[0], *decoders[2], piece}
        );
        return go_on(body, piece);
    }

    std::string go_on(std::string_view body, std::size_t piece) {
        content.clear();
        documents = 0;
        while (!body.empty()) {
            const auto said = coming->feed(body.substr(0, piece));
            take();
            if (!said) {
                return said.error().code;
            }
            body.remove_prefix(std::min(piece, body.size()));
        }
        const auto said = coming->end();
        take();
        return said ? "gelezen" : said.error().code;
    }

    void take() {
        if (coming->documents() > documents) {
            content.clear();
            documents = coming->documents();
        }
        content += coming->take_content();
    }

    hub::ports::carried_message& read() {
        carried = coming->read(passed());
        return carried->messages().front();
    }

    [[nodiscard]] passed_document passed() const {
        return {
            hub::model::document_id::parse("01931b66-7d50-7c8a-9d3c-2f6a1c0b9e10"),
            "text/plain",
            content.size(),
            hub::vault::sha256({content})};
    }

    decoder_options options{.addressees = {loket}};
    std::unique_ptr<hub::ports::message_form> form = create_form(options);
    std::unique_ptr<arriving_request> coming;
    std::unique_ptr<hub::ports::carried_messages> carried;
    std::string content;
    std::size_t documents = 0;
};

TEST_F(arriving, gives_the_document_out_and_keeps_the_message_around_it) {
    for (const std::size_t piece : {1UL, 7UL, 100UL, 100'000UL}) {
        ASSERT_EQ(feed_blocks(sample(), piece), "gelezen") << piece;
        EXPECT_EQ(content, letter);
        EXPECT_EQ(coming->documents(), 1U);
        EXPECT_EQ(coming->file_name(), "beslissing.txt");
        EXPECT_EQ(coming->on_behalf_of(), hub::model::oin::parse("00000099100000004000"));
        const auto& message = read();
        EXPECT_EQ(message.original, with_content(write_note(passed())));
        ASSERT_TRUE(message.decoded);
        const auto& kept = message.decoded->attachments.front();
        EXPECT_EQ(kept.document, passed().document);
        EXPECT_EQ(kept.sha256, hub::vault::sha256({letter}));
        EXPECT_EQ(kept.size, letter.size());
        EXPECT_EQ(kept.name, "beslissing.txt");
        EXPECT_EQ(message.decoder->form(), "stuf/zkn0310-apart/v1");
        EXPECT_EQ(
            message.decoder->decode(message.original)->attachments.front().sha256, kept.sha256
        );
    }
}

TEST_F(arriving, holds_nothing_of_a_large_document) {
    const std::string large(3'000'000, 'x');
    for (const std::size_t piece : {10'000UL, 500'000UL, 5'000'000UL}) {
        ASSERT_EQ(feed(with_content(text::encode_base64(large)), piece), "gelezen") << piece;
        EXPECT_EQ(content, large);
        EXPECT_LT(read().original.size(), 4'000U);
    }
}

TEST_F(arriving, is_read_no_further_than_a_block_that_must_be_understood) {
    const auto body = changed(
        sample(),
        "<soapenv:Header/>",
        R"(<soapenv:Header><a:b xmlns:a="urn:a" soapenv:mustUnderstand="1"/></soapenv:Header>)"
    );
    EXPECT_EQ(feed(body, 100), "kopblok_niet_begrepen");
    const auto told =
        coming->refuse({.code = "kopblok_niet_begrepen", .words = "", .invalid_params = {}}, {});
    EXPECT_THAT(told.body, HasSubstr("<faultcode>soapenv:MustUnderstand</faultcode>"));
}

TEST_F(arriving, reads_content_however_it_is_written) {
    const auto plain = text::encode_base64(letter);
    const std::string table[] = {
        "<![CDATA[" + plain + "]]>",
        "\r\n  " + plain.substr(0, 8) + "&#xD;\n" + plain.substr(8) + "\t",
        plain.substr(0, 3) + "<!-- een opmerking -->" + plain.substr(3),
    };
    for (const auto& text : table) {
        for (const std::size_t piece : {1UL, 100'000UL}) {
            ASSERT_EQ(feed_blocks(with_content(text), piece), "gelezen") << text;
            EXPECT_EQ(content, letter);
            EXPECT_EQ(read().original, with_content(write_note(passed())));
        }
    }
}

TEST_F(arriving, counts_the_new_one_of_an_old_and_a_new_document) {
    auto text = sample();
    const auto from = text.find("      <ZKN:object");
    const auto to = text.find("    </ZKN:edcLk01>");
    auto older = text.substr(from, to - from);
    const auto at = older.find('>', older.find("<ZKN:inhoud")) + 1;
    older.replace(at, older.find("</ZKN:inhoud>") - at, "b3Vk");
    text.insert(from, older);
    for (const std::size_t piece : {1UL, 50UL, 100'000UL}) {
        ASSERT_EQ(feed_blocks(text, piece), "gelezen");
        EXPECT_EQ(coming->documents(), 2U);
        EXPECT_EQ(content, letter);
        ASSERT_TRUE(read().decoded);
        EXPECT_EQ(carried->messages().front().decoded->attachments.size(), 1U);
        EXPECT_THAT(carried->messages().front().original, Not(HasSubstr("b3Vk")));
    }
}

TEST_F(arriving, has_no_document_where_there_is_no_content) {
    for (const auto* empty : {"", "  \n ", "<!-- niets -->"}) {
        ASSERT_EQ(feed(with_content(empty), 100), "gelezen");
        EXPECT_EQ(coming->documents(), 0U);
    }
    // Nor in a message that has no documents.
    const auto zaak = changed(sample(), "edcLk01 ", "zakLk01 ");
    EXPECT_EQ(feed(changed(zaak, "</ZKN:edcLk01", "</ZKN:zakLk01"), 100), "gelezen");
    EXPECT_EQ(coming->documents(), 0U);
}

TEST_F(arriving, refuses_what_is_no_content_and_what_is_out_of_order) {
    EXPECT_EQ(feed(with_content("geen base64!"), 100), "bericht_ongeldig");
    EXPECT_EQ(feed(with_content("QUJD<ZKN:x/>"), 100), "bericht_ongeldig");
    EXPECT_EQ(feed(with_content("QUJDR"), 100), "bericht_ongeldig");
    // The owner must be known before anything of a document is sealed.
    auto text = with_content(text::encode_base64(std::string(100'000, 'x')));
    const auto from = text.find("      <ZKN:stuurgegevens>");
    const auto to = text.find("      <ZKN:parameters>");
    const auto head = text.substr(from, to - from);
    text.erase(from, to - from);
    text.insert(text.find("    </ZKN:edcLk01>"), head);
    EXPECT_EQ(feed(text, 100), "bericht_ongeldig");
    EXPECT_EQ(feed(sample().substr(0, 2'000), 100), "xml_ongeldig");
}

TEST_F(arriving, bounds_what_is_not_content) {
    const auto most = xml_limits{}.bytes;
    EXPECT_EQ(
        feed(with_content("QUJD</ZKN:inhoud>" + std::string(most, ' ') + "<ZKN:inhoud>"), 9'000),
        "te_groot"
    );
    const auto comment = with_content("QUJD<!--" + std::string(400'000, 'x') + "-->");
    EXPECT_EQ(feed(comment, 9'000), "xml_te_groot");
    EXPECT_EQ(feed("<!DOCTYPE inhoud><inhoud/>", 3), "xml_verboden");
    EXPECT_EQ(feed("<!DOCTYPE a>" + std::string(300'000, ' ') + "<a/>", 9'000), "xml_verboden");
}

TEST_F(arriving, leaves_what_brings_no_document_to_be_read_as_a_whole) {
    for (const std::string text : {"<!DOCTYPE a><a/>", "<a", "geen xml", ""}) {
        for (const std::size_t piece : {1UL, 100UL}) {
            EXPECT_EQ(feed(text, piece), "gelezen") << text;
            EXPECT_EQ(coming->documents(), 0U);
        }
    }
    const auto whole = sample();
    for (std::size_t cut = whole.find("inhoud") - 8; cut < whole.find("inhoud") + 8; ++cut) {
        EXPECT_EQ(feed_blocks(whole, cut), "gelezen");
        EXPECT_EQ(content, letter);
    }
}

TEST_F(arriving, in_the_coding_that_the_header_says) {
    auto text = changed(sample(), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", "");
    text = changed(text, "Team maatwerk", "Team \xE9\xE9n");
    ASSERT_EQ(feed(text, 64, "text/xml; charset=ISO-8859-1"), "gelezen");
    const auto& message = read();
    ASSERT_TRUE(message.decoded);
    EXPECT_EQ(message.decoder->form(), "stuf/zkn0310-latin1-apart/v1");
    EXPECT_THAT(message.decoded->message.bericht().tekst(), HasSubstr("Team \u00E9\u00E9n"));
}

TEST_F(arriving, answers_in_its_own_words_whenever_it_ends) {
    ASSERT_EQ(feed(with_content("QUJD!"), 100), "bericht_ongeldig");
    hub::model::rejection why;
    why.code = "bericht_ongeldig";
    why.words = "Zo niet.";
    const auto said = coming->refuse(why, {"nummer", {}});
    EXPECT_THAT(said.body, HasSubstr("Fo03"));
    EXPECT_THAT(said.body, HasSubstr("<StUF:crossRefnummer>stuf-2026-2<"));
    EXPECT_EQ(said.status, 500U);
    ASSERT_EQ(feed("<inhoud", 1, "application/soap+xml"), "xml_ongeldig");
    EXPECT_EQ(coming->refuse(why, {"nummer", {}}).status, 400U);
}

TEST(content_note, comes_back_as_it_was_and_is_not_mistaken) {
    const passed_document is{
        hub::model::document_id::parse("01931b66-7d50-7c8a-9d3c-2f6a1c0b9e10"),
        "application/pdf",
        12,
        hub::vault::sha256({"x"})};
    const auto text = write_note(is);
    const auto back = read_note(text);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->document, is.document);
    EXPECT_EQ(back->size, 12U);
    EXPECT_EQ(back->content_type, "application/pdf");
    EXPECT_EQ(back->sha256, is.sha256);
    for (const auto& wrong :
         {std::string{},
          text + " meer",
          text.substr(1),
          text.substr(0, 66),
          std::string{"QUJD"},
          text.substr(0, text.size() - 1)}) {
        EXPECT_FALSE(read_note(wrong)) << wrong;
    }
}

}  // namespace
}  // namespace adapters::formats::stuf
