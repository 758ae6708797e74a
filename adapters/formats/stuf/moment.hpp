// StUF's moments: local time in the Netherlands without a zone.
#pragma once

#include "hub/model/timestamp.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace adapters::formats::stuf {

// The hour that exists twice when summer time ends is taken for the first; the hour that does not
// exist when it begins is taken for the moment it begins.
enum class reading { plain, ambiguous, missing };

struct moment {
    hub::model::timestamp at;
    reading is = reading::plain;
};

// YYYYMMDDhhmmss with up to three digits more; nothing for anything else.
[[nodiscard]] std::optional<moment> parse_moment(std::string_view text);

// YYYYMMDDhhmmssmmm in local time.
[[nodiscard]] std::string write_moment(hub::model::timestamp at);

// YYYYMMDD as an RFC 3339 full-date; empty for what is no date.
[[nodiscard]] std::string full_date(std::string_view text);

}  // namespace adapters::formats::stuf
