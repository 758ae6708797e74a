// The files of web/, in the program.
#pragma once

#include <string_view>

namespace adapters::http::console {

extern const std::string_view pmm_html;
extern const std::string_view pmm_css;
extern const std::string_view pmm_js;

}  // namespace adapters::http::console
