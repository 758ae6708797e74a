// Memory for a C library that asks for it by malloc, realloc and free, and gets no more than so
// much.
#pragma once

#include <cstddef>

namespace adapters::formats::stuf {

// Counts what is asked of the three while it is used, and freed before its end.
class bounded_memory {
public:
    explicit bounded_memory(std::size_t most_bytes) noexcept : most_{most_bytes} {}
    ~bounded_memory();
    bounded_memory(const bounded_memory&) = delete;
    bounded_memory& operator=(const bounded_memory&) = delete;

    // Around every call of the library, on whichever thread; one per thread at a time.
    class use {
    public:
        explicit use(bounded_memory& what) noexcept;
        ~use();
        use(const use&) = delete;
        use& operator=(const use&) = delete;
    };

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
