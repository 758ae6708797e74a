// What intake would say of a message that was prepared; nothing is stored and nothing is told of
// what others did.
#pragma once

#include "hub/intake/admission.hpp"
#include "hub/intake/case_directory.hpp"
#include "hub/intake/reception.hpp"

#include <boost/asio/awaitable.hpp>

namespace hub::intake {

// Both outlive what is asked of them.
struct rehearsal_rooms {
    const reception_parts& parts;
    case_directory& directory;
};

// `before` is the caller's own, who waits.
[[nodiscard]] boost::asio::awaitable<dry_run>
rehearse(rehearsal_rooms rooms, prepared ready, rehearsed& before);

}  // namespace hub::intake
