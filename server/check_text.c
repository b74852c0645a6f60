// SPDX-License-Identifier: Apache-2.0
#include "server/check_text.h"

#include <string.h>

#include "server/check_place.h"
#include "server/diff_shown.h"

enum { LINE_RUNES = 1024, NAME_RUNES = 253, EXCERPT_BYTES = 64 * 1024 };

static const char red[] = "\033[1;31m", yellow[] = "\033[1;33m", plain[] = "\033[0m";

// Names come from a file that may be hostile to terminals.
static struct adm_str shown(struct adm_str s, struct adm_arena *arena) {
    return adm_verdict_one_line(s, NAME_RUNES, arena);
}

static void print_place(FILE *out, const struct adm_check_origin *origin,
                        const struct adm_check_result *result, struct adm_check_place place,
                        struct adm_arena *arena) {
    struct adm_str file = adm_verdict_one_line(adm_str_from(origin->file), LINE_RUNES, arena);
    fprintf(out, "%.*s:%u:%u: ", ADM_STR_ARGS(file), place.line > 0 ? place.line : result->line,
            place.line > 0 ? place.column : result->column);
}

// "Secret team-a/db", "Namespace team-a".
static struct adm_str name_of(const struct adm_check_result *result, struct adm_arena *arena) {
    struct adm_str kind = shown(result->kind, arena), name = shown(result->name, arena);
    struct adm_str namespace = shown(result->namespace, arena);
    return adm_text_format(arena, "%.*s %.*s%s%.*s", ADM_STR_ARGS(kind), ADM_STR_ARGS(namespace),
                           namespace.len > 0 ? "/" : "", ADM_STR_ARGS(name));
}

static void print_object(FILE *out, const struct adm_check_result *result,
                         struct adm_arena *arena) {
    struct adm_str name = name_of(result, arena);
    fwrite(name.data, 1, name.len, out);
}

// The finding's words: in one line, or a line and the excerpt under it. `*excerpt` is the latter.
static struct adm_str words_of(const struct adm_finding *finding, struct adm_str *excerpt,
                               struct adm_arena *arena) {
    *excerpt = adm_verdict_excerpt(finding, "    ", EXCERPT_BYTES, arena);
    struct adm_str line =
        excerpt->len > 0 ? adm_verdict_head(finding, arena) : adm_verdict_line(finding, arena);
    return adm_verdict_one_line(line, LINE_RUNES, arena);
}

static void print_block(const struct adm_check_report *report, const struct adm_finding *finding,
                        const struct adm_check_result *result, struct adm_arena *arena) {
    bool denied = finding->mode == ADM_MODE_ENFORCE;
    struct adm_str excerpt = {0};
    struct adm_str line = words_of(finding, &excerpt, arena);
    size_t rule = adm_str_index(line, ' ');
    fprintf(report->out, "%s%.*s%s%.*s\n%.*s%s    %s: ",
            !report->colour ? ""
            : denied        ? red
                            : yellow,
            ADM_STR_ARGS(adm_str_slice(line, 0, rule)), report->colour ? plain : "",
            ADM_STR_ARGS(adm_str_slice(line, rule, line.len)), ADM_STR_ARGS(excerpt),
            excerpt.len > 0 ? "\n" : "", denied ? "denied" : "warning");
    print_object(report->out, result, arena);
    fputc('\n', report->out);
}

