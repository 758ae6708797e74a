#include "hub/app/hub/service_manager.hpp"

#include <cstddef>
#include <cstdlib>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace hub::app {

void tell_service_manager(std::string_view what) noexcept {
    const char* const named = std::getenv("NOTIFY_SOCKET");
    const std::string_view where = named == nullptr ? "" : named;
    sockaddr_un address{};
    const bool is_path = where.starts_with('/') || where.starts_with('@');
    if (!is_path || where.size() >= sizeof address.sun_path) {
        return;
    }
    address.sun_family = AF_UNIX;
    where.copy(address.sun_path, where.size());
    if (where.front() == '@') {
        // A name without a file.
        address.sun_path[0] = '\0';
    }
    const int to = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (to < 0) {
        return;
    }
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + where.size());
    // Who does not listen learns nothing; the hub goes on all the same.
    static_cast<void>(::sendto(
        to,
        what.data(),
        what.size(),
        MSG_NOSIGNAL | MSG_DONTWAIT,
        reinterpret_cast<const sockaddr*>(&address),
        size
    ));
    ::close(to);
}

}  // namespace hub::app
