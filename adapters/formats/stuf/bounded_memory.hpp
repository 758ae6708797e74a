// Memory for a C library that asks for it by malloc, realloc and free, and gets no more than so
// much.
#pragma once

#include <cstddef>

namespace adapters::formats::stuf {

// Counts what the calls of its own thread hold, from its beginning to its end; one per thread at a
// time. What is asked of the three belongs to the one that is there, and is freed before its end.
class bounded_memory {
public:
    explicit bounded_memory(std::size_t most_bytes) noexcept;
    ~bounded_memory();
    bounded_memory(const bounded_memory&) = delete;
    bounded_memory& operator=(const bounded_memory&) = delete;

    // Whether something was refused because of the bound.
    [[nodiscard]] bool is_exceeded() const noexcept { return exceeded_; }

    [[nodiscard]] static void* allocate(std::size_t size) noexcept;
    [[nodiscard]] static void* reallocate(void* place, std::size_t size) noexcept;
    static void release(void* place) noexcept;

private:
    [[nodiscard]] bool take(std::size_t size) noexcept;

    const std::size_t most_;
    std::size_t held_ = 0;
    bool exceeded_ = false;
};

}  // namespace adapters::formats::stuf
