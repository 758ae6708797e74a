#include "hub/routing/open_extensions.hpp"

#include <gtest/gtest.h>

namespace {

using hub::routing::is_open_name;
using hub::routing::is_open_word;
using hub::routing::open_extensions;

const open_extensions allowed{{
    {.name = "prioriteit", .words = {"hoog", "laag"}, .most = 0},
    {.name = "sequence", .words = {}, .most = 500'000},
}};

using pairs = std::vector<std::pair<std::string, std::string>>;

TEST(open_extensions, opens_a_word_and_a_number_that_were_stated) {
    EXPECT_EQ(
        allowed.pick({{"prioriteit", "hoog"}, {"sequence", "0000017"}}),
        (pairs{{"prioriteit", "hoog"}, {"sequence", "0000017"}})
    );
}

TEST(open_extensions, opens_nothing_that_was_not_stated) {
    EXPECT_TRUE(allowed.pick({{"afdeling", "hoog"}, {"pmmafwijkingen", "hoog"}}).empty());
    EXPECT_TRUE(open_extensions{}.pick({{"prioriteit", "hoog"}}).empty());
}

TEST(open_extensions, keeps_sealed_every_other_value_of_a_stated_name) {
    for (const auto* value : {"", "Hoog", "hoog ", "999990342", "Jan Jansen", "hoog,laag", "1"}) {
        EXPECT_TRUE(allowed.pick({{"prioriteit", value}}).empty()) << value;
    }
    for (const auto* value :
         {"", "-1", "+1", "1.0", "500001", "99999034", "999990342", "00000001", "1 ", "0x1"}) {
        EXPECT_TRUE(allowed.pick({{"sequence", value}}).empty()) << value;
    }
}

TEST(open_extensions, has_names_that_mean_nothing_else) {
    for (const auto* name : {"prioriteit", "sequence", "sequencetype", "a1"}) {
        EXPECT_TRUE(is_open_name(name)) << name;
    }
    for (const auto* name :
         {"", "id", "subject", "traceparent", "pmmaangevuld", "Prioriteit", "met_streep",
          "eennaamdietelanggeworden"}) {
        EXPECT_FALSE(is_open_name(name)) << name;
    }
}

TEST(open_extensions, has_words_that_hold_no_number_of_a_person) {
    for (const auto* word : {"hoog", "v1.2", "Integer", "zeer-hoog", "a_b"}) {
        EXPECT_TRUE(is_open_word(word)) << word;
    }
    for (const auto* word :
         {"", "1", "met spatie", "a@b.nl", "a=b", "NL91ABNA0417164300", "n999990342", "x12345678",
          "eenwoorddatveelelangeristhantweeendertig"}) {
        EXPECT_FALSE(is_open_word(word)) << word;
    }
}

}  // namespace
