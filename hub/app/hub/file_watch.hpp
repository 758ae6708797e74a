// Notices that files changed: compares sizes, inodes and times of change, so that no platform's
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

    // Watches other places from now on; what is new among them counts as changed.
    void watch(std::vector<std::filesystem::path> places);

private:
    struct stamp {
        std::uint64_t inode = 0;
        std::int64_t size = 0;
        // When its content or its name changed: no copy brings an old one along.
        std::int64_t seconds = 0;
        std::int64_t nanoseconds = 0;

        bool operator==(const stamp&) const = default;
    };

    [[nodiscard]] std::map<std::filesystem::path, stamp> look() const;

    std::vector<std::filesystem::path> places_;
    std::map<std::filesystem::path, stamp> seen_;
};

}  // namespace hub::app
