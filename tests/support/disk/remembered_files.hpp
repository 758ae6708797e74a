// What of a few files would still be there if the power failed now.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tests::support::disk {

enum class file_kind { database, wal, journal };

// Follows the strict reading of POSIX: what was written is certain only after a sync of the file, a
// file's name only after a sync of its directory. A sync that failed has kept some of it, and no
// later one brings the rest back (Linux drops such pages). Used by one thread at a time.
class remembered_files {
public:
    explicit remembered_files(std::uint64_t seed) : luck_{seed} {}

    // A file that was there before anybody told of it is taken as it is.
    void opened(const std::string& path, file_kind kind);
    void written(const std::string& path, std::uint64_t at, std::string_view bytes);
    void truncated(const std::string& path, std::uint64_t size);
    void synced(const std::string& path);
    void sync_failed(const std::string& path);
    void deleted(const std::string& path);
    void directory_synced();

    // Puts into the files what survives: all that is certain, and of the rest a part left to
    // chance.
    void lose_power();

    // Between 0 and the limit, both included.
    [[nodiscard]] std::uint64_t chance(std::uint64_t limit);

private:
    struct write {
        std::uint64_t at = 0;
        std::string bytes;
    };
    struct truncation {
        std::uint64_t size = 0;
    };
    using change = std::variant<write, truncation>;

    struct file {
        bool exists = true;
        bool name_certain = true;
        // SQLite's own file system layer syncs the directory with a new journal's first sync.
        bool syncs_directory = false;
        std::string certain;
        std::vector<change> uncertain;
        // Content of a deleted file of this name, as long as that deletion is not certain.
        std::optional<std::string> deleted_before;
    };

    enum class mood { nothing, everything, a_beginning, any };

    [[nodiscard]] std::string survivor(const file& one);
    [[nodiscard]] mood pick_mood();
    void apply(std::string& content, const change& one, mood how);
    void restore(const std::string& path, file& one);

    std::mt19937_64 luck_;
    std::map<std::string, file> files_;
};

}  // namespace tests::support::disk
