#include "hub/app/hub/file_watch.hpp"

#include <sys/stat.h>
#include <system_error>
#include <utility>

namespace hub::app {

file_watch::file_watch(std::vector<std::filesystem::path> places)
    : places_{std::move(places)}, seen_{look()} {}

bool file_watch::changed() {
    auto now = look();
    const bool differs = now != seen_;
    seen_ = std::move(now);
    return differs;
}

void file_watch::watch(std::vector<std::filesystem::path> places) {
    places_ = std::move(places);
}

std::map<std::filesystem::path, file_watch::stamp> file_watch::look() const {
    std::map<std::filesystem::path, stamp> found;
    // A file that goes while it is looked at is simply not there; the next look sees the same.
    const auto note = [&found](const std::filesystem::path& path) {
        struct stat now {};
        if (::stat(path.c_str(), &now) == 0) {
            found[path] = {now.st_ino, now.st_size, now.st_ctim.tv_sec, now.st_ctim.tv_nsec};
        }
    };
    for (const auto& place : places_) {
        std::error_code error;
        if (!std::filesystem::is_directory(place, error)) {
            note(place);
            continue;
        }
        for (auto entry = std::filesystem::directory_iterator{place, error};
             !error && entry != std::filesystem::directory_iterator{};
             entry.increment(error)) {
            note(entry->path());
        }
    }
    return found;
}

}  // namespace hub::app
