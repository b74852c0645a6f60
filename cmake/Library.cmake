# SPDX-License-Identifier: Apache-2.0
# adm_library(folder deps...): one static library a folder, every .c below it except main.c.
# adm_executable(name source deps...)
function(adm_flags target)
    target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR})
    target_compile_definitions(${target} PRIVATE _GNU_SOURCE)
    # Paths in messages and binaries are relative to the source tree.
    target_compile_options(${target} PRIVATE -fmacro-prefix-map=${CMAKE_SOURCE_DIR}/=)
    adm_warnings(${target})
    adm_hardening(${target})
    adm_sanitizers(${target})
endfunction()

function(adm_library folder)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.c)
    list(FILTER sources EXCLUDE REGEX "/main\\.c$")
    add_library(${folder} STATIC ${sources})
    target_link_libraries(${folder} PUBLIC ${ARGN})
    adm_flags(${folder})
endfunction()

function(adm_executable name source)
    add_executable(${name} ${CMAKE_SOURCE_DIR}/${source})
    target_link_libraries(${name} PRIVATE ${ARGN})
    adm_flags(${name})
endfunction()
