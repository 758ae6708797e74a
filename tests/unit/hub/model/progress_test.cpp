#include "hub/model/progress.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace hub::model {
namespace {

using enum state;

constexpr std::array all{
    ontvangen,
    doorgezet,
    klaargezet,
    afgeleverd,
    opgehaald,
    verwerkt,
    geweigerd,
    geparkeerd,
    teruggestuurd,
    afgesloten,
    gewist};

TEST(progress, goes_forward_only) {
    constexpr std::array way{ontvangen, doorgezet, klaargezet, afgeleverd, opgehaald, verwerkt};
    for (std::size_t from = 0; from < way.size(); ++from) {
        for (std::size_t to = 0; to < way.size(); ++to) {
            EXPECT_EQ(follows(way[from], way[to]), to > from && to >= 2)
                << to_string(way[from]) << " → " << to_string(way[to]);
        }
    }
}

TEST(progress, leaves_a_final_state_by_erasure_only) {
    for (const auto from : all) {
        for (const auto to : all) {
            if (is_final(from)) {
                EXPECT_EQ(follows(from, to), to == gewist && from != gewist);
            }
        }
    }
}

TEST(progress, parks_anywhere_and_goes_on_anywhere) {
    for (const auto from : {ontvangen, doorgezet, klaargezet, afgeleverd, opgehaald}) {
        EXPECT_TRUE(follows(from, geparkeerd));
    }
    for (const auto to : {klaargezet, afgeleverd, verwerkt, teruggestuurd, afgesloten}) {
        EXPECT_TRUE(follows(geparkeerd, to));
    }
    EXPECT_FALSE(follows(geparkeerd, geparkeerd));
    EXPECT_FALSE(follows(geparkeerd, doorgezet));
}

TEST(progress, derives_the_overall_state) {
    const auto overall = [](std::vector<state> states) { return overall_state(states); };
    EXPECT_EQ(overall({doorgezet, verwerkt}), doorgezet);
    EXPECT_EQ(overall({klaargezet, opgehaald}), klaargezet);
    EXPECT_EQ(overall({geparkeerd, klaargezet}), geparkeerd);
    EXPECT_EQ(overall({verwerkt, geweigerd}), geweigerd);
    EXPECT_EQ(overall({verwerkt, teruggestuurd, afgesloten}), teruggestuurd);
    EXPECT_EQ(overall({gewist, verwerkt}), verwerkt);
    EXPECT_EQ(overall({gewist, gewist}), gewist);
}

}  // namespace
}  // namespace hub::model
