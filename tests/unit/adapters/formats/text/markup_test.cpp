#include "adapters/formats/text/markup.hpp"

#include <gtest/gtest.h>

namespace adapters::formats::text {
namespace {

TEST(markup, escapes_what_would_be_read_as_markup) {
    EXPECT_EQ(escaped(R"(<a b="c">d & e</a>)"), "&lt;a b=&quot;c&quot;&gt;d &amp; e&lt;/a&gt;");
    EXPECT_EQ(escaped("caf\xC3\xA9\tregel\n"), "caf\xC3\xA9\tregel\n");
}

TEST(markup, turns_what_may_stand_in_no_document_into_spaces) {
    EXPECT_EQ(escaped(std::string_view{"a\0b\x1F", 4}), "a b ");
    EXPECT_EQ(escaped("a\xEF\xBF\xBE\xEF\xBF\xBF"), "a  ");
    EXPECT_EQ(escaped("\xEF\xBF\xBD"), "\xEF\xBF\xBD");
}

}  // namespace
}  // namespace adapters::formats::text
