// Finds personal data where it may not be: in a signal's text and in references that would stand in
// clear.
#pragma once

#include "hub/model/rejection.hpp"
#include "schemas/pmm/v1/content.pb.h"

#include <string_view>
#include <vector>

namespace hub::intake {

// What each looks for is a whole token, never a part of a longer number or word, so that OINs,
// UUIDs and case numbers pass.
[[nodiscard]] bool has_email(std::string_view text) noexcept;
// Dutch numbers (0 or +31 or 0031 and nine digits, with usual separators) and others with a '+'.
[[nodiscard]] bool has_telephone(std::string_view text) noexcept;
// Known countries' lengths and the mod-97 check.
[[nodiscard]] bool has_iban(std::string_view text) noexcept;

// Every place in a signal that holds a BSN, e-mail address, telephone number or IBAN. Its kenmerk
// and the names and OINs of organisations are exempt: a reference is sealed, and an RSIN passes the
// same test as a BSN.
[[nodiscard]] std::vector<model::invalid_param> find_personal_data(const pmm::v1::Signaal& signal);

}  // namespace hub::intake
