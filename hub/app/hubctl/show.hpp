// How answers are shown to a person, and who speaks by default at which door.
#pragma once

#include "hub/app/hubctl/session.hpp"

#include <boost/json/value.hpp>

#include <ostream>

namespace hub::app::hubctl {

// The options with the certificate filled in where none was named.
[[nodiscard]] common_options as_organisation(common_options options);
[[nodiscard]] common_options as_operator(common_options options);

// One message: its state, its destinations and its history, a step a line.
void show_submission(std::ostream& out, const boost::json::value& submission);

// A list of messages, one a line.
void show_messages(std::ostream& out, const boost::json::value& answer);

// True when every destination has a final state.
[[nodiscard]] bool nothing_awaited(const boost::json::value& submission);

// The members of an array-valued member; empty when there is none.
[[nodiscard]] const boost::json::array&
items(const boost::json::value& from, std::string_view member);

void wait_a_second();

}  // namespace hub::app::hubctl
