// Brings the WAL back into its file on a thread and connection of its own, so that the writer waits
// for it as little as can be.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <thread>

namespace adapters::embedded::sqlite {

class connection;

struct checkpointer_options {
    std::filesystem::path path;
    // Smaller costs rate: every page is then written to the file more often.
    std::uint64_t threshold_bytes = std::uint64_t{64} << 20U;
};

// A passive checkpoint does nearly all the work beside the writer; then, in the writer's turn, the
// few pages written meanwhile, so that the WAL starts again from its beginning. A clean end brings
// back everything.
//
// SQLite never copies a page a second time, and the system tells of a failed sync once. After one
// nothing is brought back any more and the WAL only grows: it still has it all, and the next start
// copies it from its beginning.
class checkpointer {
public:
    explicit checkpointer(checkpointer_options options);
    ~checkpointer();
    checkpointer(const checkpointer&) = delete;
    checkpointer& operator=(const checkpointer&) = delete;

    // Held by the writer during a transaction.
    [[nodiscard]] std::mutex& turn() noexcept { return turn_; }

    // Brings everything into the file and cuts the WAL to nothing; false when somebody is reading.
    // Blocks; thread-safe.
    [[nodiscard]] bool empty();

    // False once a sync failed, until the process starts again. Thread-safe.
    [[nodiscard]] bool works() const noexcept { return works_; }

    // Told by the writer after each commit; thread-safe.
    void wal_is(std::uint64_t bytes);

private:
    // With the lock held. Most files never have so much to bring back: their thread never begins.
    void begin_thread();
    void run();
    void checkpoint();
    void copy_beside_the_writer(connection& own);
    // Remembers a failed sync; whether it was done.
    bool done(int code) noexcept;

    checkpointer_options options_;
    std::mutex turn_;
    // One checkpoint at a time; taken before the turn.
    std::mutex working_;
    std::mutex mutex_;
    std::condition_variable wanted_;
    bool due_ = false;
    bool closed_ = false;
    std::atomic<bool> works_ = true;
    std::thread thread_;
};

}  // namespace adapters::embedded::sqlite
