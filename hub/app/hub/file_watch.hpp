// Notices that files changed: compares sizes and times of change, so that no platform's
// notification is needed and a renamed-over file counts as well.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <vector>

namespace hub::app {

class file_watch {
public:
    // Folders count with every file directly in them.
    explicit file_watch(std::vector<std::filesystem::path> places);

    // True when anything changed since the last call (or construction). Blocks on the file system,
    // shortly.
    [[nodiscard]] bool changed();

    // Watches other places from now on.
    void watch(std::vector<std::filesystem::path> places);

private:
    struct stamp {
        std::uintmax_t size = 0;
        std::filesystem::file_time_type at;

        bool operator==(const stamp&) const = default;
    };

    [[nodiscard]] std::map<std::filesystem::path, stamp> look() const;

    std::vector<std::filesystem::path> places_;
    std::map<std::filesystem::path, stamp> seen_;
};

}  // namespace hub::app
