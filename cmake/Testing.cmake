# SPDX-License-Identifier: Apache-2.0
# adm_unit_tests(folder deps...): one Criterion program from tests/unit/<folder>/*.c; none without them.
# validators/schema becomes unit-validators-schema.
# adm_fuzzer(name deps...): tests/fuzz/<name>_fuzz.c; a libFuzzer program under the fuzz preset,
# elsewhere one that runs the files named on its command line (the corpus as a regression test).
option(ADM_FUZZ "Build the fuzzers with libFuzzer (clang)" OFF)
add_custom_target(fuzzers)

function(adm_unit_tests folder)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/unit/${folder}/*.c)
    if(NOT sources)
        return()
    endif()
    string(REPLACE "/" "-" program unit-${folder})
    add_executable(${program} ${sources})
    target_link_libraries(${program} PRIVATE ${ARGN})
    if(ADM_SANITIZE MATCHES "thread")
        # Criterion does not start under ThreadSanitizer: a stand-in runs the same tests.
        target_sources(${program} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/plain/main.c)
        target_include_directories(${program} SYSTEM BEFORE PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/plain)
    else()
        target_link_libraries(${program} PRIVATE PkgConfig::CRITERION)
    endif()
    target_compile_definitions(${program} PRIVATE
        ADM_FIXTURES="${CMAKE_SOURCE_DIR}/tests/fixtures" ADM_ROOT="${CMAKE_SOURCE_DIR}")
    adm_flags(${program})
    add_test(NAME ${program} COMMAND ${program} --jobs 2)
    # Criterion forgets the exit code of a test that has already passed, and a leak is found only
    # then: aborting makes it count, and any report in the output fails the run all the same.
    set_tests_properties(${program} PROPERTIES
        ENVIRONMENT "ASAN_OPTIONS=detect_leaks=1:abort_on_error=1"
        FAIL_REGULAR_EXPRESSION "(Address|Leak|Memory|Thread)Sanitizer: ;runtime error: ")
endfunction()

function(adm_fuzzer name)
    add_executable(fuzz-${name} fuzz/${name}_fuzz.c)
    target_link_libraries(fuzz-${name} PRIVATE ${ARGN})
    adm_flags(fuzz-${name})
    if(ADM_FUZZ)
        target_link_options(fuzz-${name} PRIVATE -fsanitize=fuzzer)
    else()
        target_sources(fuzz-${name} PRIVATE fuzz/replay.c)
    endif()
    add_dependencies(fuzzers fuzz-${name})
    add_test(NAME fuzz-${name}-corpus
        COMMAND fuzz-${name} ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/corpus/${name} -runs=0)
endfunction()
