// SPDX-License-Identifier: Apache-2.0
// Every limit, on both sides of it, and running out of memory at every step.
#include <criterion/criterion.h>
#include <string.h>

#include "yaml_reading.h"

struct made {
    struct adm_arena arena;
    struct adm_text text;
};

static void start(struct made *made, const char *head) {
    adm_arena_init(&made->arena, (size_t)64 << 20U);
    adm_text_init(&made->text, &made->arena);
    adm_text_append_c(&made->text, head);
}

static void repeat(struct made *made, const char *unit, size_t count) {
    for (size_t i = 0; i < count; i++)
        adm_text_append_c(&made->text, unit);
}

static void expect(struct made *made, const char *codes) {
    struct yaml_reading r;
    yaml_reading_init(&r, adm_text_str(&made->text));
    cr_expect(r.done && !made->text.failed);
    cr_expect_str_eq(yaml_reading_codes(&r), codes);
    // A second document is the only thing to stop at after a whole tree.
    cr_expect_eq(r.document.root == NULL, codes[0] != '\0');
    cr_expect_str_eq(yaml_reading_flaw(&r), "");
    yaml_reading_destroy(&r);
    adm_arena_destroy(&made->arena);
}

Test(yaml_limits, depth) {
    struct made made;
    start(&made, "");
    repeat(&made, "[", 64);
    repeat(&made, "]", 64);
    expect(&made, "");
    start(&made, "");
    repeat(&made, "[", 65);
    repeat(&made, "]", 65);
    expect(&made, "1:65 too-deep");
    start(&made, "");
    repeat(&made, "{a: ", 65);
    expect(&made, "1:257 too-deep");
    start(&made, "");
    repeat(&made, "- ", 65);
    expect(&made, "1:129 too-deep");
}

Test(yaml_limits, depth_through_aliases) {
    struct made made;
    start(&made, "a: &a ");
    repeat(&made, "[", 40);
    repeat(&made, "]", 40);
    adm_text_append_c(&made.text, "\nb: ");
    repeat(&made, "[", 24);
    adm_text_append_c(&made.text, "*a");
    repeat(&made, "]", 24);
    expect(&made, "2:28 too-deep");
    start(&made, "a: &a ");
    repeat(&made, "[", 40);
    repeat(&made, "]", 40);
    adm_text_append_c(&made.text, "\nb: ");
    repeat(&made, "[", 23);
    adm_text_append_c(&made.text, "*a");
    repeat(&made, "]", 23);
    expect(&made, "");
}

Test(yaml_limits, bytes) {
    struct made made;
    start(&made, "#");
    repeat(&made, "x", ADM_YAML_READ_BYTES_MAX - 1);
    expect(&made, "");
    start(&made, "#");
    repeat(&made, "x", ADM_YAML_READ_BYTES_MAX);
    expect(&made, "1:1 too-large");
}

Test(yaml_limits, scalars) {
    struct made made;
    start(&made, "a: \"");
    repeat(&made, "x", ADM_YAML_READ_SCALAR_MAX);
    adm_text_append_c(&made.text, "\"\n");
    expect(&made, "");
    start(&made, "a: \"");
    repeat(&made, "x", ADM_YAML_READ_SCALAR_MAX + 1);
    adm_text_append_c(&made.text, "\"\n");
    expect(&made, "1:4 too-large");
}

static void add_keys(struct made *made, size_t count) {
    for (size_t i = 0; i < count; i++)
        adm_text_printf(&made->text, "k%zu: \n", i);
}

Test(yaml_limits, keys) {
    struct made made;
    start(&made, "");
    add_keys(&made, ADM_YAML_READ_KEYS_MAX);
    expect(&made, "");
    start(&made, "");
    add_keys(&made, ADM_YAML_READ_KEYS_MAX + 1);
    expect(&made, "4097:1 too-many");
}

Test(yaml_limits, keys_with_what_is_merged) {
    struct made made;
    start(&made, "base: &base {");
    for (size_t i = 0; i < 4000; i++)
        adm_text_printf(&made.text, "b%zu: 1, ", i);
    adm_text_append_c(&made.text, "}\nmore: {<<: *base, ");
    for (size_t i = 0; i < 97; i++)
        adm_text_printf(&made.text, "m%zu: 1, ", i);
    adm_text_append_c(&made.text, "}\n");
    expect(&made, "2:7 too-many");
}

Test(yaml_limits, nodes) {
    struct made made;
    start(&made, "");
    repeat(&made, "-\n", ADM_YAML_READ_NODES_MAX - 1);
    expect(&made, "");
    start(&made, "");
    repeat(&made, "-\n", ADM_YAML_READ_NODES_MAX);
    expect(&made, "100000:2 too-many");
}

