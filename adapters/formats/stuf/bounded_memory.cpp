#include "adapters/formats/stuf/bounded_memory.hpp"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <malloc.h>

namespace adapters::formats::stuf {
namespace {

thread_local bounded_memory* current = nullptr;

}  // namespace

bounded_memory::use::use(bounded_memory& what) noexcept {
    assert(current == nullptr);
    current = &what;
}

bounded_memory::use::~use() {
    current = nullptr;
}

bounded_memory::~bounded_memory() {
    assert(held_ == 0);
}

bool bounded_memory::take(std::size_t size) noexcept {
    // The system may give a little more than was asked, also at the bound.
    if (size > most_ - std::min(held_, most_)) {
        exceeded_ = true;
        return false;
    }
    return true;
}

void* bounded_memory::allocate(std::size_t size) noexcept {
    void* const place = current->take(size) ? std::malloc(size) : nullptr;
    current->held_ += place == nullptr ? 0 : malloc_usable_size(place);
    return place;
}

void* bounded_memory::reallocate(void* place, std::size_t size) noexcept {
    const auto before = place == nullptr ? 0 : malloc_usable_size(place);
    if (size > before && !current->take(size - before)) {
        return nullptr;
    }
    void* const moved = std::realloc(place, size);
    if (moved != nullptr) {
        current->held_ += malloc_usable_size(moved);
        current->held_ -= before;
    }
    return moved;
}

void bounded_memory::release(void* place) noexcept {
    if (place != nullptr) {
        current->held_ -= malloc_usable_size(place);
        std::free(place);
    }
}

}  // namespace adapters::formats::stuf
