# SPDX-License-Identifier: Apache-2.0
# adm_version(target): ADM_VERSION from project(), ADM_COMMIT from git (or the cache: no .git in the image).
set(ADM_COMMIT "" CACHE STRING "Commit shown by --version; empty asks git")

function(adm_version target)
    set(commit "${ADM_COMMIT}")
    if(NOT commit)
        execute_process(COMMAND git -C ${CMAKE_SOURCE_DIR} rev-parse --short=12 HEAD
            OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    endif()
    if(NOT commit)
        set(commit unknown)
    endif()
    set_property(DIRECTORY ${CMAKE_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS .git/HEAD)
    set_source_files_properties(${CMAKE_SOURCE_DIR}/server/version.c PROPERTIES COMPILE_DEFINITIONS
        "ADM_VERSION=\"${PROJECT_VERSION}\";ADM_COMMIT=\"${commit}\"")
endfunction()
