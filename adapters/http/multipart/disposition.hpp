// The parameters of a Content-Disposition: the name of a field and of a file.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace adapters::http::multipart {

struct disposition {
    // In lower case.
    std::string type;
    std::string name;
    // Nothing where there is none; without a path.
    std::optional<std::string> file_name;
};

// Nothing for what is none. A file's name is UTF-8 without control characters, at most 255 bytes.
[[nodiscard]] std::optional<disposition> parse_disposition(std::string_view value);

}  // namespace adapters::http::multipart
