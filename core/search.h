// SPDX-License-Identifier: Apache-2.0
// Running a compiled PCRE2 expression with memory from an arena and a limit on the work: what both
// core/pattern and the schema's `pattern` do.
#pragma once

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "core/arena.h"

enum adm_search {
    ADM_SEARCH_NO,
    ADM_SEARCH_YES,
    ADM_SEARCH_TOO_COMPLEX, // the limit is hit, after about 2 ms: counts as no match
    ADM_SEARCH_NO_MEMORY,
};

// PCRE2's way to the arena, whose address must not change as long as it is used. NULL without
// memory.
pcre2_general_context *adm_search_memory(struct adm_arena *arena);
// Searches the text. Working memory (20 KiB to 2 MiB) comes from the arena and is given back before
// it returns.
enum adm_search adm_search_run(const pcre2_code *code, struct adm_str text,
                               struct adm_arena *arena);
