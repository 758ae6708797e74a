// The last time that this hub knew, kept in its data directory: so that a clock that was set wrong
// while the hub stood still is noticed when it starts.
#pragma once

#include "hub/model/timestamp.hpp"

#include <filesystem>
#include <optional>

namespace hub::app {

class last_time {
public:
    explicit last_time(const std::filesystem::path& data);

    // What was kept when this hub started; nothing for a new directory, or where that was removed.
    [[nodiscard]] std::optional<model::timestamp> at_start() const noexcept { return at_start_; }

    // Never backwards. Blocks on the file; what can't be written is tried with the next.
    void keep(model::timestamp now);

private:
    std::filesystem::path file_;
    std::optional<model::timestamp> at_start_;
};

}  // namespace hub::app
