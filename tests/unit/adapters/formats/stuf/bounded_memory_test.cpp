#include "adapters/formats/stuf/bounded_memory.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

namespace adapters::formats::stuf {
namespace {

// What the system gives is a little more than what is asked, and all of it counts.
TEST(bounded_memory, gives_no_more_than_its_bound_whatever_the_pieces) {
    constexpr std::size_t most = 1'000;
    for (std::size_t piece = 1; piece <= 100; ++piece) {
        bounded_memory memory{most};
        const bounded_memory::use used{memory};
        std::vector<void*> given;
        while (given.size() <= most) {
            void* const place = bounded_memory::allocate(piece);
            if (place == nullptr) {
                break;
            }
            given.push_back(place);
        }
        EXPECT_LE(given.size() * piece, most) << piece;
        EXPECT_TRUE(memory.is_exceeded()) << piece;
        for (void* const one : given) {
            bounded_memory::release(one);
        }
    }
}

TEST(bounded_memory, counts_what_grows_and_keeps_it_where_it_may_not) {
    bounded_memory memory{1'000};
    const bounded_memory::use used{memory};
    void* const small = bounded_memory::allocate(100);
    std::memset(small, 'x', 100);
    void* const large = bounded_memory::reallocate(small, 900);
    ASSERT_NE(large, nullptr);
    EXPECT_EQ(*static_cast<char*>(large), 'x');
    EXPECT_EQ(bounded_memory::reallocate(large, 2'000), nullptr);
    EXPECT_EQ(bounded_memory::allocate(200), nullptr);
    EXPECT_TRUE(memory.is_exceeded());
    bounded_memory::release(large);
    void* const again = bounded_memory::allocate(900);
    EXPECT_NE(again, nullptr);
    bounded_memory::release(again);
}

}  // namespace
}  // namespace adapters::formats::stuf
