#include "hub/ports/erasure_store.hpp"

namespace hub::ports {

std::string_view to_string(erasure_state value) noexcept {
    switch (value) {
        case erasure_state::aangekondigd:
            return "aangekondigd";
        case erasure_state::onherroepelijk:
            return "onherroepelijk";
        case erasure_state::bezig:
            return "bezig";
        case erasure_state::gewist:
            return "gewist";
        case erasure_state::ingetrokken:
            return "ingetrokken";
    }
    return {};
}

}  // namespace hub::ports
