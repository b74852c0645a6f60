// SPDX-License-Identifier: Apache-2.0
#include "server/diff_lines.h"

void adm_diff_lines_init(struct adm_diff_lines *lines, struct adm_arena *arena) {
    *lines = (struct adm_diff_lines){.arena = arena};
}

void adm_diff_lines_add(struct adm_diff_lines *lines, char sign, struct adm_str text) {
    if (lines->count == lines->capacity) {
        size_t more = lines->capacity == 0 ? 128 : lines->capacity * 2;
        struct adm_diff_line *grown = adm_arena_grow(
            lines->arena, lines->list, lines->capacity * sizeof *grown, more * sizeof *grown);
        if (grown == NULL) {
            lines->failed = true;
            return;
        }
        lines->list = grown;
        lines->capacity = more;
    }
    lines->failed = lines->failed || text.data == NULL;
    lines->list[lines->count++] = (struct adm_diff_line){text, sign};
}

// Lines [from, to) that are shown together.
struct hunk {
    size_t from, to;
    size_t old_line, new_line; // of its first line, 1-based
    size_t old_count, new_count;
};

static size_t next_change(const struct adm_diff_lines *lines, size_t at) {
    while (at < lines->count && lines->list[at].sign == ' ')
        at++;
    return at;
}

// Changes whose context touches are one hunk.
static bool find(const struct adm_diff_lines *lines, size_t at, struct hunk *out) {
    size_t change = next_change(lines, at);
    if (change == lines->count)
        return false;
    out->from = change - at > ADM_DIFF_LINES_CONTEXT ? change - ADM_DIFF_LINES_CONTEXT : at;
    size_t last = change;
    while (change < lines->count && change - last <= (size_t)2 * ADM_DIFF_LINES_CONTEXT) {
        last = change + 1;
        change = next_change(lines, last);
    }
    out->to = last + ADM_DIFF_LINES_CONTEXT;
    if (out->to > lines->count)
        out->to = lines->count;
    return true;
}

// Moves the line numbers from the hunk before to this one, and counts its lines.
static void number(const struct adm_diff_lines *lines, size_t at, struct hunk *hunk) {
    hunk->old_line += hunk->old_count + (hunk->from - at);
    hunk->new_line += hunk->new_count + (hunk->from - at);
    hunk->old_count = hunk->new_count = 0;
    for (size_t i = hunk->from; i < hunk->to; i++) {
        hunk->old_count += lines->list[i].sign != '+';
        hunk->new_count += lines->list[i].sign != '-';
    }
}

static const char plain[] = "\033[0m", bold[] = "\033[1m", place[] = "\033[36m";

static const char *colour_of(char sign) {
    if (sign == ' ')
        return "";
    return sign == '+' ? "\033[32m" : "\033[31m";
}

static void print_line(const struct adm_diff_line *line, const struct adm_diff_lines_form *form,
                       FILE *out) {
    const char *colour = form->colour ? colour_of(line->sign) : "";
    fprintf(out, "%s%s%c%.*s%s\n", form->indent, colour, line->sign, ADM_STR_ARGS(line->text),
            colour[0] == '\0' ? "" : plain);
}

// An empty side is placed at the line before it.
static void print_hunk(const struct adm_diff_lines *lines, const struct hunk *hunk,
                       const struct adm_diff_lines_form *form, FILE *out) {
    fprintf(out, "%s%s@@ -%zu,%zu +%zu,%zu @@%s\n", form->indent, form->colour ? place : "",
            hunk->old_line - (hunk->old_count == 0), hunk->old_count,
            hunk->new_line - (hunk->new_count == 0), hunk->new_count, form->colour ? plain : "");
    for (size_t i = hunk->from; i < hunk->to; i++)
        print_line(&lines->list[i], form, out);
}

void adm_diff_lines_print(const struct adm_diff_lines *lines,
                          const struct adm_diff_lines_form *form, FILE *out) {
    struct hunk hunk = {.old_line = 1, .new_line = 1};
    const char *on = form->colour ? bold : "", *off = form->colour ? plain : "";
    for (size_t at = 0; find(lines, at, &hunk); at = hunk.to) {
        if (at == 0)
            fprintf(out, "%s%s--- %.*s%s\n%s%s+++ %.*s%s\n", form->indent, on,
                    ADM_STR_ARGS(form->before), off, form->indent, on, ADM_STR_ARGS(form->after),
                    off);
        number(lines, at, &hunk);
        print_hunk(lines, &hunk, form, out);
    }
}
