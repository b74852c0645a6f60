// SPDX-License-Identifier: Apache-2.0
#include "validators/platform_findings.h"

#include "core/text.h"
#include "validators/platform_text.h"
#include "validators/schema/render.h"

#include <string.h>

static bool is_space(char c) { return c == ' ' || c == '\n'; }

// Several lines as one, without their indentation.
static void append_flat(struct adm_text *text, struct adm_str lines) {
    for (size_t i = 0; i < lines.len; i++) {
        if (!is_space(lines.data[i]))
            adm_text_append_char(text, lines.data[i]);
        else if (i > 0 && !is_space(lines.data[i - 1]))
            adm_text_append_char(text, ' ');
    }
}

// What one line can say of the label and the help.
static struct adm_str fix_of(const struct adm_diagnostic *diagnostic, struct adm_arena *arena) {
    struct adm_text text;
    struct adm_str fix = {0};
    adm_text_init(&text, arena);
    append_flat(&text, diagnostic->primary.text);
    if (diagnostic->primary.text.len > 0 && diagnostic->help.len > 0)
        adm_text_append_c(&text, "; ");
    append_flat(&text, diagnostic->help);
    return adm_text_finish(&text, &fix, NULL) ? fix : (struct adm_str){0};
}

// The caret form without its first line, which the finding says itself.
static struct adm_str excerpt_of(const struct adm_platform_report *report,
                                 const struct adm_diagnostic *diagnostic, struct adm_arena *arena) {
    const struct adm_render_file file = {
        .name = ADM_STR(ADM_PLATFORM_TEXT_KEY),
        .document = &report->document,
        .diagnostics = &report->diagnostics,
        .mask = &report->mask,
    };
    struct adm_text text;
    struct adm_str whole = {0};
    adm_text_init(&text, arena);
    adm_render_caret(&file, diagnostic, false, &text);
    if (!adm_text_finish(&text, &whole, NULL))
        return (struct adm_str){0};
    size_t end = whole.len;
    while (end > 0 && whole.data[end - 1] == '\n')
        end--;
    return adm_str_slice(whole, adm_str_index(whole, '\n') + 1, end);
}

static struct adm_str path_of(const struct adm_diagnostic *diagnostic, struct adm_arena *arena) {
    if (diagnostic->path.len == 0)
        return ADM_STR(ADM_PLATFORM_TEXT_PATH);
    return adm_text_format(arena, ADM_PLATFORM_TEXT_PATH ".%.*s", ADM_STR_ARGS(diagnostic->path));
}

static struct adm_finding finding_of(const struct adm_platform_report *report,
                                     const struct adm_diagnostic *diagnostic, bool in_full,
                                     struct adm_arena *arena) {
    const struct adm_position at =
        adm_yaml_tree_position(&report->document, diagnostic->primary.span.start);
    return (struct adm_finding){
        .rule = diagnostic->rule,
        .limit = diagnostic->severity == ADM_SEVERITY_ERROR ? ADM_MODE_OFF : ADM_MODE_WARN,
        .path = path_of(diagnostic, arena),
        .message = diagnostic->message,
        .fix = fix_of(diagnostic, arena),
        .line = at.line,
        .column = at.column,
        .file = ADM_STR(ADM_PLATFORM_TEXT_KEY),
        .code = adm_str_from(diagnostic->code),
        .excerpt = in_full ? excerpt_of(report, diagnostic, arena) : (struct adm_str){0},
    };
}

enum rank { WRONG, DOUBTFUL, NEW, RANKS };

// A file of version 1.3 has dozens that are merely new: they must not take the room of the others.
static enum rank rank_of(const struct adm_diagnostic *diagnostic) {
    if (diagnostic->severity == ADM_SEVERITY_ERROR)
        return WRONG;
    return strcmp(diagnostic->code, "newer-than-consumer") == 0 ? NEW : DOUBTFUL;
}

const struct adm_finding *adm_platform_findings_of(const struct adm_platform_report *report,
                                                   bool all_excerpts, struct adm_arena *arena) {
    const struct adm_diagnostics *all = &report->diagnostics;
    struct adm_finding *findings = adm_arena_array(arena, all->count + 1, sizeof *findings);
    size_t count = 0;
    if (findings == NULL || all->failed)
        return NULL;
    for (int rank = WRONG; rank < RANKS; rank++) {
        size_t before = count;
        for (size_t i = 0; i < all->count; i++) {
            if (rank_of(&all->items[i]) != (enum rank)rank)
                continue;
            bool in_full =
                count - before < ADM_DIAGNOSTICS_SHOWN_MAX && (rank == WRONG || all_excerpts);
            findings[count++] = finding_of(report, &all->items[i], in_full, arena);
        }
    }
    return findings;
}
