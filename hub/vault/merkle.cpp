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

proven_tree::proven_tree(std::uint32_t leaves, const model::hash& root)
    : leaves_{leaves}, root_{root} {
    std::size_t nodes = leaves;
    for (std::size_t level = leaves; level > 1;) {
        level = (level + 1) / 2;
        nodes += level;
    }
    nodes_.resize(nodes);
}

bool proven_tree::holds(std::string_view leaf, const model::inclusion& place) {
    way_.clear();
    if (place.leaves != leaves_ || place.index >= leaves_ || !climb(leaf, place)) {
        return false;
    }
    for (const auto& one : way_) {
        nodes_[one.place] = {one.hash, true};
    }
    return true;
}

// Once a node is known its ancestors and their siblings are: from there on comparing is enough.
bool proven_tree::climb(std::string_view leaf, const model::inclusion& place) {
    auto hash = leaf_hash(leaf);
    auto sibling = place.path.begin();
    std::size_t level = 0;
    std::size_t size = leaves_;
    for (std::size_t position = place.index;; position /= 2) {
        const auto& here = nodes_[level + position];
        if (here.is_known && here.hash != hash) {
            return false;
        }
        way_.push_back({level + position, hash});
        if (size == 1) {
            return sibling == place.path.end() && hash == root_;
        }
        const auto above = level + size;
        if (const auto beside = position ^ 1U; beside < size) {
            const auto& other = nodes_[level + beside];
            if (sibling == place.path.end() || (other.is_known && other.hash != *sibling)) {
                return false;
            }
            if (here.is_known) {
                hash = nodes_[above + position / 2].hash;
            } else {
                way_.push_back({level + beside, *sibling});
                hash = beside < position ? node_hash(*sibling, hash) : node_hash(hash, *sibling);
            }
            ++sibling;
        }
        level = above;
        size = (size + 1) / 2;
    }
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
