// Where the process is in its life, and who wants to know when that changes.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string_view>
#include <vector>

namespace hub::runtime {

enum class phase {
    // Nothing is served yet.
    starting,
    serving,
    // No new work; what is in hand is finished.
    draining,
    // What is in hand is cut off.
    hurrying,
};

[[nodiscard]] std::string_view to_string(phase value) noexcept;

// Thread-safe. Phases only go forward.
class lifecycle {
public:
    using observer = std::function<void(phase)>;

    [[nodiscard]] phase now() const noexcept { return phase_.load(std::memory_order_acquire); }
    [[nodiscard]] bool is_serving() const noexcept { return now() == phase::serving; }

    // Does nothing when the life is there or beyond. Observers are called on this thread, in the
    // order in which they came.
    void advance(phase to);

    // SIGTERM, SIGINT: the first drains, the second hurries.
    void ask_to_stop();

    // Called at every later change. Observers post to their own loop, never block, and stay until
    // the end of this object.
    void observe(observer one);

private:
    std::atomic<phase> phase_{phase::starting};
    std::mutex changing_;
    std::vector<observer> observers_;
};

}  // namespace hub::runtime
