#include "adapters/http/multipart/disposition.hpp"
#include "adapters/http/multipart/multipart_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>

namespace {

using namespace adapters::http::multipart;
using progress = multipart_reader::progress;

constexpr std::string_view file_part =
    "--b\r\nContent-Disposition: form-data; name=\"bestand\"; filename=\"brief.pdf\"\r\n"
    "Content-Type: application/pdf\r\n\r\n";

struct outcome {
    bool done = false;
    std::string bytes;
    std::string name;
    std::string type;
};

// In pieces of so many bytes.
outcome read(std::string_view body, std::size_t piece) {
    multipart_reader reader{"b", {}};
    outcome result;
    while (!body.empty()) {
        const auto some = body.substr(0, piece);
        body.remove_prefix(some.size());
        reader.feed(some);
        for (auto step = reader.next();; step = reader.next()) {
            if (step.is == progress::file_bytes) {
                result.bytes += step.bytes;
                continue;
            }
            if (step.is == progress::failed) {
                EXPECT_EQ(reader.refusal().code, "multipart_ongeldig");
                return {};
            }
            result.done = step.is == progress::done;
            break;
        }
    }
    result.name = reader.file_name();
    result.type = reader.file_type();
    return result;
}

std::string whole(std::string_view content) {
    return std::string{file_part} + std::string{content} + "\r\n--b--\r\n";
}

TEST(multipart, gives_the_file_whatever_the_pieces) {
    // What looks like an end and is none.
    const std::string content = "een\r\n--\r\n--a\r\n--\r\n-\r\ntwee\r\n";
    for (std::size_t piece = 1; piece < 200; ++piece) {
        const auto got = read(whole(content), piece);
        EXPECT_TRUE(got.done) << piece;
        EXPECT_EQ(got.bytes, content) << piece;
        EXPECT_EQ(got.name, "brief.pdf");
        EXPECT_EQ(got.type, "application/pdf");
    }
}

TEST(multipart, takes_an_empty_file_a_preamble_and_other_fields) {
    EXPECT_TRUE(read(whole(""), 7).done);
    const auto got = read(
        "voorwoord\r\n--b \r\nContent-Disposition: form-data; name=\"kenmerk\"\r\n\r\nK-1\r\n" +
            whole("inhoud") + "nawoord",
        5
    );
    EXPECT_TRUE(got.done);
    EXPECT_EQ(got.bytes, "inhoud");
}

TEST(multipart, is_not_done_before_its_last_boundary) {
    const auto all = whole("inhoud");
    for (std::size_t size = 0; size < all.size() - 4; ++size) {
        EXPECT_FALSE(read(all.substr(0, size), 16).done) << size;
    }
}

TEST(multipart, refuses_what_is_not_as_agreed) {
    const std::string file{file_part};
    for (const auto& body : {
             whole("een").substr(0, whole("een").size() - 4) + "\r\n" + whole("twee"),
             std::string{"--b\r\n\r\ngeen kop\r\n--b--"},
             std::string{"--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nx\r\n--b--"},
             std::string{"--b\r\nContent-Disposition: attachment; filename=\"x\"\r\n\r\n"},
             std::string{"--b\r\nContent-Disposition form-data\r\n\r\n"},
             std::string{"--bx\r\n"},
             std::string(3'000, 'x'),
             "--b\r\n" + std::string(9'000, 'x'),
             "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n" + std::string(9'000, 'x'),
             file.substr(0, file.size() - 2) + "Content-Transfer-Encoding: base64\r\n\r\nx",
         }) {
        EXPECT_FALSE(read(body, 64).done) << body.substr(0, 80);
    }
}

// Found by the fuzzer: what came at once was taken where the same in pieces was refused.
TEST(multipart, has_the_same_limits_whatever_the_pieces) {
    const auto body = [](std::size_t preamble, std::size_t blanks, std::size_t header) {
        return std::string(preamble, 'x') + "\r\n--b" + std::string(blanks, ' ') +
               "\r\nContent-Disposition: form-data; filename=\"a\"\r\nX: " +
               std::string(header, 'x') + "\r\n\r\ninhoud\r\n--b--";
    };
    constexpr std::size_t around = 5'000;
    for (const std::size_t piece : {1UL, 64UL, 1UL << 20U}) {
        for (const auto& [size, taken] :
             {std::pair{1'020UL, true}, {1'030UL, false}, {around, false}}) {
            EXPECT_EQ(read(body(size, 0, 1), piece).done, taken) << size << " " << piece;
        }
        for (const auto& [size, taken] :
             {std::pair{4'000UL, true}, {4'100UL, false}, {around, false}}) {
            EXPECT_EQ(read(body(0, size, 1), piece).done, taken) << size << " " << piece;
            EXPECT_EQ(read(body(0, 0, size), piece).done, taken) << size << " " << piece;
        }
    }
    for (std::size_t size = 4'030; size < 4'060; ++size) {
        EXPECT_EQ(read(body(0, 0, size), 1).done, read(body(0, 0, size), around).done) << size;
    }
}

TEST(multipart, the_boundary_stands_in_the_content_type) {
    EXPECT_EQ(boundary_of("multipart/form-data; boundary=abc"), "abc");
    EXPECT_EQ(boundary_of("Multipart/Form-Data;charset=utf-8 ; Boundary=\"a b\""), "a b");
    for (const auto* wrong :
         {"multipart/form-data",
          "multipart/mixed; boundary=a",
          "multipart/form-data; boundary=",
          "multipart/form-data; boundary=a; boundary=b",
          "multipart/form-data; boundary=\"a\r\""}) {
        EXPECT_FALSE(boundary_of(wrong)) << wrong;
    }
}

TEST(disposition, gives_a_name_without_a_path) {
    const auto found =
        parse_disposition(R"(form-data; name="x"; filename="C:\\map\\be\"stand.pdf")");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->type, "form-data");
    EXPECT_EQ(found->name, "x");
    EXPECT_EQ(found->file_name, "be\"stand.pdf");
    EXPECT_EQ(parse_disposition("attachment; filename=../../etc/x")->file_name, "x");
    EXPECT_EQ(parse_disposition("ATTACHMENT")->type, "attachment");
}

TEST(disposition, refuses_names_that_are_no_text) {
    for (const std::string wrong :
         {"",
          "form-data; filename=\"a\x01\"",
          "form-data; filename=\"a\xFF\"",
          "form-data; filename=\"open",
          "form-data x",
          "form-data; filename"}) {
        EXPECT_FALSE(parse_disposition(wrong)) << wrong;
    }
    EXPECT_FALSE(parse_disposition("form-data; filename=\"" + std::string(256, 'a') + "\""));
}

}  // namespace
