// What an organisation's own configuration decides about its forms: departures from a standard, and
// what becomes of announcements. Pure.
#pragma once

#include "hub/access/caller.hpp"
#include "hub/intake/validation.hpp"
#include "hub/ports/decoder.hpp"

namespace hub::intake {

// Sent to try a subscription; never kept.
[[nodiscard]] bool is_trial(const ports::decoded_message& decoded);

// Read, but it is a trial or by the organisation's rules there is nothing to keep.
[[nodiscard]] bool is_set_aside(const access::caller& who, const ports::decoded_message& decoded);

// Refuses departures that the configuration does not allow (afwijking_niet_toegestaan) and notes
// those that it does; turns an announcement into what its rule says (melding_zonder_regel).
void apply_form_rules(const access::caller& who, ports::decoded_message& decoded, verdict& result);

}  // namespace hub::intake
