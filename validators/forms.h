// SPDX-License-Identifier: Apache-2.0
// A text in the forms in which a value may stand in it: without white space, so that wrapping,
// indenting and line ends make no difference; with JSON's escapes undone; with %XX undone as well.
#pragma once

#include "core/arena.h"
#include "core/error.h"

enum { ADM_FORMS_MAX = 3 };

struct adm_forms {
    struct adm_str texts[ADM_FORMS_MAX]; // in the arena, none longer than the text
    size_t count;
};

// Only the forms that differ; linear. ADM_MEMORY when the arena is exhausted.
ADM_CHECKED bool adm_forms_of(struct adm_str text, struct adm_arena *arena, struct adm_forms *out,
                              struct adm_error *err);
// The text without white space. ADM_MEMORY.
ADM_CHECKED bool adm_forms_strip(struct adm_str text, struct adm_arena *arena, struct adm_str *out,
                                 struct adm_error *err);
