# SPDX-License-Identifier: Apache-2.0
# adm_warnings(target): the warnings of the style; -Werror comes from the presets (ADM_WERROR).
option(ADM_WERROR "Treat warnings as errors" OFF)
option(ADM_ANALYZER "Run gcc -fanalyzer" OFF)

function(adm_warnings target)
    target_compile_options(${target} PRIVATE
        -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes
        -Wmissing-prototypes -Wvla -Wformat=2 -Wundef -Wcast-qual -Wwrite-strings
        -Wnull-dereference -Wswitch-enum
        $<$<BOOL:${ADM_WERROR}>:-Werror>
        $<$<BOOL:${ADM_ANALYZER}>:-fanalyzer>)
endfunction()
