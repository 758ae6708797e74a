// Tells the readiness of everything durable and of what carries messages between roles.
#pragma once

#include "hub/app/hub/storage.hpp"
#include "hub/runtime/readiness.hpp"

namespace hub::app {

void report_storage(storage& of, runtime::readiness& to);

}  // namespace hub::app
