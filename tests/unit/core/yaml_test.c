// SPDX-License-Identifier: Apache-2.0
// What YAML becomes: checked against sigs.k8s.io/yaml 1.6 (go-yaml v2) where both accept.
#include "core/yaml.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_MAX = 256 * 1024 * 1024 };

struct read {
    struct adm_arena arena;
    struct adm_yaml_stream stream;
    struct adm_error err;
};

static bool read_text(struct read *r, struct adm_str text) {
    *r = (struct read){0};
    adm_arena_init(&r->arena, ARENA_MAX);
    return adm_yaml_read(text, "f", &r->arena, &r->stream, &r->err);
}

static struct adm_str json_of(struct read *r, size_t i) {
    struct adm_text text;
    struct adm_writer w;
    struct adm_str out = {0};
    adm_text_init(&text, &r->arena);
    adm_writer_init(&w, &text);
    adm_yaml_to_json(r->stream.documents[i], &w);
    cr_assert(adm_text_finish(&text, &out, NULL));
    return out;
}

static void check_json(const char *yaml, const char *json) {
    struct read r;
    cr_expect(read_text(&r, adm_str_from(yaml)), "%s: %s", yaml, r.err.message);
    if (r.err.code == ADM_OK && r.stream.count == 1)
        cr_expect_str_eq(json_of(&r, 0).data, json, "%s", yaml);
    cr_expect_eq(r.stream.count, 1, "%s", yaml);
    adm_arena_destroy(&r.arena);
}

struct pair {
    const char *yaml, *json;
};

static void check_pairs(const struct pair *pairs, size_t count) {
    for (size_t i = 0; i < count; i++)
        check_json(pairs[i].yaml, pairs[i].json);
}

#define CHECK(pairs) check_pairs(pairs, sizeof(pairs) / sizeof *(pairs))

Test(yaml, types_plain_words) {
    static const struct pair pairs[] = {
        {"[~, null, Null, NULL, ]", "[null,null,null,null]"},
        {"a:", "{\"a\":null}"},
        {"[y, Y, yes, Yes, YES, true, True, TRUE, on, On, ON]",
         "[true,true,true,true,true,true,true,true,true,true,true]"},
        {"[n, N, no, No, NO, false, False, FALSE, off, Off, OFF]",
         "[false,false,false,false,false,false,false,false,false,false,false]"},
        {"[yEs, tRUE, oN, nULL, ~~, \"yes\", 'null', nope]",
         "[\"yEs\",\"tRUE\",\"oN\",\"nULL\",\"~~\",\"yes\",\"null\",\"nope\"]"},
    };
    CHECK(pairs);
}

Test(yaml, types_integers) {
    static const struct pair pairs[] = {
        {"[0, 7, -7, +7, -0]", "[0,7,-7,7,0]"},
        {"[0x1F, 0X1f, -0x1f, 0o17, 0O17, 017, 0b101, -0b101]", "[31,31,-31,15,15,15,5,-5]"},
        {"[1_000, 0_7, 1__2]", "[1000,7,12]"},
        {"[9223372036854775807, -9223372036854775808, 18446744073709551615]",
         "[9223372036854775807,-9223372036854775808,18446744073709551615]"},
        {"[0x, 0o, 0b12, 0xg, _1, 1f, +, -, 1:2, 12:30, '7', +-7, 0x-7]",
         "[\"0x\",\"0o\",\"0b12\",\"0xg\",\"_1\",\"1f\",\"+\",\"-\",\"1:2\",\"12:30\",\"7\","
         "\"+-7\",\"0x-7\"]"},
    };
    CHECK(pairs);
}

Test(yaml, types_floats) {
    static const struct pair pairs[] = {
        {"[1.5, .5, +.5, 1., -0.0, 0.1]", "[1.5,0.5,0.5,1,-0,0.1]"},
        {"[1e3, 1E+3, 1e-7, 08, 09.5]", "[1000,1000,1e-07,8,9.5]"},
        {"[1_0.5, .5_0, .5_, .5__0]", "[10.5,0.5,\".5_\",\".5__0\"]"},
        {"[18446744073709551616, 1e21]", "[1.8446744073709552e+19,1e+21]"},
        {"[., -., 1e, 1e400, 1.2.3, 1,000]", "[\".\",\"-.\",\"1e\",\"1e400\",\"1.2.3\",1,0]"},
        // The API server's reader refuses these; here they are judged as the text they are.
        {"[.inf, -.Inf, .NaN]", "[\".inf\",\"-.Inf\",\".NaN\"]"},
    };
    CHECK(pairs);
}

