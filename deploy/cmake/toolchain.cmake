# Compiler settings shared by every target: C++20, warnings as errors, hardening, sanitizers, ccache.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Debug CACHE STRING "" FORCE)
endif()

# -O1 would triple the compile time of the coroutine code under sanitizers.
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -D_FORTIFY_SOURCE=2 -fstack-protector-strong")

find_program(PMM_CCACHE ccache)
if(PMM_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${PMM_CCACHE})
endif()

if(CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo")
    # A third less code, most of which a start would make resident (hub/docs/performance.md). LLD
    # does not take what GCC leaves for it.
    set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ON)
    add_link_options(-pie -Wl,-z,relro,-z,now)
    # What only the linker sees: a length of npos in Boost.URL, and that the compiler numbers the
    # unnamed parts of a coroutine's frame anew in each file.
    add_link_options($<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overread> $<$<CXX_COMPILER_ID:GNU>:-Wno-odr>)
else()
    find_program(PMM_LLD ld.lld)
    if(PMM_LLD)
        add_link_options(-fuse-ld=lld)
    endif()
endif()

if(PMM_SANITIZE)
    add_compile_options(-fsanitize=${PMM_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${PMM_SANITIZE})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
        # Clang 14 can't place this check's data beside the parts of a coroutine; GCC has no such check.
        add_compile_options(-fno-sanitize=function)
    endif()
    if(PMM_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # Asio's fences are beside mutexes that ThreadSanitizer does understand.
        add_compile_options(-Wno-tsan)
    endif()
endif()

add_compile_definitions(BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION)

add_library(pmm_warnings INTERFACE)
target_compile_options(pmm_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
    -Woverloaded-virtual -Werror
    # GCC 12 at -O2 sees an overlap inside std::string where there is none (GCC bug 105651), and the
    # wrong operator new for the frame of a coroutine that it inlines.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
    $<$<CXX_COMPILER_ID:GNU>:-Wno-mismatched-new-delete>)
if(PMM_SANITIZE STREQUAL "thread")
    # Asio's fences, which ThreadSanitizer does not follow; what they order is also under mutexes.
    target_compile_options(pmm_warnings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
endif()
