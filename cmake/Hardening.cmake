# SPDX-License-Identifier: Apache-2.0
# adm_hardening(target): compile-time and link-time hardening.
option(ADM_HARDENING "Fortify, stack protection, control-flow protection" ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

function(adm_hardening target)
    if(NOT ADM_HARDENING)
        return()
    endif()
    if(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
        target_compile_options(${target} PRIVATE -mbranch-protection=standard)
    else()
        target_compile_options(${target} PRIVATE -fcf-protection=full)
    endif()
    target_compile_options(${target} PRIVATE
        $<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE> $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=3>
        -fstack-protector-strong -fstack-clash-protection -ftrivial-auto-var-init=zero
        -fno-strict-overflow -fPIE)
    if(CMAKE_C_COMPILER_ID STREQUAL "Clang" AND CMAKE_C_COMPILER_VERSION VERSION_LESS 16)
        target_compile_options(${target} PRIVATE
            -enable-trivial-auto-var-init-zero-knowing-it-will-be-removed-from-clang)
    endif()
    get_target_property(kind ${target} TYPE)
    if(kind STREQUAL "EXECUTABLE")
        target_link_options(${target} PRIVATE -pie -Wl,-z,relro,-z,now,-z,noexecstack)
    endif()
endfunction()
