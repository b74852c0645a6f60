// SPDX-License-Identifier: Apache-2.0
// Streams that somebody thought about: each is read or refused within the memory of one request,
// and the runner's time limit holds for all together.
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "manifest_reading.h"

#define MIB ((size_t)1024 * 1024)

// A text made of a head, a piece many times and a tail; `@` in the piece is a number that counts.
struct stream {
    char *data;
    size_t len, capacity;
};

static void append(struct stream *s, const char *text, size_t len) {
    if (s->capacity - s->len < len) {
        s->capacity = (s->capacity + len) * 2;
        s->data = realloc(s->data, s->capacity);
        cr_assert_not_null(s->data);
    }
    if (len > 0)
        memcpy(s->data + s->len, text, len);
    s->len += len;
}

static void append_text(struct stream *s, const char *text) { append(s, text, strlen(text)); }

static void append_counted(struct stream *s, const char *piece, size_t number) {
    char digits[24];
    for (; *piece != '\0'; piece++) {
        if (*piece != '@') {
            append(s, piece, 1);
            continue;
        }
        snprintf(digits, sizeof digits, "%zu", number);
        append_text(s, digits);
    }
}

struct hostile {
    const char *name, *head, *piece;
    size_t times;
    const char *tail;
    enum adm_code code; // ADM_OK: it is read
    const char *said;   // within the message
};

static const struct hostile rows[] = {
    {"documents", "", "a: 1\n---\n", 100000, "", ADM_LIMIT, "10000 documents"},
    {"documents of nothing", "", "---\n", 1000000, "a: 1\n", ADM_OK, ""},
    {"comments", "", "# c\n---\n", 9000, "", ADM_OK, ""},
    {"documents behind documents", "", "a: 1\n...\n", 100000, "", ADM_OK, ""},
    {"items", "items:\n", "- a: 1\n", 20000, "", ADM_LIMIT, "10000 documents"},
    {"lists of lists", "", "{items: [", 31, "", ADM_SYNTAX, "line 1"},
    {"brackets", "a: ", "[", 200000, "", ADM_LIMIT, "deeper than 64"},
    {"braces", "", "{a: ", 200000, "", ADM_LIMIT, "deeper than 64"},
    {"json", "", "{\"a\":", 200000, "", ADM_LIMIT, "deeper than 64"},
    {"dashes", "", "- ", 200000, "a", ADM_LIMIT, "deeper than 64"},
    {"values", "a: [", "a,", 2100000, "a]\n", ADM_LIMIT, "2000000 values"},
    {"values in lines", "a:\n", "- 1\n", 2100000, "", ADM_LIMIT, "2000000 values"},
    {"a long line", "a: ", "0123456789", MIB, "\n", ADM_OK, ""},
    {"a long line in quotes", "a: \"", "\\t23456789", MIB, "\"\n", ADM_OK, ""},
    {"a long line of words", "a: ", "word word ", MIB, "\n", ADM_OK, ""},
    {"a long key", "", "0123456789", MIB, ": a\n", ADM_SYNTAX, "line 1 column"},
    {"a long text", "a: |\n", "  0123456789\n", MIB, "", ADM_OK, ""},
    {"a text of empty lines", "a: |\n", "\n", MIB, "", ADM_OK, ""},
    {"texts before empty lines", "", "a@: b\n\n\n\n\n\n\n\n\n", 100000, "", ADM_OK, ""},
    {"a plain text over lines", "a: b\n", "  c\n\n", MIB, "", ADM_OK, ""},
    {"open quotes", "", "a: 'b\n---\n", 10000, "", ADM_SYNTAX, "line "},
    {"one key", "", "a: 1\n", 100000, "", ADM_OK, ""},
    {"one judged key", "", "kind: A\n", 100000, "", ADM_LIMIT, "more than 16 times"},
    {"many keys", "", "k@: 1\n", 300000, "", ADM_OK, ""},
    {"keys alike in pairs", "a:\n", "  k@: 1\n  k@: 2\n", 150000, "", ADM_OK, ""},
    {"anchors", "", "- &a@ b\n", 100000, "", ADM_LIMIT, "1000 anchors"},
    {"one anchor", "", "- &a b\n", 100000, "", ADM_LIMIT, "1000 anchors"},
    {"aliases", "a: &a b\nc:\n", "- *a\n", 100000, "", ADM_LIMIT, "aliases"},
    {"directives", "", "%TAG !a! tag:x,y:\n", 100000, "---\na: 1\n", ADM_LIMIT, "%TAG"},
    {"directives without a document", "%YAML 1.1\n", "# c\n", 10, "a: 1\n", ADM_SYNTAX, "line 12"},
    {"tags", "", "- !!str a\n", 200000, "", ADM_OK, ""},
    {"tabs", "a:\n", "\tb: 1\n", 100000, "", ADM_SYNTAX, "line 2 column 1"},
    {"carriage returns", "", "a@: 1\r\n", 100000, "", ADM_OK, ""},
    {"byte order marks", "a: b", "\xEF\xBB\xBF", 100000, "\n", ADM_OK, ""},
    {"bytes", "a: ", "\xFF", 100000, "", ADM_SYNTAX, "line 1 column 4"},
    {"comments in one place", "a: 1 ", "#", 10 * MIB, "\n", ADM_OK, ""},
    {"comments of lines", "", "a@: 1 # c\n", 300000, "", ADM_OK, ""},
    {"unfinished json", "", "{\"a\":1}", 300000, "", ADM_LIMIT, "10000 documents"},
    {"indentation", "a:\n", "   ", 3 * MIB, "b", ADM_OK, ""},
    {"size", "", "# 0123456789012345678901234567\n", 2 * MIB, "", ADM_LIMIT, "32 MiB"},
};

