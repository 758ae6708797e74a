// The exit codes of pmm-hubctl: what a script can tell apart.
#pragma once

namespace hub::app::hubctl {

enum class exit_code : int {
    done = 0,
    // The hub refused it; sending the same again gives the same answer.
    refused = 1,
    // Wrong use of the command line, or a file that cannot be read.
    usage = 2,
    // Not done, may be tried again.
    retry = 3,
    // May have been done; trying again is safe and tells.
    unknown = 4,
    // No connection: nothing listens, the server is not trusted, or it does not take this
    // certificate.
    no_connection = 5,
    // A receipt, head or configuration does not hold.
    not_sound = 6,
    // There is no such thing, or not for this caller.
    not_found = 7,
};

}  // namespace hub::app::hubctl
