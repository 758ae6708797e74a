// The bodies that handing in and its dry runs answer with, whatever the form was.
#pragma once

#include "hub/intake/reception.hpp"
#include "hub/model/rejection.hpp"

#include <string>

namespace adapters::http::api {

// The same bytes for a repeat: nothing may stand here that changes with time or configuration.
[[nodiscard]] std::string body_of(const hub::intake::acceptance& accepted);

[[nodiscard]] std::string body_of(const hub::intake::dry_run& said);

// What was wrong before intake could be asked, in the form of a dry run's answer.
[[nodiscard]] std::string body_of(const hub::model::rejection& why);

// Of what is answered and not kept, in the same form.
[[nodiscard]] std::string body_of_set_aside();

}  // namespace adapters::http::api
