// SPDX-License-Identifier: Apache-2.0
#include "server/diff_tree.h"

#include <criterion/criterion.h>

static const struct adm_json *parse(const char *text, struct adm_arena *arena) {
    const struct adm_json *root = NULL;
    struct adm_error err = {0};
    cr_assert(adm_json_parse_copy(adm_str_from(text), arena, &root, &err), "%s: %s", text,
              err.message);
    return root;
}

static struct adm_str written(const struct adm_diff_tree *tree, struct adm_arena *arena) {
    struct adm_text text;
    struct adm_writer w;
    struct adm_str out = {0};
    adm_text_init(&text, arena);
    adm_writer_init(&w, &text);
    adm_diff_tree_write(tree, &w);
    cr_assert(adm_text_finish(&text, &out, NULL));
    return out;
}

Test(diff_tree, applies_what_our_patches_hold) {
    static const struct {
        const char *object, *patch, *want; // want NULL: refused
    } rows[] = {
        {"{\"a\":1.50,\"b\":[true,null,\"x\"],\"c\":{}}", "[]",
         "{\"a\":1.50,\"b\":[true,null,\"x\"],\"c\":{}}"},
        {"{\"a\":{\"b\":[]}}", "[{\"op\":\"add\",\"path\":\"/a/b/-\",\"value\":{\"c\":[1,[2]]}}]",
         "{\"a\":{\"b\":[{\"c\":[1,[2]]}]}}"},
        {"{\"a\":[1,2]}", "[{\"op\":\"add\",\"path\":\"/a/1\",\"value\":0}]", "{\"a\":[1,0,2]}"},
        {"{\"a\":[1]}",
         "[{\"op\":\"add\",\"path\":\"/a/0\",\"value\":0},"
         "{\"op\":\"add\",\"path\":\"/a/-\",\"value\":2}]",
         "{\"a\":[0,1,2]}"},
        {"{\"a\":null,\"b\":2}",
         "[{\"op\":\"add\",\"path\":\"/a\",\"value\":[]},"
         "{\"op\":\"add\",\"path\":\"/a/-\",\"value\":1}]",
         "{\"a\":[1],\"b\":2}"},
        {"{\"a\":1,\"b\":null}",
         "[{\"op\":\"add\",\"path\":\"/b\",\"value\":{}},"
         "{\"op\":\"add\",\"path\":\"/c\",\"value\":3}]",
         "{\"a\":1,\"b\":{},\"c\":3}"},
        {"{\"a/b~\":{}}", "[{\"op\":\"add\",\"path\":\"/a~1b~0/x~01\",\"value\":1}]",
         "{\"a/b~\":{\"x~1\":1}}"},
        {"{\"a\":1}", "[{\"op\":\"test\",\"path\":\"/a\",\"value\":1}]", "{\"a\":1}"},
        {"{}", "[{\"op\":\"add\",\"path\":\"/a\",\"value\":\"\\u0001\\\"é\"}]",
         "{\"a\":\"\\u0001\\\"é\"}"},
        {"{\"a\":1}", "[{\"op\":\"remove\",\"path\":\"/a\"}]", NULL},
        {"{\"a\":1}", "[{\"op\":\"add\",\"path\":\"/a/b\",\"value\":1}]", NULL},
        {"{\"a\":{}}", "[{\"op\":\"add\",\"path\":\"/b/c\",\"value\":1}]", NULL},
        {"{\"a\":[]}", "[{\"op\":\"add\",\"path\":\"/a/x/y\",\"value\":1}]", NULL},
        {"{}", "[{\"op\":\"add\",\"path\":\"\",\"value\":1}]", NULL},
        {"{}", "[{\"op\":\"add\",\"path\":\"a\",\"value\":1}]", NULL},
        {"{}", "[{\"op\":\"add\",\"path\":\"/a\"}]", NULL},
        {"{}", "[1]", NULL},
    };
    struct adm_arena arena;
    adm_arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_diff_tree tree;
        struct adm_error err = {0};
        cr_assert(adm_diff_tree_make(parse(rows[i].object, &arena), &arena, &tree, &err));
        bool ok = adm_diff_tree_apply(&tree, parse(rows[i].patch, &arena), &err);
        cr_expect_eq(ok, rows[i].want != NULL, "row %zu: %s", i, err.message);
        struct adm_str got = written(&tree, &arena);
        cr_expect(!ok || adm_str_is(got, rows[i].want), "row %zu: %.*s", i, ADM_STR_ARGS(got));
    }
    adm_arena_destroy(&arena);
}

Test(diff_tree, want_of_memory_is_an_error) {
    struct adm_arena arena, small;
    adm_arena_init(&arena, 1 << 20);
    const struct adm_json *root = parse("{\"a\":[1,2,3,4]}", &arena);
    for (size_t limit = 0; limit < 512; limit += 16) {
        struct adm_diff_tree tree;
        struct adm_error err = {0};
        adm_arena_init(&small, limit);
        if (!adm_diff_tree_make(root, &small, &tree, &err))
            cr_expect_eq(err.code, ADM_MEMORY);
        adm_arena_destroy(&small);
    }
    adm_arena_destroy(&arena);
}