static void check_row(const struct hostile *row) {
    struct stream s = {0};
    struct reading r;
    append_text(&s, row->head);
    for (size_t i = 0; i < row->times; i++)
        append_counted(&s, row->piece, i);
    append_text(&s, row->tail);
    reading_init(&r, (struct adm_str){s.data, s.len});
    cr_expect_eq(r.err.code, row->code, "%s: %d %s", row->name, r.err.code, r.err.message);
    cr_expect(row->code == ADM_OK ? r.read : strstr(r.err.message, row->said) != NULL, "%s: %s",
              row->name, r.err.message);
    adm_arena_destroy(&r.arena);
    free(s.data);
}

Test(manifest_hostile, is_read_or_refused, .timeout = 300) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
}

static void check_built(struct stream *s, enum adm_code code, const char *said) {
    struct reading r;
    reading_init(&r, (struct adm_str){s->data, s->len});
    cr_expect_eq(r.err.code, code, "%d %s", r.err.code, r.err.message);
    cr_expect(strstr(r.err.message, said) != NULL, "%s", r.err.message);
    adm_arena_destroy(&r.arena);
    free(s->data);
}

Test(manifest_hostile, bounds_what_aliases_make) {
    struct stream s = {0};
    append_text(&s, "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (size_t i = 1; i < 20; i++) {
        append_counted(&s, "a@: &a@ [", i);
        for (size_t k = 0; k < 10; k++)
            append_counted(&s, k == 0 ? "*a@" : ", *a@", i - 1);
        append_text(&s, "]\n");
    }
    check_built(&s, ADM_LIMIT, "aliases expand");
}

Test(manifest_hostile, bounds_what_merges_make) {
    struct stream s = {0};
    append_text(&s, "a0: &a0 {");
    for (size_t i = 0; i < 1000; i++)
        append_counted(&s, "k@: 1, ", i);
    append_text(&s, "}\n");
    for (size_t i = 1; i < 900; i++) {
        append_counted(&s, "a@: {<<: [*a0, {b: 1}], c: 1}\n", i);
    }
    check_built(&s, ADM_LIMIT, "aliases expand");
}

// Each map around has a key twice, so each moves all that is in it.
Test(manifest_hostile, bounds_what_nested_duplicates_move) {
    struct stream s = {0};
    for (size_t i = 0; i < 60; i++) {
        for (size_t k = 0; k < i; k++)
            append(&s, " ", 1);
        append_text(&s, "a:\n");
    }
    for (size_t i = 0; i < 300000; i++)
        append_text(&s, "                                                            - 1\n");
    for (size_t i = 60; i > 0; i--) {
        for (size_t k = 0; k + 1 < i; k++)
            append(&s, " ", 1);
        append_text(&s, "a: 2\n");
    }
    check_built(&s, ADM_LIMIT, "duplicate or merge keys");
}

Test(manifest_hostile, names_nul_bytes) {
    struct reading r;
    reading_init(&r, ADM_STR("a: 1\nb: x\0y\n"));
    cr_expect_not(r.read);
    cr_expect_str_eq(r.err.message, "line 2 column 5: a NUL byte; remove it");
    adm_arena_destroy(&r.arena);
}

// Whatever an allocation is refused for, it is said so.
Test(manifest_hostile, says_when_memory_ends) {
    static const char text[] =
        "a: &x {b: 'c\n  d', b: 1}\ne: *x\n---\nitems: [{f: !!binary aGk=}]\n"
        "---\n{\"g\": 1}\n---\ng: |\n  h\n# i";
    for (size_t limit = 0; limit < 400000; limit += 997) {
        struct adm_arena arena;
        struct adm_manifest manifest = {0};
        struct adm_error err = {0};
        adm_arena_init(&arena, limit);
        bool read = adm_manifest_read(ADM_STR(text), &arena, &manifest, &err);
        cr_expect(read || err.code == ADM_MEMORY, "%zu: %s", limit, err.message);
        adm_arena_destroy(&arena);
    }
}
