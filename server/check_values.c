// SPDX-License-Identifier: Apache-2.0
#include "server/check_values.h"

#include <stdio.h>
#include <string.h>

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static size_t skip_space(struct adm_str text, size_t at) {
    while (at < text.len && is_space(text.data[at]))
        at++;
    return at;
}

bool adm_check_values_begin(struct adm_str text) {
    size_t at = skip_space(text, 0);
    return at < text.len && text.data[at] == '{';
}

static size_t end_of_string(struct adm_str text, size_t at) {
    for (at++; at < text.len && text.data[at] != '"'; at++)
        at += text.data[at] == '\\';
    return at;
}

// Where the value that begins at `at` ends; the end of the text when its brackets do not close.
// What is between the brackets is the reader's business.
static size_t end_of_value(struct adm_str text, size_t at) {
    size_t depth = 0;
    for (; at < text.len; at++) {
        char c = text.data[at];
        if (c == '"')
            at = end_of_string(text, at);
        depth += c == '{' || c == '[';
        if ((c == '}' || c == ']') && (depth == 0 || --depth == 0))
            return at + 1;
    }
    return text.len;
}

void adm_check_values_position(struct adm_str text, size_t offset, uint32_t *line,
                               uint32_t *column) {
    size_t start = 0, lines = 1;
    for (size_t i = 0; i < offset && i < text.len; i++) {
        if (text.data[i] != '\n')
            continue;
        lines++;
        start = i + 1;
    }
    *line = (uint32_t)lines;
    *column = (uint32_t)(offset - start) + 1;
}

// The offset of a line and column in what the reader made of the text: it decodes in place, which
// keeps offsets and moves line breaks.
static size_t offset_of(struct adm_str decoded, size_t line, size_t column) {
    size_t at = 0;
    while (line > 1 && at < decoded.len)
        line -= decoded.data[at++] == '\n';
    at += column - 1;
    return at < decoded.len ? at : decoded.len;
}

static bool fail_at(const struct adm_check_values *values, struct adm_str decoded, size_t from,
                    const struct adm_error *cause, struct adm_error *err) {
    size_t line = 1, column = 1;
    int said = 0;
    uint32_t file_line = 0, file_column = 0;
    if (sscanf(cause->message, "line %zu column %zu: %n", &line, &column, &said) != 2)
        said = 0;
    adm_check_values_position(values->text, from + offset_of(decoded, line, column), &file_line,
                              &file_column);
    return adm_fail(err, cause->code, "%s:%u:%u: not JSON: %s", values->name, file_line,
                    file_column, cause->message + said);
}

bool adm_check_values_next(struct adm_check_values *values, struct adm_arena *arena,
                           const struct adm_json **out, size_t *offset, struct adm_error *err) {
    size_t from = skip_space(values->text, values->at);
    size_t to = end_of_value(values->text, from);
    *out = NULL;
    *offset = from;
    if (from == values->text.len)
        return true;
    size_t len = to - from;
    char *copy = adm_arena_array(arena, len + ADM_JSON_PADDING, 1);
    if (copy == NULL)
        return adm_fail(err, ADM_MEMORY, "%s: too large to be held; split it", values->name);
    memcpy(copy, values->text.data + from, len);
    struct adm_error cause = {0};
    if (!adm_json_parse(copy, len, arena, out, &cause))
        return fail_at(values, (struct adm_str){copy, len}, from, &cause, err);
    values->at = to;
    return true;
}
