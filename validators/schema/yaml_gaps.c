// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/yaml_gaps.h"

#include <string.h>

#include "validators/schema/yaml_refuse.h"
#include "validators/schema/yaml_scan.h"

bool adm_yaml_gaps_add(struct adm_yaml_gaps *gaps, struct adm_arena *arena,
                       struct adm_yaml_scalar_span scalar) {
    if (gaps->count == gaps->capacity) {
        size_t capacity = gaps->capacity == 0 ? 64 : gaps->capacity * 2;
        struct adm_yaml_scalar_span *grown = adm_arena_grow(
            arena, gaps->items, gaps->capacity * sizeof *grown, capacity * sizeof *grown);
        if (grown == NULL)
            return false;
        gaps->items = grown;
        gaps->capacity = capacity;
    }
    gaps->items[gaps->count++] = scalar;
    return true;
}

struct check {
    struct adm_str text;
    struct adm_diagnostics *found;
    bool tab_told; // on this line
    bool separator_found;
};

static bool is_break(char c) { return c == '\n' || c == '\r'; }

static void refuse_separator(struct check *check, uint32_t at, size_t len) {
    adm_yaml_refuse_at(check->found, ADM_YAML_SEPARATOR, (struct adm_span){at, at + (uint32_t)len});
    check->separator_found = true;
}

// Between scalars every # begins a comment: nothing else that stands there can hold one.
static void check_bytes(struct check *check, struct adm_span span, bool comments) {
    bool comment = false;
    for (uint32_t i = span.start; i < span.end; i++) {
        char c = check->text.data[i];
        size_t separator = adm_yaml_scan_separator(check->text, i);
        if (is_break(c))
            comment = check->tab_told = false;
        else if (c == '#' && comments)
            comment = true;
        else if (c == '\t' && !comment && !check->tab_told) {
            adm_yaml_refuse_at(check->found, ADM_YAML_TAB, (struct adm_span){i, i + 1});
            check->tab_told = true;
        } else if (separator > 0)
            refuse_separator(check, i, separator);
    }
}

// Tabs are text after the line of the header, which is judged like a gap.
static void check_block(struct check *check, struct adm_span span) {
    uint32_t body = span.start;
    while (body < span.end && !is_break(check->text.data[body]))
        body++;
    check_bytes(check, (struct adm_span){span.start, body}, true);
    for (uint32_t i = body; i < span.end; i++) {
        size_t separator = adm_yaml_scan_separator(check->text, i);
        if (separator > 0)
            refuse_separator(check, i, separator);
    }
    check->tab_told = false;
}

bool adm_yaml_gaps_check(const struct adm_yaml_gaps *gaps, struct adm_str text, uint32_t end,
                         struct adm_diagnostics *found) {
    struct check check = {.text = text, .found = found};
    uint32_t at = 0;
    for (size_t i = 0; i < gaps->count && found->dropped == 0; i++) {
        const struct adm_yaml_scalar_span *scalar = &gaps->items[i];
        check_bytes(&check, (struct adm_span){at, scalar->span.start}, true);
        if (scalar->style == ADM_YAML_PLAIN)
            check_bytes(&check, scalar->span, false);
        if (scalar->style == ADM_YAML_BLOCK)
            check_block(&check, scalar->span);
        at = scalar->span.end;
    }
    if (found->dropped == 0)
        check_bytes(&check, (struct adm_span){at, end}, true);
    return check.separator_found;
}

// Whether a quote there begins a scalar, and is no apostrophe.
static bool opens(struct adm_str text, struct adm_span part, uint32_t at) {
    bool quote = text.data[at] == '"' || text.data[at] == '\'';
    return quote && (at == part.start || strchr(" \t\r\n[{,:", text.data[at - 1]) != NULL);
}

// The quote that closes what is opened at `at`, or the part's end.
static uint32_t find_close(struct adm_str text, struct adm_span part, uint32_t at) {
    char quote = text.data[at];
    for (at++; at < part.end && text.data[at] != quote; at++)
        if (quote == '"' && text.data[at] == '\\')
            at++;
    return at;
}

bool adm_yaml_gaps_check_unread(struct adm_str text, struct adm_span part,
                                struct adm_diagnostics *found) {
    struct check check = {.text = text, .found = found};
    for (uint32_t i = part.start; i < part.end && found->dropped == 0; i++) {
        size_t separator = adm_yaml_scan_separator(text, i);
        if (separator > 0)
            refuse_separator(&check, i, separator);
        else if (opens(text, part, i))
            i = find_close(text, part, i);
    }
    return check.separator_found;
}
