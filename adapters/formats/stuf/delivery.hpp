// Messages as they leave as StUF-ZKN kennisgevingen in SOAP 1.1; the receiver answers Bv03.
#pragma once

#include "hub/model/oin.hpp"
#include "hub/ports/delivery_form.hpp"

#include <memory>
#include <string>

namespace adapters::formats::stuf {

// An aanmelding is a zakLk01 (T), a statusbericht a zakLk01 (W), everything else an edcLk01 in the
// casus. The hub is the sender of each; who wrote it is the document's author.
// Documents are named with their places under the hub's address.
[[nodiscard]] std::unique_ptr<hub::ports::delivery_form>
create_delivery_form(hub::model::oin own, std::string address);

}  // namespace adapters::formats::stuf
