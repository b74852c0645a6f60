// SPDX-License-Identifier: Apache-2.0
// A growing list of sentences in an arena.
#pragma once

#include "core/text.h"

enum adm_explain_level {
    ADM_EXPLAIN_OK,
    ADM_EXPLAIN_NOTE,
    ADM_EXPLAIN_PROBLEM, // something asked for would not be given
};

struct adm_explain_line {
    enum adm_explain_level level;
    struct adm_str text, fix; // fix: what to do, or empty
};

struct adm_explain_lines {
    struct adm_arena *arena;
    struct adm_explain_line *list;
    size_t count, capacity;
    size_t problems;
    bool failed; // ran out of memory: lines are missing
};

void adm_explain_lines_init(struct adm_explain_lines *lines, struct adm_arena *arena);
// A text without data marks the lines as failed.
void adm_explain_lines_add(struct adm_explain_lines *lines, const struct adm_explain_line *line);
// The same with a formatted text.
#define ADM_EXPLAIN_SAY(lines, level, ...)                                                         \
    adm_explain_lines_add(                                                                         \
        (lines),                                                                                   \
        &(struct adm_explain_line){(level), adm_text_format((lines)->arena, __VA_ARGS__), {0}})
bool adm_explain_lines_has(const struct adm_explain_lines *lines, struct adm_str text);
// "ok", "note", "problem"; static storage.
const char *adm_explain_lines_level(enum adm_explain_level level);
