// The result types and error codes that every port speaks.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

#include <type_traits>

namespace hub::ports {

// What can come out of a port besides success. Each says which of the three answers it is.
enum class errc {
    // Ours and passing; nothing was stored. Sending the same again is right.
    retry = 1,
    // It may have been stored (an error from COMMIT, a lost acknowledgement). Sending the same
    // again is safe and tells.
    unknown,
    // There is no such thing, or not for this caller.
    not_found,
    // The key was destroyed: the content is gone for ever.
    erased,
    // What was expected to be there changed meanwhile; read again and decide again.
    conflict,
    // Larger than this port takes; never heals by itself.
    too_large,
    // The broker refuses this record for ever (it finds it invalid). A missing topic or right is
    // ours to put right: that is retry.
    refused,
    // A consumer's position lies outside what the log still holds; an operator decides.
    position_lost,
    // A seal, signature or commitment does not match: a security event.
    not_authentic,
    // The port was closed.
    closed,
};

[[nodiscard]] const boost::system::error_category& error_category() noexcept;
[[nodiscard]] boost::system::error_code make_error_code(errc value) noexcept;

// True for errc::retry: nothing was stored and the same may be tried again.
[[nodiscard]] inline bool is_retry(const boost::system::error_code& error) noexcept {
    return error == make_error_code(errc::retry);
}

template <class T>
using result = boost::system::result<T>;

template <class T>
using async_result = boost::asio::awaitable<result<T>>;

}  // namespace hub::ports

template <>
struct boost::system::is_error_code_enum<hub::ports::errc> : std::true_type {};
