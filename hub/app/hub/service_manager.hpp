// Tells systemd how far the hub is.
#pragma once

#include <string_view>

namespace hub::app {

// "READY=1", "STOPPING=1" or "WATCHDOG=1" to the socket that NOTIFY_SOCKET names; nothing without
// one. The protocol is one datagram: libsystemd would bring six libraries more into every process.
void tell_service_manager(std::string_view what) noexcept;

}  // namespace hub::app
