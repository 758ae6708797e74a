#include "hub/runtime/thread.hpp"

#include <gtest/gtest.h>

#include <array>
#include <pthread.h>
#include <string>
#include <sys/resource.h>

namespace hub::runtime {
namespace {

struct seen {
    std::string name;
    int nice = 0;
};

seen look() {
    std::array<char, 16> name{};
    pthread_getname_np(pthread_self(), name.data(), name.size());
    return {name.data(), getpriority(PRIO_PROCESS, 0)};
}

seen look_from(std::string_view name, precedence whose) {
    seen result;
    start_thread(name, whose, [&result] { result = look(); }).join();
    return result;
}

TEST(a_started_thread, has_its_name_as_far_as_the_system_takes_it) {
    EXPECT_EQ(look_from("berichten", precedence::first).name, "berichten");
    EXPECT_EQ(look_from("een-te-lange-naam", precedence::first).name, "een-te-lange-na");
}

TEST(a_started_thread, stands_back_only_when_its_work_comes_afterwards) {
    const int own = look().nice;
    EXPECT_EQ(look_from("eerst", precedence::first).nice, own);
    EXPECT_GT(look_from("later", precedence::afterwards).nice, own);
    EXPECT_EQ(look().nice, own);
}

TEST(a_started_thread, goes_first_whoever_starts_it) {
    const int own = look().nice;
    seen of_one_that_stands_back;
    start_thread("later", precedence::afterwards, [&] {
        of_one_that_stands_back = look_from("eerst", precedence::first);
    }).join();
    EXPECT_EQ(of_one_that_stands_back.nice, own);
    EXPECT_EQ(of_one_that_stands_back.name, "eerst");
}

TEST(a_started_thread, stands_back_no_further_the_second_time) {
    seen once;
    seen twice;
    start_thread("later", precedence::afterwards, [&] {
        once = look();
        stand_back();
        twice = look_from("nog-later", precedence::afterwards);
    }).join();
    EXPECT_EQ(once.nice, twice.nice);
}

}  // namespace
}  // namespace hub::runtime
