# SPDX-License-Identifier: Apache-2.0
# adm_sanitizers(target): ADM_SANITIZE is a -fsanitize list such as "address,undefined" or "thread".
set(ADM_SANITIZE "" CACHE STRING "Sanitizers, comma-separated")
option(ADM_COVERAGE "Instrument for gcov" OFF)

function(adm_sanitizers target)
    if(ADM_SANITIZE)
        set(flags -fsanitize=${ADM_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g)
        target_compile_options(${target} PRIVATE ${flags})
        target_link_options(${target} PRIVATE ${flags})
    endif()
    if(ADM_COVERAGE)
        target_compile_options(${target} PRIVATE --coverage -fprofile-update=atomic)
        target_link_options(${target} PRIVATE --coverage)
    endif()
endfunction()
