// Counts what lies in a postvak.
#pragma once

#include "hub/delivery/postvak_service.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/ports/book.hpp"

namespace hub::delivery {

// Adds one open record to what was counted; what can't be read counts for nothing.
void count_item(const ports::book_record& record, model::timestamp now, postvak_counts& into);

}  // namespace hub::delivery
