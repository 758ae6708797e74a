// Messages as they leave in our own form.
#pragma once

#include "hub/ports/delivery_form.hpp"

#include <memory>

namespace adapters::formats::json {

[[nodiscard]] std::unique_ptr<hub::ports::delivery_form> create_delivery_form();

}  // namespace adapters::formats::json
