# hub_module(SOURCES a.cpp… HEADERS a.hpp… [LINKS target…] [PRIVATE_LINKS target…])
#
# One folder is one target: hub/model becomes the library hub_model with the alias hub::model, in the namespace
# hub::model. Headers are verified to compile alone (target all_verify_interface_header_sets).
function(hub_module)
    cmake_parse_arguments(module "" "" "SOURCES;HEADERS;LINKS;PRIVATE_LINKS" ${ARGN})
    file(RELATIVE_PATH folder ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
    string(REPLACE "/" "_" target ${folder})
    string(REPLACE "/" "::" alias ${folder})

    if(module_SOURCES)
        add_library(${target} STATIC ${module_SOURCES})
        set(scope PUBLIC)
        target_link_libraries(${target} PRIVATE pmm_warnings ${module_PRIVATE_LINKS})
    else()
        add_library(${target} INTERFACE)
        set(scope INTERFACE)
    endif()
    add_library(${alias} ALIAS ${target})
    target_sources(${target} ${scope} FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${module_HEADERS})
    target_link_libraries(${target} ${scope} ${module_LINKS})
    set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
endfunction()
