// A file with a message of any form: which form that is, where it goes and as what.
#pragma once

#include <string>
#include <string_view>

namespace hub::app::hubctl {

struct message_file {
    // As the guide names it: aanmelding, signaal, registermutatie, bericht, cloudevents,
    // cloudevents-batch, zgw or stuf.
    std::string form;
    std::string resource;
    std::string content_type;
};

// By what the message begins with or has, or by the form that was named. Throws
// command_failed{usage} when it doesn't tell.
[[nodiscard]] message_file recognise(std::string_view body, std::string_view named = {});

}  // namespace hub::app::hubctl
