// What the loket writes to a sender.
#pragma once

#include "hub/instruments/consumer/instrument.hpp"
#include "schemas/pmm/v1/book.pb.h"
#include "schemas/pmm/v1/content.pb.h"

#include <string_view>
#include <vector>

namespace hub::instruments::loket {

// As which destination the loket speaks.
inline constexpr std::string_view loket_name = "loket";

// Asks for what is missing.
[[nodiscard]] consumer::draft
supplement_request(const consumer::input& message, const std::vector<pmm::v1::Ontbrekend>& missing);

// Tells one sender how its casus stands. Throws std::runtime_error when the record names none.
[[nodiscard]] consumer::draft progress_status(
    const pmm::v1::CasusAfzender& sender,
    pmm::v1::CasusStatus status,
    model::timestamp now
);

}  // namespace hub::instruments::loket
