// SPDX-License-Identifier: Apache-2.0
#include "server/check_values.h"

#include <string.h>

#include "server/check_position.h"

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

// Moves on, counting lines.
static void move_to(struct adm_check_values *values, size_t to) {
    for (; values->at < to; values->at++) {
        if (values->text.data[values->at] != '\n')
            continue;
        values->line++;
        values->line_start = values->at + 1;
    }
}

static uint32_t column_of(const struct adm_check_values *values) {
    return (uint32_t)(values->at - values->line_start) + 1;
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

static bool fail_at(struct adm_check_values *values, struct adm_str decoded,
                    const struct adm_error *cause, struct adm_error *err) {
    struct adm_check_position at = {1, 1};
    const char *said = adm_check_position_read(cause->message, "line ", " column ", &at);
    move_to(values, values->at + offset_of(decoded, at.line, at.column));
    return adm_fail(err, cause->code, "%s:%u:%u: not JSON: %s", values->name, values->line + 1,
                    column_of(values), said == NULL ? cause->message : said);
}

bool adm_check_values_next(struct adm_check_values *values, struct adm_arena *arena,
                           struct adm_check_value *out, struct adm_error *err) {
    struct adm_check_value value = {0};
    move_to(values, skip_space(values->text, values->at));
    if (values->at == values->text.len) {
        *out = value;
        return true;
    }
    value.line = values->line + 1;
    value.column = column_of(values);
    size_t to = end_of_value(values->text, values->at), len = to - values->at;
    char *copy = adm_arena_array(arena, len + ADM_JSON_PADDING, 1);
    if (copy == NULL)
        return adm_fail(err, ADM_MEMORY, "%s: too large to be held; split it", values->name);
    memcpy(copy, values->text.data + values->at, len);
    struct adm_error cause = {0};
    if (!adm_json_parse(copy, len, arena, &value.root, &cause))
        return fail_at(values, (struct adm_str){copy, len}, &cause, err);
    move_to(values, to);
    *out = value;
    return true;
}
