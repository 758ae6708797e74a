// How intake says no: a refusal with a stable code and plain words, and what a port's error means
// for the sender.
#pragma once

#include "hub/model/rejection.hpp"

#include <boost/system/error_code.hpp>

#include <string>
#include <vector>

namespace hub::intake {

[[nodiscard]] model::rejection
refuse(std::string code, std::string words, std::vector<model::invalid_param> places = {});

// The same answer for a casus that does not exist and one that the caller takes no part in.
[[nodiscard]] model::rejection unknown_casus();

[[nodiscard]] model::rejection not_found();

// The same id with other content, and a case reference that belongs to another casus.
[[nodiscard]] model::rejection id_in_use();
[[nodiscard]] model::rejection reference_in_use();

// Ours and passing; nothing was stored.
[[nodiscard]] model::rejection unavailable();

// What an error of the store's append means: it alone may have stored the message.
[[nodiscard]] model::rejection from_append(const boost::system::error_code& error);

// What an error of anything else means: nothing of the message was stored by it.
[[nodiscard]] model::rejection from_reading(const boost::system::error_code& error);

}  // namespace hub::intake
