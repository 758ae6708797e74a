# Headers that nearly every translation unit reads, compiled once: they are more than half of what a debug build does.
# One set for libraries and one for tests, since position independence differs.
option(PMM_PRECOMPILE "Precompile the headers that nearly everything includes" OFF)

set(pmm_precompiled_headers
    <algorithm> <array> <chrono> <cstdint> <functional> <map> <memory> <optional> <string> <string_view> <utility>
    <variant> <vector> <boost/asio/any_io_executor.hpp> <boost/asio/awaitable.hpp> <boost/asio/co_spawn.hpp>
    <boost/asio/use_awaitable.hpp> <boost/system/result.hpp>)

if(PMM_PRECOMPILE)
    set(empty_source ${PROJECT_BINARY_DIR}/empty.cpp)
    file(CONFIGURE OUTPUT ${empty_source} CONTENT "")
    add_library(pmm_library_headers STATIC ${empty_source})
    target_link_libraries(pmm_library_headers PRIVATE pmm_warnings)
    target_precompile_headers(pmm_library_headers PRIVATE ${pmm_precompiled_headers})
endif()
if(PMM_PRECOMPILE AND PMM_TESTS)
    find_package(GTest REQUIRED)
    file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/empty_main.cpp CONTENT "int main() {}\n")
    add_executable(pmm_test_headers ${PROJECT_BINARY_DIR}/empty_main.cpp)
    target_link_libraries(pmm_test_headers PRIVATE pmm_warnings pmm_boost GTest::gtest GTest::gmock)
    target_precompile_headers(pmm_test_headers PRIVATE ${pmm_precompiled_headers} <gtest/gtest.h> <gmock/gmock.h>)
endif()
