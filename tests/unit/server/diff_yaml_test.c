// SPDX-License-Identifier: Apache-2.0
#include "server/diff_yaml.h"

#include <criterion/criterion.h>

#include "server/diff_shown.h"

static const struct adm_json *parse(const char *text, struct adm_arena *arena) {
    const struct adm_json *root = NULL;
    struct adm_error err = {0};
    cr_assert(adm_json_parse_copy(adm_str_from(text), arena, &root, &err), "%s: %s", text,
              err.message);
    return root;
}

static struct adm_diff_tree patched(const char *object, const char *patch,
                                    struct adm_arena *arena) {
    struct adm_diff_tree tree;
    struct adm_error err = {0};
    cr_assert(adm_diff_tree_make(parse(object, arena), arena, &tree, &err));
    cr_assert(adm_diff_tree_apply(&tree, parse(patch, arena), &err), "%s", err.message);
    return tree;
}

#define ADD(path, value) "{\"op\":\"add\",\"path\":\"" path "\",\"value\":" value "}"

Test(diff_yaml, writes_as_kubectl_does_and_hides_what_is_not_ours) {
    static const struct {
        const char *object, *patch, *want;
    } rows[] = {
        {"{\"apiVersion\":\"apps/"
         "v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"web\",\"uid\":\"u\"}}",
         "[]", " apiVersion: apps/v1\n kind: Pod\n metadata:\n   name: web\n   uid: …\n"},
        // A name that is none of a part, and keys that somebody chose.
        {"{\"metadata\":{\"labels\":{\"name\":\"x\",\"mine\":{\"name\":\"x\"}}}}", "[]",
         " metadata:\n   labels:\n     name: …\n     …:\n       name: …\n"},
        {"{\"spec\":{\"containers\":[{\"env\":[{\"name\":\"A\",\"value\":\"v\"}],\"name\":\"c\"},"
         "{\"name\":\"d e\"}],\"replicas\":3,\"tty\":true,\"os\":null}}",
         "[]",
         " spec:\n   containers:\n   - env:\n     - name: A\n       value: …\n     name: c\n"
         "   - name: …\n   replicas: …\n   tty: …\n   os: null\n"},
        // A token as a name.
        {"{\"spec\":{\"volumes\":[{\"name\":\"ghp_0123456789abcdefghijABCDEFGHIJ0vXYZq\"}]}}", "[]",
         " spec:\n   volumes:\n   - name: …\n"},
        {"{\"args\":[[\"a\",[]],{},[{\"key\":[1]}]]}", "[]",
         " args:\n - - …\n   - []\n - {}\n - - key:\n     - …\n"},
        {"{\"spec\":{\"env\":[],\"items\":{},\"volumes\":null}}",
         "[" ADD("/spec/env/-", "{\"name\":\"N\",\"value\":\"\"}") "," ADD(
             "/spec/items/k", "[]") "," ADD("/spec/volumes", "[]") "]",
         " spec:\n-  env: []\n+  env:\n+  - name: \"N\"\n+    value: \"\"\n-  items: {}\n"
         "+  items:\n+    k: []\n-  volumes: null\n+  volumes: []\n"},
        {"{\"items\":[{}]}", "[" ADD("/items/0/a b", "{\"on\":\"yes\",\"n\":\"1\"}") "]",
         " items:\n-- {}\n+- \"a b\":\n+    \"on\": \"yes\"\n+    \"n\": \"1\"\n"},
        {"{\"spec\":{\"args\":\"mine\"}}", "[" ADD("/spec/args", "\"ours\"") "]",
         " spec:\n-  args: …\n+  args: ours\n"},
        {"{\"spec\":{}}", "[" ADD("/spec/t", "{\"a\":{\"b\":[true,1.5,null,\"-x\"]}}") "]",
         "-spec: {}\n+spec:\n+  t:\n+    a:\n+      b:\n+      - true\n+      - 1.5\n+      - "
         "null\n"
         "+      - \"-x\"\n"},
    };
    struct adm_arena arena;
    adm_arena_init(&arena, 4 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_diff_tree tree = patched(rows[i].object, rows[i].patch, &arena);
        struct adm_diff_lines lines;
        struct adm_text got;
        cr_assert(adm_diff_yaml_write(&tree, &arena, &lines, NULL));
        adm_text_init(&got, &arena);
        for (size_t j = 0; j < lines.count; j++)
            adm_text_printf(&got, "%c%.*s\n", lines.list[j].sign, ADM_STR_ARGS(lines.list[j].text));
        cr_expect(adm_str_is(adm_text_str(&got), rows[i].want), "row %zu:\n%.*s", i,
                  ADM_STR_ARGS(adm_text_str(&got)));
    }
    adm_arena_destroy(&arena);
}

Test(diff_yaml, the_json_hides_the_same_and_keeps_its_keys_apart) {
    struct adm_arena arena;
    struct adm_text text;
    struct adm_writer w;
    adm_arena_init(&arena, 4 << 20);
    struct adm_diff_tree tree =
        patched("{\"kind\":\"Pod\",\"metadata\":{\"labels\":{\"x\":\"a\",\"app\":\"b\"}},\"spec\":{"
                "\"containers\":[{\"name\":\"c\",\"args\":[\"a\",1,null,{}]}]}}",
                "[" ADD("/metadata/labels/y", "\"z\"") "]", &arena);
    adm_text_init(&text, &arena);
    adm_writer_init(&w, &text);
    adm_diff_shown_write(&tree, &w);
    cr_expect(adm_str_is(adm_text_str(&text),
                         "{\"kind\":\"Pod\",\"metadata\":{\"labels\":{\"…1\":\"…\",\"…2\":\"…\","
                         "\"y\":\"z\"}},\"spec\":{\"containers\":[{\"name\":\"c\",\"args\":[\"…\","
                         "\"…\",null,{}]}]}}"),
              "%.*s", ADM_STR_ARGS(adm_text_str(&text)));
    adm_arena_destroy(&arena);
}

Test(diff_yaml, want_of_memory_is_an_error) {
    struct adm_arena arena, small;
    adm_arena_init(&arena, 1 << 20);
    struct adm_diff_tree tree =
        patched("{\"spec\":{\"containers\":[{\"name\":\"c\"}]}}", "[]", &arena);
    for (size_t limit = 0; limit < 256; limit += 16) {
        struct adm_diff_lines lines;
        struct adm_error err = {0};
        adm_arena_init(&small, limit);
        cr_expect(!adm_diff_yaml_write(&tree, &small, &lines, &err));
        cr_expect_eq(err.code, ADM_MEMORY);
        adm_arena_destroy(&small);
    }
    adm_arena_destroy(&arena);
}
