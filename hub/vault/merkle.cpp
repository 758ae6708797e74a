#include "hub/vault/merkle.hpp"

#include "hub/vault/primitives.hpp"

#include <cstddef>
#include <cstdint>

namespace hub::vault {
namespace {

model::hash leaf_hash(std::string_view leaf) {
    return sha256({std::string_view{"\x00", 1}, leaf});
}

model::hash node_hash(const model::hash& left, const model::hash& right) {
    return sha256({std::string_view{"\x01", 1}, as_text(left), as_text(right)});
}

}  // namespace

merkle_tree build_tree(std::span<const std::string> leaves) {
    merkle_tree tree;
    std::vector<model::hash> level;
    level.reserve(leaves.size());
    tree.places.resize(leaves.size());
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        level.push_back(leaf_hash(leaves[i]));
        tree.places[i].index = static_cast<std::uint32_t>(i);
        tree.places[i].leaves = static_cast<std::uint32_t>(leaves.size());
    }
    if (level.empty()) {
        tree.root = sha256({});
        return tree;
    }
    // Pairs become nodes, and a last one without a partner rises as it is: the same tree as
    // splitting at the largest power of two.
    for (unsigned height = 0; level.size() > 1; ++height) {
        for (std::size_t i = 0; i < tree.places.size(); ++i) {
            const std::size_t sibling = (i >> height) ^ 1U;
            if (sibling < level.size()) {
                tree.places[i].path.push_back(level[sibling]);
            }
        }
        std::vector<model::hash> above;
        above.reserve((level.size() + 1) / 2);
        for (std::size_t i = 0; i + 1 < level.size(); i += 2) {
            above.push_back(node_hash(level[i], level[i + 1]));
        }
        if (level.size() % 2 == 1) {
            above.push_back(level.back());
        }
        level = std::move(above);
    }
    tree.root = level.front();
    return tree;
}

std::optional<model::hash> root_of(std::string_view leaf, const model::inclusion& place) {
    if (place.index >= place.leaves) {
        return std::nullopt;
    }
    auto hash = leaf_hash(leaf);
    auto position = place.index;
    auto last = place.leaves - 1;
    auto sibling = place.path.begin();
    while (last > 0) {
        const bool is_right = position % 2 == 1;
        // The last one of a level without a partner rises as it is.
        if (is_right || position != last) {
            if (sibling == place.path.end()) {
                return std::nullopt;
            }
            hash = is_right ? node_hash(*sibling, hash) : node_hash(hash, *sibling);
            ++sibling;
        }
        position /= 2;
        last /= 2;
    }
    return sibling == place.path.end() ? std::optional{hash} : std::nullopt;
}

}  // namespace hub::vault
