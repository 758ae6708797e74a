// URIs as CloudEvents uses them: the syntax of RFC 3986, and the Dutch URN of an organisation.
#pragma once

#include "hub/model/oin.hpp"

#include <optional>
#include <string_view>

namespace adapters::formats::cloudevents {

// RFC 3986 URI-reference: allowed characters only, percent-encoding complete. Never empty.
[[nodiscard]] bool is_uri_reference(std::string_view text) noexcept;

// With a scheme, so that it can stand alone.
[[nodiscard]] bool is_absolute_uri(std::string_view text) noexcept;

// urn:nld:oin:<OIN>, or urn:nld:oin:<OIN>:systeem:<name>; nothing for anything else.
[[nodiscard]] std::optional<hub::model::oin> oin_of_urn(std::string_view text) noexcept;

}  // namespace adapters::formats::cloudevents
