// Starts threads that operators know by name, each with its place in the queue for a processor.
#pragma once

#include <functional>
#include <string_view>
#include <thread>

namespace hub::runtime {

enum class precedence {
    // Senders and readers wait for what it does.
    first,
    // Works after the answer was given: where processors are short, the others go first. It
    // always keeps a share of them.
    afterwards,
};

// The name is cut to the system's 15 characters. Whoever starts it, it gets the precedence asked
// for; where the system refuses that, the thread goes on without. Throws std::system_error when
// the system gives no thread. Thread-safe.
[[nodiscard]] std::thread
start_thread(std::string_view name, precedence whose, std::function<void()> run);

// Gives the calling thread the precedence `afterwards`, for good. For threads that a library
// starts.
void stand_back() noexcept;

}  // namespace hub::runtime
