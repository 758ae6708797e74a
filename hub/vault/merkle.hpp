// The Merkle tree over the leaves of one commit, hashed as RFC 9162 section 2.1 says.
#pragma once

#include "hub/model/receipt.hpp"

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

}  // namespace hub::vault
