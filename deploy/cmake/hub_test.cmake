# hub_test(NAME LABEL label SOURCES a_test.cpp… LINKS target… [TIMEOUT seconds] [FIXTURES name…])
#
# One test binary, registered with ctest case by case under its label (unit, contract, system, fuzz-corpus,
# architecture). The folder of a test mirrors the folder of what it tests.
include(GoogleTest)
find_package(GTest REQUIRED)

function(hub_test name)
    cmake_parse_arguments(test "" "LABEL;TIMEOUT" "SOURCES;LINKS;FIXTURES" ${ARGN})
    if(NOT test_TIMEOUT)
        set(test_TIMEOUT 60)
    endif()
    add_executable(${name} ${test_SOURCES})
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name} PRIVATE pmm_warnings ${test_LINKS} GTest::gtest GTest::gmock GTest::gtest_main)
    if(PMM_PRECOMPILE)
        target_precompile_headers(${name} REUSE_FROM pmm_test_headers)
    endif()
    gtest_discover_tests(${name} TEST_PREFIX "${name}." PROPERTIES LABELS ${test_LABEL} TIMEOUT ${test_TIMEOUT}
                         FIXTURES_REQUIRED "${test_FIXTURES}" DISCOVERY_TIMEOUT 60)
endfunction()
