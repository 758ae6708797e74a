// A disk under every SQLite file that a test opens: it fills up, breaks and loses its power where
// the test says.
#pragma once

#include "tests/support/disk/remembered_files.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace tests::support::disk {

enum class call { write, sync };
// ENOSPC, EIO and EROFS.
enum class error { full, broken, read_only };
enum class lasting { once, until_healed };
// Whether the connections' own `PRAGMA synchronous` is believed, or OFF is set in its place and
// what the hub syncs by itself is not synced either.
enum class syncing { as_asked, off };

struct fault {
    disk::call call = call::write;
    disk::error error = error::broken;
    // Any when there is none.
    std::optional<file_kind> file;
    // So many such calls still succeed.
    std::uint64_t after = 0;
    disk::lasting lasting = lasting::once;
};

// The process' default SQLite file system from its making until its end: make it before the first
// connection, and close the last one before it goes. Thread-safe.
class faulty_disk {
public:
    explicit faulty_disk(std::uint64_t seed, syncing how = syncing::as_asked);
    ~faulty_disk();
    faulty_disk(const faulty_disk&) = delete;
    faulty_disk& operator=(const faulty_disk&) = delete;

    // Replaces an earlier one.
    void fail(const fault& what);
    void heal();
    // How many calls failed because of a fault.
    [[nodiscard]] std::uint64_t failures() const;

    // From now on, or once so many more writes and syncs are done, everything fails.
    void lose_power() { lose_power_after(0); }
    void lose_power_after(std::uint64_t changes);
    [[nodiscard]] bool has_power() const;
    // Once every connection is closed: leaves in the files what survived the power cut.
    void restore_power();

    [[nodiscard]] std::uint64_t writes() const;
    [[nodiscard]] std::uint64_t syncs() const;

private:
    class file_system;
    std::unique_ptr<file_system> file_system_;
};

}  // namespace tests::support::disk