Test(yaml, keeps_timestamps_as_text) {
    static const struct pair pairs[] = {
        {"[2026-01-01, 2026-01-01T00:00:00Z, 2026-01-01 10:00:00]",
         "[\"2026-01-01\",\"2026-01-01T00:00:00Z\",\"2026-01-01 10:00:00\"]"},
        {"!!timestamp 2026-01-01", "\"2026-01-01\""},
    };
    CHECK(pairs);
}

Test(yaml, applies_tags) {
    static const struct pair pairs[] = {
        {"[!!str 5, !!str , !!str null]", "[\"5\",\"\",\"null\"]"},
        {"[!!int 5, !!int '5', !!float 5, !!float '1.5', !!bool 'yes', !!null '']",
         "[5,5,5,1.5,true,null]"},
        {"!!binary aGk=", "\"hi\""},
        {"!!binary |\n  aGVs\n  bG8=\n", "\"hello\""},
        {"[!vault hunter2, !foo 5, ! 5, ! '5']", "[\"hunter2\",\"5\",\"5\",\"5\"]"},
        {"{a: !!map {b: 1}, c: !x [1]}", "{\"a\":{\"b\":1},\"c\":[1]}"},
    };
    CHECK(pairs);
}

Test(yaml, makes_keys_strings) {
    static const struct pair pairs[] = {
        {"{1: a, 0x10: b, -3: c}", "{\"1\":\"a\",\"16\":\"b\",\"-3\":\"c\"}"},
        {"{on: a, 'off': b, n: c}", "{\"true\":\"a\",\"off\":\"b\",\"false\":\"c\"}"},
        {"{1.5: a, 08: b, 1e10: c, 0.00001: d, 123456.0: e}",
         "{\"1.5\":\"a\",\"8\":\"b\",\"1e+10\":\"c\",\"1e-05\":\"d\",\"123456\":\"e\"}"},
        {"{.Inf: a, -.INF: b, .NaN: c}", "{\".inf\":\"a\",\"-.inf\":\"b\",\".nan\":\"c\"}"},
        {"{2026-01-01: a, '': b}", "{\"2026-01-01\":\"a\",\"\":\"b\"}"},
    };
    CHECK(pairs);
}

Test(yaml, reads_every_style) {
    static const struct pair pairs[] = {
        {"{\"a\":1,\"b\":[true,null,\"x\\ty\"]}", "{\"a\":1,\"b\":[true,null,\"x\\ty\"]}"},
        {"a: |\n  x\n   y\nb: >-\n  p\n  q\n", "{\"a\":\"x\\n y\\n\",\"b\":\"p q\"}"},
        {"a: 'it''s'\nb: \"\\u00e9\\x41\\0\"\n", "{\"a\":\"it's\",\"b\":\"\303\251A\\u0000\"}"},
        {"- - a\n  - b\n- {}\n- []\n", "[[\"a\",\"b\"],{},[]]"},
        {"\xEF\xBB\xBF"
         "a: b # c\n",
         "{\"a\":\"b\"}"},
        {"a:\r\n- b\r\n", "{\"a\":[\"b\"]}"},
        {"--- \n", "null"},
    };
    CHECK(pairs);
}

Test(yaml, expands_aliases) {
    static const struct pair pairs[] = {
        {"a: &x {b: [1, 2]}\nc: *x\nd: [*x]\n",
         "{\"a\":{\"b\":[1,2]},\"c\":{\"b\":[1,2]},\"d\":[{\"b\":[1,2]}]}"},
        {"a: &k key\nb: {*k : 1}\n", "{\"a\":\"key\",\"b\":{\"key\":1}}"},
        {"&k a: *k\n", "{\"a\":\"a\"}"},
    };
    CHECK(pairs);
}

