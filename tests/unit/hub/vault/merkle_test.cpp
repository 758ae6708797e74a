#include "hub/vault/merkle.hpp"

#include "hub/vault/primitives.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using namespace hub;
using hub::vault::as_text;

std::string digest(const std::string& bytes) {
    return std::string{as_text(hub::vault::sha256({bytes}))};
}

// RFC 9162 section 2.1.1 word for word.
std::string tree_hash(const std::vector<std::string>& leaves) {
    if (leaves.size() == 1) {
        return digest(std::string(1, '\0') + leaves.front());
    }
    std::size_t split = 1;
    while (split * 2 < leaves.size()) {
        split *= 2;
    }
    const auto middle = leaves.begin() + static_cast<std::ptrdiff_t>(split);
    return digest('\x01' + tree_hash({leaves.begin(), middle}) + tree_hash({middle, leaves.end()}));
}

std::vector<std::string> make_leaves(std::size_t count) {
    std::vector<std::string> leaves;
    for (std::size_t i = 0; i < count; ++i) {
        leaves.push_back("blad " + std::to_string(i));
    }
    return leaves;
}

class merkle_tree : public testing::TestWithParam<std::size_t> {};

TEST_P(merkle_tree, has_the_root_of_rfc_9162) {
    const auto leaves = make_leaves(GetParam());
    EXPECT_EQ(as_text(hub::vault::build_tree(leaves).root), tree_hash(leaves));
}

TEST_P(merkle_tree, every_leaf_leads_to_the_root) {
    const auto leaves = make_leaves(GetParam());
    const auto tree = hub::vault::build_tree(leaves);
    ASSERT_EQ(tree.places.size(), leaves.size());
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        EXPECT_EQ(tree.places[i].index, i);
        EXPECT_EQ(tree.places[i].leaves, leaves.size());
        EXPECT_EQ(hub::vault::root_of(leaves[i], tree.places[i]), tree.root) << i;
    }
}

TEST_P(merkle_tree, proves_the_same_leaves_whatever_was_proven_before) {
    const auto leaves = make_leaves(GetParam());
    const auto tree = hub::vault::build_tree(leaves);
    hub::vault::proven_tree proven{static_cast<std::uint32_t>(leaves.size()), tree.root};
    for (int round = 0; round < 2; ++round) {
        for (std::size_t i = leaves.size(); i-- > 0;) {
            EXPECT_FALSE(proven.holds("ander blad", tree.places[i])) << i;
            EXPECT_TRUE(proven.holds(leaves[i], tree.places[i])) << i;
        }
    }
}

TEST_P(merkle_tree, no_remembered_proof_hides_another_way) {
    const auto leaves = make_leaves(GetParam());
    const auto tree = hub::vault::build_tree(leaves);
    hub::vault::proven_tree proven{static_cast<std::uint32_t>(leaves.size()), tree.root};
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        ASSERT_TRUE(proven.holds(leaves[i], tree.places[i]));
        auto longer = tree.places[i];
        longer.path.emplace_back();
        EXPECT_FALSE(proven.holds(leaves[i], longer));
        auto moved = tree.places[i];
        moved.index = (moved.index + 1) % moved.leaves;
        EXPECT_EQ(proven.holds(leaves[i], moved), moved.index == tree.places[i].index);
        auto wider = tree.places[i];
        ++wider.leaves;
        EXPECT_FALSE(proven.holds(leaves[i], wider));
        for (std::size_t step = 0; step < tree.places[i].path.size(); ++step) {
            auto bent = tree.places[i];
            bent.path[step].front() ^= 1U;
            EXPECT_FALSE(proven.holds(leaves[i], bent)) << step;
        }
        EXPECT_TRUE(proven.holds(leaves[i], tree.places[i]));
    }
}

TEST(proven_tree, learns_nothing_from_what_does_not_lead_to_the_root) {
    const auto leaves = make_leaves(4);
    const auto tree = hub::vault::build_tree(leaves);
    hub::vault::proven_tree proven{4, tree.root};
    auto bent = tree.places[0];
    bent.path.back().front() ^= 1U;
    EXPECT_FALSE(proven.holds(leaves[0], bent));
    EXPECT_TRUE(proven.holds(leaves[0], tree.places[0]));
    EXPECT_TRUE(proven.holds(leaves[3], tree.places[3]));
}

TEST_P(merkle_tree, no_leaf_leads_there_by_another_way) {
    const auto leaves = make_leaves(GetParam());
    const auto tree = hub::vault::build_tree(leaves);
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        const auto& place = tree.places[i];
        EXPECT_NE(hub::vault::root_of("ander blad", place), tree.root);
        for (std::uint32_t other = 0; other < place.leaves; ++other) {
            auto moved = place;
            moved.index = other;
            EXPECT_EQ(hub::vault::root_of(leaves[i], moved) == tree.root, other == i);
        }
        auto longer = place;
        longer.path.push_back({});
        EXPECT_EQ(hub::vault::root_of(leaves[i], longer), std::nullopt);
        auto outside = place;
        outside.index = place.leaves;
        EXPECT_EQ(hub::vault::root_of(leaves[i], outside), std::nullopt);
        if (!place.path.empty()) {
            auto shorter = place;
            shorter.path.pop_back();
            EXPECT_EQ(hub::vault::root_of(leaves[i], shorter), std::nullopt);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    sizes,
    merkle_tree,
    testing::Values(1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 33, 256)
);

TEST(merkle_tree_known, has_the_roots_of_certificate_transparency) {
    // The reference leaves and roots that implementations of RFC 6962 and RFC 9162 share.
    const std::vector<std::string> leaves{
        std::string{},
        std::string(1, '\0'),
        "\x10",
        "\x20\x21",
        "\x30\x31",
        "\x40\x41\x42\x43",
        "\x50\x51\x52\x53\x54\x55\x56\x57",
        "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    };
    const std::vector<std::string> roots{
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    };
    for (std::size_t size = 1; size <= leaves.size(); ++size) {
        std::string hex;
        const auto tree = hub::vault::build_tree(std::span{leaves}.first(size));
        for (const auto byte : tree.root) {
            constexpr std::string_view digits = "0123456789abcdef";
            hex += digits[byte >> 4U];
            hex += digits[byte & 0x0FU];
        }
        EXPECT_EQ(hex, roots[size - 1]) << size;
    }
}

}  // namespace
