// The canonical message as the object of a kennisgeving.
#pragma once

#include "hub/ports/delivery_form.hpp"

#include <string>
#include <string_view>

namespace adapters::formats::stuf {

struct leaving_object {
    // Local name of the message: zakLk01 or edcLk01.
    std::string name;
    // ZAK or EDC.
    std::string entity;
    std::string mutation;
    // The object, or the old and the new one.
    std::string text;
};

[[nodiscard]] leaving_object write_object(
    const hub::ports::leaving_message& message,
    std::string_view address,
    hub::model::timestamp now
);

}  // namespace adapters::formats::stuf
