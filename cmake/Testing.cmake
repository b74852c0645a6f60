# SPDX-License-Identifier: Apache-2.0
# adm_unit_tests(folder deps...): one Criterion program from tests/unit/<folder>/*_test.c.
# adm_fuzzer(name deps...): tests/fuzz/<name>_fuzz.c; a libFuzzer program under the fuzz preset,
# elsewhere one that runs the files named on its command line (the corpus as a regression test).
option(ADM_FUZZ "Build the fuzzers with libFuzzer (clang)" OFF)

function(adm_unit_tests folder)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/unit/${folder}/*.c)
    if(NOT sources)
        return()
    endif()
    add_executable(unit-${folder} ${sources})
    target_link_libraries(unit-${folder} PRIVATE ${ARGN} PkgConfig::CRITERION)
    target_compile_definitions(unit-${folder} PRIVATE
        ADM_FIXTURES="${CMAKE_SOURCE_DIR}/tests/fixtures" ADM_ROOT="${CMAKE_SOURCE_DIR}")
    adm_flags(unit-${folder})
    add_test(NAME unit-${folder} COMMAND unit-${folder} --jobs 2)
endfunction()

function(adm_fuzzer name)
    add_executable(fuzz-${name} fuzz/${name}_fuzz.c $<$<NOT:$<BOOL:${ADM_FUZZ}>>:${CMAKE_CURRENT_SOURCE_DIR}/fuzz/replay.c>)
    target_link_libraries(fuzz-${name} PRIVATE ${ARGN})
    adm_flags(fuzz-${name})
    if(ADM_FUZZ)
        target_link_options(fuzz-${name} PRIVATE -fsanitize=fuzzer)
    endif()
    add_test(NAME fuzz-${name}-corpus
        COMMAND fuzz-${name} ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/corpus/${name} -runs=0)
endfunction()
