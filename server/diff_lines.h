// SPDX-License-Identifier: Apache-2.0
// Signed lines, and the unified diff (POSIX diff -u) that they make.
#pragma once

#include <stdio.h>

#include "core/arena.h"
#include "core/error.h"

// Lines around a change.
#define ADM_DIFF_LINES_CONTEXT 3

struct adm_diff_line {
    struct adm_str text;
    char sign; // ' ', '-' or '+'
};

// Everything lives in the arena.
struct adm_diff_lines {
    struct adm_arena *arena;
    struct adm_diff_line *list;
    size_t count, capacity;
    bool failed; // ran out of memory: lines are missing
};

void adm_diff_lines_init(struct adm_diff_lines *lines, struct adm_arena *arena);
// A text without data marks the lines as failed.
void adm_diff_lines_add(struct adm_diff_lines *lines, char sign, struct adm_str text);

struct adm_diff_lines_form {
    const char *indent;           // before each line
    struct adm_str before, after; // what the two headers name
    bool colour;
};

// Prints the headers and the hunks; nothing when no line has a sign.
void adm_diff_lines_print(const struct adm_diff_lines *lines,
                          const struct adm_diff_lines_form *form, FILE *out);