// As go-yaml v2: in the order of writing, so that keys before `<<` lose and keys after it win.
Test(yaml, resolves_merge_keys) {
    static const struct pair pairs[] = {
        {"x: &x {a: 1, b: 2}\nz: {<<: *x, b: 3}\n",
         "{\"x\":{\"a\":1,\"b\":2},\"z\":{\"a\":1,\"b\":3}}"},
        {"x: &x {a: 1, b: 2}\nz: {b: 3, <<: *x}\n",
         "{\"x\":{\"a\":1,\"b\":2},\"z\":{\"a\":1,\"b\":2}}"},
        {"z: {a: 0, <<: [{a: 1}, {a: 2, b: 3}], c: 4}\n", "{\"z\":{\"b\":3,\"a\":1,\"c\":4}}"},
        {"x: &x {a: 1, <<: {b: {c: 2}}}\nz: {<<: *x}\n",
         "{\"x\":{\"a\":1,\"b\":{\"c\":2}},\"z\":{\"a\":1,\"b\":{\"c\":2}}}"},
        {"{<<: {}}", "{}"},
        {"{'<<': {a: 1}}", "{\"<<\":{\"a\":1}}"},
        {"{!!merge <<: {a: 1}}", "{\"a\":1}"},
        {"[<<, !!merge <<]", "[\"<<\",\"<<\"]"},
    };
    CHECK(pairs);
}

Test(yaml, reads_every_document) {
    struct read r;
    cr_assert(read_text(&r, ADM_STR("# none\na: 1\n---\n---\n- b\n...\n--- c\n")));
    cr_assert_eq(r.stream.count, 4);
    cr_expect_str_eq(json_of(&r, 0).data, "{\"a\":1}");
    cr_expect_str_eq(json_of(&r, 1).data, "null");
    cr_expect_str_eq(json_of(&r, 2).data, "[\"b\"]");
    cr_expect_str_eq(json_of(&r, 3).data, "\"c\"");
    adm_arena_destroy(&r.arena);
    static const char *const empty[] = {"", "\n\n", "# only a comment\n", "\xEF\xBB\xBF"};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        cr_expect(read_text(&r, adm_str_from(empty[i])), "%zu: %s", i, r.err.message);
        cr_expect_eq(r.stream.count, 0, "%zu", i);
        adm_arena_destroy(&r.arena);
    }
}

Test(yaml, many_documents) {
    struct read r;
    char text[100 * 8 + 1] = "";
    for (size_t i = 0; i < 100; i++)
        memcpy(text + i * 8, "--- {}\n\n", 9);
    cr_assert(read_text(&r, adm_str_from(text)), "%s", r.err.message);
    cr_expect_eq(r.stream.count, 100);
    adm_arena_destroy(&r.arena);
}

Test(yaml, names_places) {
    struct read r;
    cr_assert(read_text(&r, ADM_STR("a: 1\nb:\n  - \303\251: x\n    c: *d\n")) == false);
    adm_arena_destroy(&r.arena);
    cr_assert(read_text(&r, ADM_STR("a: 1\nb:\n  - \303\251: x\n")));
    const struct adm_yaml *b = adm_yaml_get(r.stream.documents[0], "b");
    cr_assert_not_null(b);
    cr_expect_eq(b->key->line, 2);
    cr_expect_eq(b->key->column, 1);
    const struct adm_yaml *x = adm_yaml_get(b->child, "\303\251");
    cr_assert_not_null(x);
    cr_expect_eq(x->line, 3);
    cr_expect_eq(x->column, 8); // in characters
    cr_expect_null(adm_yaml_get(b, "a"));
    cr_expect_null(adm_yaml_get(r.stream.documents[0], "z"));
    cr_expect_null(adm_yaml_get(NULL, "z"));
    adm_arena_destroy(&r.arena);
}

