// SPDX-License-Identifier: Apache-2.0
#include "server/explain_lines.h"

void adm_explain_lines_init(struct adm_explain_lines *lines, struct adm_arena *arena) {
    *lines = (struct adm_explain_lines){.arena = arena};
}

void adm_explain_lines_add(struct adm_explain_lines *lines, const struct adm_explain_line *line) {
    if (lines->count == lines->capacity) {
        size_t more = lines->capacity == 0 ? 16 : lines->capacity * 2;
        struct adm_explain_line *grown = adm_arena_grow(
            lines->arena, lines->list, lines->capacity * sizeof *grown, more * sizeof *grown);
        if (grown == NULL) {
            lines->failed = true;
            return;
        }
        lines->list = grown;
        lines->capacity = more;
    }
    lines->failed = lines->failed || line->text.data == NULL;
    lines->problems += line->level == ADM_EXPLAIN_PROBLEM;
    lines->list[lines->count++] = *line;
}

bool adm_explain_lines_has(const struct adm_explain_lines *lines, struct adm_str text) {
    for (size_t i = 0; i < lines->count; i++)
        if (adm_str_equal(lines->list[i].text, text))
            return true;
    return false;
}

const char *adm_explain_lines_level(enum adm_explain_level level) {
    static const char *const names[] = {"ok", "note", "problem"};
    return names[level];
}
