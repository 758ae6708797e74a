// Messages as they leave as ZGW notifications: references only, the content is fetched at the hub.
#pragma once

#include "hub/ports/delivery_form.hpp"

#include <memory>
#include <string>

namespace adapters::formats::zgw {

// The hub's own address as organisations reach it, without a path ("https://hub.example"): every
// reference begins with it.
[[nodiscard]] std::unique_ptr<hub::ports::delivery_form> create_delivery_form(std::string address);

}  // namespace adapters::formats::zgw
