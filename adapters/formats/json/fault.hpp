// What can be wrong with one value, as a stable code and as words.
#pragma once

#include "adapters/formats/json/field.hpp"

#include <string>
#include <string_view>

namespace adapters::formats::json {

enum class fault {
    required,
    required_one_of,
    not_allowed,
    unknown_field,
    duplicate_field,
    wrong_type,
    not_a_list,
    blank,
    too_short,
    too_long,
    wrong_character,
    too_small,
    too_large,
    too_few,
    too_many,
    duplicate_value,
    unknown_word,
    date,
    oin,
    uuid,
    email,
    telephone,
    bsn,
    elfproef,
    destination,
    pointer,
};

// The code of an invalid_param: see hub/docs/foutcodes.md.
[[nodiscard]] std::string_view code_of(fault what) noexcept;

// Plain Dutch words, with the field's limits but never with a value from the input.
[[nodiscard]] std::string reason_of(fault what, const field& where);

}  // namespace adapters::formats::json