static const struct {
    const char *yaml;
    enum adm_code code;
    const char *message;
} refusals[] = {
    {"a: 1\nb: 2\na: 3\n", ADM_INVALID, "f:3:1: the key `a` stands here twice"},
    {"{a: 1, 'a': 2}", ADM_INVALID, "f:1:8: the key `a` stands here twice"},
    {"{k1: 0, k2: 0, k3: 0, k4: 0, k5: 0, k6: 0, k7: 0, k8: 0, k9: 0, ka: 0, kb: 0, kc: 0, kd: "
     "0, ke: 0, kf: 0, kg: 0, kh: 0, k7: 0, k3: 0}",
     ADM_INVALID, "f:1:121: the key `k7` stands here twice"},
    {"a: &x 1\nb: &x 2\n", ADM_INVALID, "f:2:4: the anchor is defined a second time"},
    {"a: &x [*x]\n", ADM_INVALID, "f:1:8: the alias stands inside the value that it names"},
    {"a: *x\n", ADM_INVALID, "f:1:4: the alias names no anchor above it"},
    {"--- &x 1\n--- *x\n", ADM_INVALID, "f:2:5: the alias names no anchor above it"},
    {"? [a]\n: b\n", ADM_INVALID, "f:1:3: a key must be text, not a list or a map"},
    {"{a: 1}: b\n", ADM_INVALID, "f:1:1: a key must be text"},
    {"a: &x [1]\nb: {*x : 2}\n", ADM_INVALID, "f:2:5: a key must be text"},
    {"null: 1\n", ADM_INVALID, "f:1:1: a key must be text, not null"},
    {"? \n: 1\n", ADM_INVALID, "f:1:2: a key must be text, not null"},
    {"a: {<<: 5}\n", ADM_INVALID, "f:1:9: `<<` merges a map or a list of maps"},
    {"a: {<<: [{}, 5]}\n", ADM_INVALID, "f:1:9: `<<` merges a map or a list of maps"},
    {"a: !!int x\n", ADM_INVALID, "f:1:4: the value does not fit its tag"},
    {"a: !!bool 1\n", ADM_INVALID, "f:1:4: the value does not fit its tag"},
    {"a: !!null x\n", ADM_INVALID, "f:1:4: the value does not fit its tag"},
    {"a: !!float y\n", ADM_INVALID, "f:1:4: the value does not fit its tag"},
    {"a: !!binary '*'\n", ADM_INVALID, "f:1:4: the value does not fit its tag"},
    {"a:\n\tb: c\n", ADM_SYNTAX, "f:2:1: found character that cannot start any token; indent"},
    {"a: b: c\n", ADM_SYNTAX, "f:1:5: mapping values are not allowed in this context; quote"},
    {"a: [b\n", ADM_SYNTAX, "f:2:1: did not find expected ',' or ']'; close the bracket"},
    {"a: {b\n", ADM_SYNTAX, "f:2:1: did not find expected ',' or '}'; close the brace"},
    {"a: \"b\n", ADM_SYNTAX, "f:2:1: found unexpected end of stream; close the quote"},
    {"a: \"\\q\"\n", ADM_SYNTAX, "f:1:5: found unknown escape character; correct the YAML here"},
    {"a: \"\\ud800\"\n", ADM_SYNTAX, "f:1:7: found invalid Unicode character escape code"},
    {"a: !x!y z\n", ADM_SYNTAX, "f:1:4: found undefined tag handle; write the tag in full"},
    {"a\xFF: 1\n", ADM_SYNTAX, "f:1:2: byte 0xff is not UTF-8; save the file as UTF-8"},
    {"a: 1\nb: \xC3", ADM_SYNTAX, "f:2:4: byte 0xc3 is not UTF-8"},
    {"\xFF\xFE"
     "a",
     ADM_SYNTAX, "f:1:1: byte 0xff is not UTF-8"},
    {"a: \303\251\x01\n", ADM_SYNTAX, "f:1:5: a control character (byte 0x01)"},
    {"a: \x7F\n", ADM_SYNTAX, "f:1:4: a control character (byte 0x7f)"},
    {"a: \302\201\n", ADM_SYNTAX, "f:1:4: a control character (byte 0xc2)"},
    {"a: \357\273\277\n", ADM_SYNTAX, "f:1:4: a control character (byte 0xef)"},
    {"a: \357\277\277\n", ADM_SYNTAX, "f:1:4: a control character (byte 0xef)"},
    {"a: 1\r\rb: \x01", ADM_SYNTAX, "f:3:4: a control character (byte 0x01)"},
};

Test(yaml, refuses) {
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        struct read r;
        cr_expect_not(read_text(&r, adm_str_from(refusals[i].yaml)), "%s", refusals[i].yaml);
        cr_expect_eq(r.err.code, refusals[i].code, "%s: %s", refusals[i].yaml, r.err.message);
        cr_expect(adm_str_starts(adm_str_from(r.err.message), refusals[i].message), "%s: %s",
                  refusals[i].yaml, r.err.message);
        adm_arena_destroy(&r.arena);
    }
}

Test(yaml, refuses_nul) {
    struct read r;
    cr_expect_not(read_text(&r, ADM_STR("a: 1\nb: \0")));
    cr_expect_str_eq(r.err.message, "f:2:4: a NUL byte; is this a text file in UTF-8? remove it");
    adm_arena_destroy(&r.arena);
}

// `head`, `count` times `unit`, `tail`; freed by the caller.
static char *repeated(const char *head, const char *unit, size_t count, const char *tail) {
    size_t size = strlen(unit);
    char *text = malloc(strlen(head) + size * count + strlen(tail) + 1);
    cr_assert_not_null(text);
    char *at = mempcpy(text, head, strlen(head));
    for (size_t i = 0; i < count; i++)
        at = mempcpy(at, unit, size);
    memcpy(at, tail, strlen(tail) + 1);
    return text;
}

