// The schema of a book's file.
#pragma once

#include "adapters/embedded/sqlite/connection.hpp"

#include <cstdint>

namespace adapters::embedded::book {

// Brings the file to today's schema. Throws start_failure.
void prepare_file(sqlite::connection& file);

// A record's row: its kind's number in the upper bits, so that a kind's records stand together and
// in the order of their insertion.
inline constexpr int order_bits = 40;
inline constexpr std::int64_t order_mask = (std::int64_t{1} << order_bits) - 1;

[[nodiscard]] constexpr std::int64_t row_of(std::int64_t kind, std::int64_t order) noexcept {
    return (kind << order_bits) | order;
}

}  // namespace adapters::embedded::book
