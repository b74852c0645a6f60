// SPDX-License-Identifier: Apache-2.0
#include "core/json.h"

#include <stdlib.h>
#include <string.h>

#include "core/json_keys.h"
#include "core/json_number.h"
#include "core/json_string.h"

static const size_t text_max = 1U << 30U;

struct reader {
    char *start, *at, *end;
    struct adm_arena *arena;
    struct adm_error *err;
    struct adm_json *nodes;
    uint32_t count, capacity;
    uint32_t open[ADM_JSON_DEPTH_MAX]; // indices of the open containers
    size_t depth;
};

static bool fail_at(struct reader *r, const char *at, enum adm_code code, const char *what) {
    size_t line = 1;
    const char *line_start = r->start;
    for (const char *p = r->start; p < at; p++) {
        if (*p == '\n') {
            line++;
            line_start = p + 1;
        }
    }
    return adm_fail(r->err, code, "line %zu column %zu: %s", line, (size_t)(at - line_start) + 1,
                    what);
}

static bool fail_here(struct reader *r, const char *what) {
    const char *said = r->at >= r->end ? "the text ends too early" : what;
    return fail_at(r, r->at, ADM_SYNTAX, said);
}

static bool fail_memory(struct reader *r) {
    return adm_fail(r->err, ADM_MEMORY, "the JSON text needs more memory than is allowed");
}

static bool grow(struct reader *r) {
    uint32_t capacity =
        r->capacity == 0 ? (uint32_t)((r->end - r->start) / 24) + 16 : r->capacity * 2;
    struct adm_json *nodes =
        adm_arena_grow(r->arena, r->nodes, r->capacity * sizeof *nodes, capacity * sizeof *nodes);
    if (nodes == NULL)
        return fail_memory(r);
    r->nodes = nodes;
    r->capacity = capacity;
    return true;
}

static bool add_node(struct reader *r, enum adm_json_type type, const char *data, size_t len) {
    if (r->count == r->capacity)
        ADM_TRY(grow(r));
    r->nodes[r->count++] =
        (struct adm_json){.data = data, .len = (uint32_t)len, .span = 1, .type = type};
    return true;
}

static void skip_space(struct reader *r) {
    while (*r->at == ' ' || *r->at == '\n' || *r->at == '\r' || *r->at == '\t')
        r->at++;
}

static bool read_string(struct reader *r) {
    struct adm_str text = {0};
    char *after = adm_json_string_read(r->at + 1, &text);
    if (after == NULL) {
        r->at = r->start + (text.data - r->start);
        return fail_here(r, "a string holds a control character, a bad escape or bad UTF-8");
    }
    r->at = after;
    return add_node(r, ADM_JSON_STRING, text.data, text.len);
}

static bool read_word(struct reader *r, const char *word, enum adm_json_type type) {
    size_t len = strlen(word);
    if (strncmp(r->at, word, len) != 0)
        return fail_here(r, "a value is expected");
    r->at += len;
    return add_node(r, type, r->at - len, len);
}

static bool read_number(struct reader *r) {
    char *from = r->at;
    return adm_json_number_end(from, &r->at)
               ? add_node(r, ADM_JSON_NUMBER, from, (size_t)(r->at - from))
               : fail_here(r, "a number is malformed");
}

static bool read_key(struct reader *r) {
    if (*r->at != '"')
        return fail_here(r, "a key in quotes is expected");
    ADM_TRY(read_string(r));
    skip_space(r);
    if (*r->at != ':')
        return fail_here(r, "`:` is expected after a key");
    r->at++;
    skip_space(r);
    return true;
}

static struct adm_json *top(struct reader *r) { return &r->nodes[r->open[r->depth - 1]]; }

static bool close_container(struct reader *r) {
    struct adm_json *container = top(r);
    container->span = r->count - r->open[r->depth - 1];
    r->at++;
    r->depth--;
    bool distinct = true;
    if (container->type == ADM_JSON_OBJECT &&
        !adm_json_keys_are_distinct(container, r->arena, &distinct))
        return fail_memory(r);
    return distinct ||
           fail_at(r, r->at - 1, ADM_SYNTAX, "the object that ends here has a key twice");
}

static char closer(const struct adm_json *container) {
    return container->type == ADM_JSON_OBJECT ? '}' : ']';
}

// After an opening bracket: `*ended` when it closes at once, else the first key is read.
static bool open_container(struct reader *r, bool *ended) {
    if (r->depth == ADM_JSON_DEPTH_MAX)
        return fail_at(r, r->at, ADM_LIMIT, "nested deeper than 64 levels");
    ADM_TRY(add_node(r, *r->at == '{' ? ADM_JSON_OBJECT : ADM_JSON_ARRAY, NULL, 0));
    r->open[r->depth++] = r->count - 1;
    r->at++;
    skip_space(r);
    *ended = *r->at == closer(top(r));
    if (*ended)
        return close_container(r);
    top(r)->count = 1;
    return top(r)->type != ADM_JSON_OBJECT || read_key(r);
}

static bool read_scalar(struct reader *r) {
    char c = *r->at;
    if (c == '"')
        return read_string(r);
    if (c == 't')
        return read_word(r, "true", ADM_JSON_BOOL);
    if (c == 'f')
        return read_word(r, "false", ADM_JSON_BOOL);
    if (c == 'n')
        return read_word(r, "null", ADM_JSON_NULL);
    if (c == '-' || (c >= '0' && c <= '9'))
        return read_number(r);
    return fail_here(r, "a value is expected");
}

// After a value: closes what ends here, up to a comma (then the next value is read).
static bool read_separators(struct reader *r) {
    for (skip_space(r); r->depth > 0; skip_space(r)) {
        struct adm_json *container = top(r);
        if (*r->at == ',') {
            r->at++;
            skip_space(r);
            container->count++;
            return container->type != ADM_JSON_OBJECT || read_key(r);
        }
        if (*r->at != closer(container))
            return fail_here(r, "`,` or the end of the container is expected");
        ADM_TRY(close_container(r));
    }
    return true;
}

static bool read_document(struct reader *r) {
    skip_space(r);
    do {
        bool ended = true;
        if (*r->at == '{' || *r->at == '[')
            ADM_TRY(open_container(r, &ended));
        else
            ADM_TRY(read_scalar(r));
        if (ended)
            ADM_TRY(read_separators(r));
    } while (r->depth > 0);
    return r->at == r->end || fail_here(r, "text follows the value");
}

// NOLINTNEXTLINE(readability-non-const-parameter): strings are decoded in place
bool adm_json_parse(char *text, size_t len, struct adm_arena *arena, const struct adm_json **out,
                    struct adm_error *err) {
    if (len >= text_max)
        return adm_fail(err, ADM_LIMIT, "the JSON text is longer than 1 GiB");
    struct reader r = {.start = text, .at = text, .end = text + len, .arena = arena, .err = err};
    ADM_TRY(read_document(&r));
    *out = r.nodes;
    return true;
}

bool adm_json_parse_copy(struct adm_str text, struct adm_arena *arena, const struct adm_json **out,
                         struct adm_error *err) {
    char *copy = text.len >= text_max ? NULL : adm_arena_alloc(arena, text.len + ADM_JSON_PADDING);
    if (copy == NULL)
        return adm_fail(err, ADM_MEMORY, "the JSON text needs more memory than is allowed");
    if (text.len > 0)
        memcpy(copy, text.data, text.len);
    memset(copy + text.len, 0, ADM_JSON_PADDING);
    return adm_json_parse(copy, text.len, arena, out, err);
}
