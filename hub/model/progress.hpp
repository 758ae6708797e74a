// How a message's state moves: which step may follow which, and the overall state over all
// destinations.
#pragma once

#include "hub/model/words.hpp"

#include <span>

namespace hub::model {

// Whether a destination's state may become another one. A final state is only left by erasure
// (gewist), nothing goes back, and geparkeerd may go on anywhere but to intake's own states.
[[nodiscard]] bool follows(state from, state to) noexcept;

// Derived over the states of all destinations; there must be at least one. Parked while any is
// parked; otherwise, while any is not final, the least far of these; then the worst outcome.
[[nodiscard]] state overall_state(std::span<const state> destinations) noexcept;

}  // namespace hub::model
