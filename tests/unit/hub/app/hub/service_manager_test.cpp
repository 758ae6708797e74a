#include "hub/app/hub/service_manager.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace hub::app {
namespace {

// A service manager's end, at a path or (with '@') at a name without a file.
class listening_socket {
public:
    explicit listening_socket(const std::string& where)
        : socket_{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)} {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        where.copy(address.sun_path, where.size());
        if (where.front() == '@') {
            address.sun_path[0] = '\0';
        }
        const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + where.size());
        EXPECT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size), 0);
        ::setenv("NOTIFY_SOCKET", where.c_str(), 1);
    }
    ~listening_socket() {
        ::unsetenv("NOTIFY_SOCKET");
        ::close(socket_);
    }
    listening_socket(const listening_socket&) = delete;
    listening_socket& operator=(const listening_socket&) = delete;

    // What was said already; nothing else.
    [[nodiscard]] std::string heard() const {
        std::array<char, 64> bytes{};
        const auto size = ::recv(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT);
        return size < 0 ? std::string{} : std::string{bytes.data(), static_cast<std::size_t>(size)};
    }

private:
    int socket_;
};

TEST(service_manager, is_told_at_a_path) {
    const tests::support::temporary_directory directory;
    const listening_socket manager{directory.path() / "notify"};
    tell_service_manager("READY=1");
    EXPECT_EQ(manager.heard(), "READY=1");
}

TEST(service_manager, is_told_at_a_name_without_a_file) {
    const listening_socket manager{"@pmm-hub-test-" + std::to_string(::getpid())};
    tell_service_manager("STOPPING=1");
    EXPECT_EQ(manager.heard(), "STOPPING=1");
}

TEST(service_manager, is_told_nothing_where_there_is_none) {
    const tests::support::temporary_directory directory;
    const listening_socket manager{directory.path() / "notify"};
    ::unsetenv("NOTIFY_SOCKET");
    tell_service_manager("READY=1");
    ::setenv("NOTIFY_SOCKET", "notify", 1);
    tell_service_manager("READY=1");
    ::setenv("NOTIFY_SOCKET", "/geen/socket", 1);
    tell_service_manager("READY=1");
    EXPECT_EQ(manager.heard(), "");
}

}  // namespace
}  // namespace hub::app