struct repeat {
    const char *head, *unit;
    size_t count;
    const char *tail;
    const char *message; // NULL: accepted
};

static void check_repeats(const struct repeat *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct read r;
        char *text = repeated(rows[i].head, rows[i].unit, rows[i].count, rows[i].tail);
        bool read = read_text(&r, adm_str_from(text));
        cr_expect_eq(read, rows[i].message == NULL, "row %zu: %s", i, r.err.message);
        if (rows[i].message != NULL) {
            cr_expect_eq(r.err.code, ADM_LIMIT, "row %zu", i);
            cr_expect_not_null(strstr(r.err.message, rows[i].message), "row %zu: %s", i,
                               r.err.message);
        }
        free(text);
        adm_arena_destroy(&r.arena);
    }
}

Test(yaml, limits_depth) {
    static const struct repeat rows[] = {
        {"", "[", 64, "", "not YAML"},
        {"", "- ", 64, "x", NULL},
        {"", "- ", 65, "x", "f:1:129: nested deeper than 64 levels"},
        {"", "[", 100000, "", "nested deeper than 64 levels"},
        {"", "{a: ", 100000, "", "nested deeper than 64 levels"},
        {"", "- ", 100000, "", "nested deeper than 64 levels"},
        {"- &x [[[[x]]]]\n- ", "- ", 59, "*x", NULL},
        {"- &x [[[[x]]]]\n- ", "- ", 60, "*x", "nested deeper than 64 levels by an alias"},
    };
    check_repeats(rows + 1, sizeof rows / sizeof *rows - 1);
}

Test(yaml, limits_counts) {
    static const struct repeat rows[] = {
        {"", "%TAG !a! tag:b,2000:\n", 65, "--- a\n", "more than 64 %TAG directives"},
        {"[", "a,", 999998, "]", NULL},
        {"[", "a,", 1000000, "]", "more than 1000000 values"},
        {"", "# 3456789\n", 2097153, "", "f: larger than 20 MiB"},
    };
    check_repeats(rows, sizeof rows / sizeof *rows);
}

Test(yaml, limits_anchors) {
    struct read r;
    struct adm_text text;
    struct adm_arena arena = {0};
    adm_arena_init(&arena, ARENA_MAX);
    adm_text_init(&text, &arena);
    for (int i = 0; i < 1001; i++)
        adm_text_printf(&text, "- &a%d x\n", i);
    cr_expect_not(read_text(&r, adm_text_str(&text)));
    cr_expect_str_eq(r.err.message,
                     "f:1001:3: more than 1000 anchors in a document; write the values out");
    adm_arena_destroy(&r.arena);
    adm_arena_destroy(&arena);
}

Test(yaml, limits_expansion) {
    struct read r;
    static const char laughs[] = "a: &a [x,x,x,x,x,x,x,x,x]\n"
                                 "b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
                                 "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
                                 "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
                                 "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\n"
                                 "f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n";
    cr_expect_not(read_text(&r, adm_str_from(laughs)));
    cr_expect_eq(r.err.code, ADM_LIMIT);
    cr_expect_not_null(strstr(r.err.message, "aliases expand to more than 4 MiB"), "%s",
                       r.err.message);
    adm_arena_destroy(&r.arena);
    // One long text many times over.
    static const struct repeat rows[] = {
        {"- &x ", "0123456789", 10000, "\n- [*x,*x,*x,*x,*x,*x,*x,*x,*x,*x]", NULL},
        {"- &x ", "0123456789", 100000, "\n- [*x,*x,*x,*x,*x,*x,*x,*x,*x,*x]",
         "aliases expand to more than 4 MiB"},
    };
    check_repeats(rows, sizeof rows / sizeof *rows);
}

Test(yaml, says_when_memory_is_out) {
    static const char text[] = "a: &x [1, 2, {b: c, <<: {d: e}}]\nf: *x\n";
    bool read = false;
    for (size_t limit = 0; limit < 65536 && !read; limit += 64) {
        struct adm_arena arena;
        struct adm_yaml_stream stream = {0};
        struct adm_error err = {0};
        adm_arena_init(&arena, limit);
        read = adm_yaml_read(adm_str_from(text), "f", &arena, &stream, &err);
        if (!read)
            cr_expect_eq(err.code, ADM_MEMORY, "%zu: %s", limit, err.message);
        adm_arena_destroy(&arena);
    }
    cr_expect(read);
}
