// Names in XML as expat gives them, and what SOAP's attributes say.
#pragma once

#include "adapters/formats/stuf/xml_reader.hpp"

#include <string>
#include <string_view>

namespace adapters::formats::stuf {

// Between a namespace and a local name.
inline constexpr char name_separator = '|';

[[nodiscard]] std::string_view local_name(std::string_view name) noexcept;
// Empty where there is none.
[[nodiscard]] std::string_view namespace_of(std::string_view name) noexcept;
// With the hub's own prefix.
[[nodiscard]] std::string own_name(std::string_view name);

// Of either version.
[[nodiscard]] bool is_of_soap(std::string_view name) noexcept;
// What an attribute of SOAP says of a header block.
void take_claim(std::string_view local, std::string_view value, xml_element& into);

}  // namespace adapters::formats::stuf
