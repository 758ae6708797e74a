// Opens what lies in a postvak, as its recipient sees it.
#pragma once

#include "hub/delivery/postvak_service.hpp"
#include "hub/ports/book.hpp"

#include <vector>

namespace hub::delivery {

// In their order, without records that no hub wrote; what can't be opened for good has its code
// instead of content, and what passes by itself fails them all.
[[nodiscard]] ports::async_result<std::vector<postvak_message>>
open_all(postvak_ports ports, std::vector<ports::book_record> records);

}  // namespace hub::delivery