Test(yaml_limits, anchors) {
    struct made made;
    start(&made, "");
    for (size_t i = 0; i < ADM_YAML_READ_ANCHORS_MAX; i++)
        adm_text_printf(&made.text, "- &a%zu %zu\n", i * 7919 % 1000, i);
    adm_text_append_c(&made.text, "- *a0\n- *a999\n- *a500\n");
    struct yaml_reading r;
    yaml_reading_init(&r, adm_text_str(&made.text));
    cr_expect_str_eq(yaml_reading_codes(&r), "");
    const struct adm_node *root = r.document.root;
    cr_assert_eq(root->count, ADM_YAML_READ_ANCHORS_MAX + 3);
    for (uint32_t i = 0; i < 3; i++) {
        static const int64_t names[] = {0, 999, 500};
        int64_t value = root->children[ADM_YAML_READ_ANCHORS_MAX + i].value->integer;
        cr_expect_eq(value * 7919 % 1000, names[i]);
    }
    yaml_reading_destroy(&r);
    adm_text_append_c(&made.text, "- &b x\n");
    expect(&made, "1004:3 too-many");
}

Test(yaml_limits, aliases) {
    struct made made;
    start(&made, "a: &a [x,x,x,x,x,x,x,x,x]\n");
    for (int name = 'b'; name <= 'i'; name++) {
        adm_text_printf(&made.text, "%c: &%c [", name, name);
        for (int i = 0; i < 9; i++)
            adm_text_printf(&made.text, "*%c,", name - 1);
        adm_text_append_c(&made.text, "]\n");
    }
    struct yaml_reading r;
    yaml_reading_init(&r, adm_text_str(&made.text));
    cr_expect_str_eq(yaml_reading_codes(&r), "6:8 alias-budget");
    cr_expect(adm_str_is(
        r.found.items[0].message,
        "aliases expand this document beyond 100000 nodes (5 levels of `*` references)"));
    yaml_reading_destroy(&r);
    expect(&made, "6:8 alias-budget");
    // A merge counts what it brings.
    start(&made, "a: &a {");
    for (size_t i = 0; i < 4000; i++)
        adm_text_printf(&made.text, "b%zu: 1, ", i);
    adm_text_append_c(&made.text, "}\n");
    for (size_t i = 0; i < 30; i++)
        adm_text_printf(&made.text, "m%zu: {<<: *a}\n", i);
    expect(&made, "25:11 alias-budget");
}

// Reading ends when no more refusals are kept.
Test(yaml_limits, refusals) {
    struct made made;
    struct yaml_reading r;
    start(&made, "");
    repeat(&made, "- !x y\n", 5000);
    yaml_reading_init(&r, adm_text_str(&made.text));
    cr_expect(r.done);
    cr_expect_eq(r.found.count, ADM_DIAGNOSTICS_KEPT_MAX);
    cr_expect_eq(r.found.errors, ADM_DIAGNOSTICS_KEPT_MAX + 1);
    cr_expect_null(r.document.root);
    yaml_reading_destroy(&r);
    adm_arena_destroy(&made.arena);
}

static const char everything[] =
    "\xEF\xBB\xBF# comment\nbase: &base {a: 1, b: [x, 'it''s', \"\\u00e9\"], c: 1.5}\n"
    "again: *base\nmore:\n  <<: [*base, {d: 2024-01-01}]\n  <<: {e: ~}\n  f: |\n    text\n    "
    "more\n"
    "twice: 1\ntwice: 2\ntab:\t1\ntag: !x 1\non: off\n\"k\\te\": \"v\n  w\"\n"
    "k0: 0\nk1: 1\nk2: 2\nk3: 3\nk4: 4\nk5: 5\nk6: 6\nk7: 7\nk8: 8\nk9: 9\nk10: 10\nk11: 11\n"
    "bad: [unclosed\n";

// Each limit up to what is needed: memory fails cleanly, once, and never crashes.
Test(yaml_limits, memory_ends_at_every_step) {
    struct adm_str text = {everything, sizeof everything - 1};
    size_t failures = 0, limit = 0;
    bool done = false;
    for (; !done && limit < (size_t)1 << 20U; limit += 16) {
        struct adm_arena arena;
        struct adm_diagnostics found;
        struct adm_document document = {.line_count = 77};
        struct adm_error err = {0};
        adm_arena_init(&arena, limit);
        adm_diagnostic_init(&found, &arena);
        done = adm_yaml_read_document(text, &arena, &document, &found, &err);
        if (!done) {
            cr_expect_eq(err.code, ADM_MEMORY);
            cr_expect_eq(document.line_count, 77); // untouched
            failures++;
        }
        adm_arena_destroy(&arena);
    }
    cr_expect(done);
    cr_expect_gt(failures, 100);
}
