#include "hub/documents/content_inspector.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using hub::documents::content_inspector;
using hub::documents::content_kind;
using namespace std::string_literals;

// The kind's media type, or the code of the refusal; whatever the pieces.
std::string kind_of(std::string_view bytes) {
    std::string result;
    for (const std::size_t piece : {1UL, 7UL, bytes.size() + 1}) {
        content_inspector inspector;
        for (std::size_t at = 0; at < bytes.size(); at += piece) {
            inspector.feed(bytes.substr(at, piece));
        }
        const auto found = inspector.finish();
        const auto said = found ? std::string{media_type_of(*found)} : found.error().code;
        EXPECT_TRUE(result.empty() || result == said);
        result = said;
    }
    return result;
}

std::string zip(std::string_view name, std::string_view content) {
    return "PK\x03\x04"s + std::string(26, '\0') + std::string{name} + std::string{content};
}

TEST(content_inspector, knows_each_kind_by_its_bytes) {
    EXPECT_EQ(kind_of("%PDF-1.7\nrest"), "application/pdf");
    EXPECT_EQ(kind_of("\x89PNG\r\n\x1A\nrest"), "image/png");
    EXPECT_EQ(kind_of("\xFF\xD8\xFF\xE0rest"), "image/jpeg");
    EXPECT_EQ(kind_of("II*\0rest"s), "image/tiff");
    EXPECT_EQ(kind_of("MM\0*rest"s), "image/tiff");
    EXPECT_EQ(
        kind_of(zip("mimetype", "application/vnd.oasis.opendocument.textPK\x03\x04")),
        "application/vnd.oasis.opendocument.text"
    );
    EXPECT_EQ(
        kind_of(zip("[Content_Types].xml", std::string(300, 'x') + "word/document.xml")),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    );
    EXPECT_EQ(kind_of("Beste lezer,\r\n\tcaf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80"), "text/plain");
}

TEST(content_inspector, refuses_what_is_none_of_these) {
    constexpr auto refused = "bijlagesoort_niet_toegestaan";
    EXPECT_EQ(kind_of("MZ\x90\0programma"s), refused);
    EXPECT_EQ(kind_of(zip("bestand.exe", "inhoud")), refused);
    EXPECT_EQ(
        kind_of(zip("mimetype", "application/vnd.oasis.opendocument.text-template")), refused
    );
    EXPECT_EQ(kind_of("tekst met een nul\0"s), refused);
    EXPECT_EQ(kind_of("half teken \xE2\x82"), refused);
    EXPECT_EQ(kind_of("te lang \xC0\xAF"), refused);
    EXPECT_EQ(kind_of("latijn caf\xE9"), refused);
    EXPECT_EQ(kind_of("surrogaat \xED\xA0\x80"), refused);
    EXPECT_EQ(kind_of(""), "bijlage_leeg");
}

TEST(content_inspector, refuses_macros_wherever_they_stand) {
    EXPECT_EQ(
        kind_of(
            zip("[Content_Types].xml",
                "word/document.xml" + std::string(50, 'x') + "word/vbaProject.bin")
        ),
        "bijlage_met_macros"
    );
}

}  // namespace
