// The Merkle tree over the leaves of one commit, hashed as RFC 9162 section 2.1 says.
#pragma once

#include "hub/model/receipt.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hub::vault {

struct merkle_tree {
    model::hash root{};
    // Per leaf, in the leaves' order.
    std::vector<model::inclusion> places;
};

[[nodiscard]] merkle_tree build_tree(std::span<const std::string> leaves);

// Root that a leaf leads to by its place; nothing when the place is impossible (an index outside
// the tree, a path of another length).
[[nodiscard]] std::optional<model::hash>
root_of(std::string_view leaf, const model::inclusion& place);

// A tree whose root is signed, and what was proven to lie in it so far: the leaves of one commit
// share most of their paths, so that checking all of them costs about two hashes each.
class proven_tree {
public:
    proven_tree(std::uint32_t leaves, const model::hash& root);

    [[nodiscard]] std::uint32_t leaves() const noexcept { return leaves_; }

    // Says exactly what root_of() and the root would say.
    [[nodiscard]] bool holds(std::string_view leaf, const model::inclusion& place);

private:
    [[nodiscard]] bool climb(std::string_view leaf, const model::inclusion& place);

    struct node {
        model::hash hash{};
        bool is_known = false;
    };
    struct learned {
        std::size_t place = 0;
        model::hash hash{};
    };

    std::uint32_t leaves_;
    model::hash root_;
    // Level by level, the leaves first.
    std::vector<node> nodes_;
    // On the way up; proven when the way ends at the root.
    std::vector<learned> way_;
};

}  // namespace hub::vault
