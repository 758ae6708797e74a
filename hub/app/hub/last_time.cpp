#include "hub/app/hub/last_time.hpp"

#include <fstream>
#include <string>
#include <system_error>

namespace hub::app {

last_time::last_time(const std::filesystem::path& data) : file_{data / "tijd"} {
    std::ifstream kept{file_};
    if (std::string text; std::getline(kept, text)) {
        at_start_ = model::parse_rfc3339(text);
    }
}

void last_time::keep(model::timestamp now) {
    if (at_start_ && now < *at_start_) {
        return;
    }
    auto fresh = file_;
    fresh += ".nieuw";
    {
        std::ofstream to{fresh, std::ios::trunc};
        to << model::to_rfc3339(now) << '\n';
        if (!to.flush()) {
            return;
        }
    }
    std::error_code ignored;
    std::filesystem::rename(fresh, file_, ignored);
}

}  // namespace hub::app