static void print_patch(struct adm_check_report *report, const struct adm_check_origin *origin,
                        const struct adm_check_result *result, struct adm_arena *arena) {
    print_place(report->out, origin, result, (struct adm_check_place){0}, arena);
    fputs("patch of ", report->out);
    print_object(report->out, result, arena);
    fputs(":\n", report->out);
    const struct adm_json *patch = NULL;
    if (!adm_json_parse_copy(result->patch, arena, &patch, NULL))
        return;
    struct adm_json_iter it = adm_json_iter(patch);
    while (adm_json_next(&it)) {
        struct adm_text text;
        struct adm_writer w;
        adm_text_init(&text, arena);
        adm_writer_init(&w, &text);
        adm_writer_tree(&w, it.value);
        fprintf(report->out, "    %.*s\n", ADM_STR_ARGS(adm_text_str(&text)));
    }
    fputs("    and what it becomes, where " ADM_DIFF_SHOWN_HIDDEN " is hidden:\n", report->out);
    if (!adm_check_mutate_print(result->mutated, name_of(result, arena), report->colour,
                                report->out))
        report->incomplete = true;
}

struct placed {
    const struct adm_finding *finding;
    struct adm_check_place place;
};

static bool is_after(struct adm_check_place a, struct adm_check_place b) {
    return a.line > b.line || (a.line == b.line && a.column > b.column);
}

// Stable: findings of one place stay as they were found.
static void sort(struct placed *list, size_t count) {
    for (size_t i = 1; i < count; i++) {
        struct placed moved = list[i];
        size_t at = i;
        for (; at > 0 && is_after(list[at - 1].place, moved.place); at--)
            list[at] = list[at - 1];
        list[at] = moved;
    }
}

// The strictest ones that are shown, in the order of the file; `*left` is how many more there are.
static size_t choose(const struct adm_check_result *result, struct placed *out, size_t *left) {
    size_t count = 0;
    *left = 0;
    for (size_t i = 0; i < result->finding_count; i++) {
        const struct adm_finding *finding = &result->findings[i];
        if (finding->mode < ADM_MODE_WARN)
            continue;
        if (count == ADM_CHECK_FINDINGS_MAX)
            ++*left;
        else
            out[count++] =
                (struct placed){finding, adm_check_place_of(result->yaml, finding->path)};
    }
    sort(out, count);
    return count;
}

// A denial without a finding: the object did not fit into memory.
static void print_bare(const struct adm_check_report *report, const struct adm_check_origin *origin,
                       const struct adm_check_result *result, struct adm_arena *arena) {
    print_place(report->out, origin, result, (struct adm_check_place){0}, arena);
    fprintf(report->out, "%.*s\n    denied: ", ADM_STR_ARGS(result->message));
    print_object(report->out, result, arena);
    fputc('\n', report->out);
}

void adm_check_text_result(struct adm_check_report *report, const struct adm_check_origin *origin,
                           const struct adm_check_result *result, struct adm_arena *arena) {
    struct placed list[ADM_CHECK_FINDINGS_MAX];
    size_t left = 0;
    size_t count = choose(result, list, &left);
    for (size_t i = 0; i < count; i++) {
        print_place(report->out, origin, result, list[i].place, arena);
        print_block(report, list[i].finding, result, arena);
    }
    if (left > 0)
        fprintf(report->out, "    … and %zu more\n", left);
    if (result->decision == ADM_DECISION_DENY && result->finding_count == 0)
        print_bare(report, origin, result, arena);
    if (report->shows_patches && result->mutated != NULL)
        print_patch(report, origin, result, arena);
}

// "file:line:column: …" at the start of a line is what editors find.
void adm_check_text_error(const struct adm_check_report *report, const char *file,
                          const char *message) {
    if (file[0] == '\0' || strncmp(message, file, strlen(file)) != 0)
        fprintf(report->problems, "floe-admission %s: ", report->judge->options->verb);
    for (const char *c = message; *c != '\0'; c++)
        fputc((unsigned char)*c < ' ' || *c == '\x7f' ? ' ' : *c, report->problems);
    fputc('\n', report->problems);
}

void adm_check_text_sum(const struct adm_check_report *report) {
    fprintf(report->out, "%zu object%s, %zu denied, %zu warned", report->objects,
            report->objects == 1 ? "" : "s", report->denied, report->warned);
    if (report->errors > 0)
        fprintf(report->out, ", %zu unusable", report->errors);
    fputc('\n', report->out);
}
