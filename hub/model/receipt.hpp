// The parts from which a receipt (ontvangstbewijs) is built and rebuilt to the same bytes.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace hub::model {

using hash = std::array<std::uint8_t, 32>;

// A leaf's place in the Merkle tree of its commit (RFC 9162 section 2.1).
struct inclusion {
    std::uint32_t index = 0;
    std::uint32_t leaves = 0;
    // Sibling hashes from the leaf upward.
    std::vector<hash> path;
};

struct receipt {
    // Opens the two commitments in the leaf; 32 bytes. Otherwise it is only kept sealed.
    std::array<std::uint8_t, 32> salt{};
    // The leaf's exact bytes (JSON).
    std::string leaf;
    inclusion place;
    // Compact JWS of the commit's head.
    std::string head;
};

}  // namespace hub::model
