// SPDX-License-Identifier: Apache-2.0
#include "core/patch.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "json_mutate.h"
#include "patch_apply.h"

static struct adm_arena arena;

static void setup(void) { adm_arena_init(&arena, 1 << 22); }
static void teardown(void) { adm_arena_destroy(&arena); }
TestSuite(patch, .init = setup, .fini = teardown);

static const struct adm_json *parse(const char *text) {
    const struct adm_json *root = NULL;
    cr_assert(adm_json_parse_copy(adm_str_from(text), &arena, &root, NULL), "%s", text);
    return root;
}

// The example of RFC 6901 §5, then what it leaves out.
static const char pointed[] =
    "{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,\"e^f\":3,\"g|h\":4,\"i\\\\j\":5,"
    "\"k\\\"l\":6,\" "
    "\":7,\"m~n\":8,\"~1\":9,\"nest\":{\"\":{\"x\":10}},\"list\":[[11],{\"y\":12}]}";

static const struct {
    const char *pointer, *found; // JSON; NULL: nothing is there
} pointers[] = {
    {"/foo", "[\"bar\",\"baz\"]"},
    {"/foo/0", "\"bar\""},
    {"/foo/1", "\"baz\""},
    {"/", "0"},
    {"/a~1b", "1"},
    {"/c%d", "2"},
    {"/e^f", "3"},
    {"/g|h", "4"},
    {"/i\\j", "5"},
    {"/k\"l", "6"},
    {"/ ", "7"},
    {"/m~0n", "8"},
    {"/~01", "9"},
    {"/nest//x", "10"},
    {"/list/0/0", "11"},
    {"/list/1/y", "12"},
    {"/nope", NULL},
    {"/foo/2", NULL},
    {"/foo/-", NULL},
    {"/foo/", NULL},
    {"/foo/x", NULL},
    {"/foo/00", NULL},
    {"/foo/01", NULL},
    {"/foo/+1", NULL},
    {"/foo/-1", NULL},
    {"/foo/4294967296", NULL},
    {"/foo/18446744073709551616", NULL},
    {"/foo/99999999999999999999999999", NULL},
    {"/foo/0/x", NULL},
    {"/a~1b/x", NULL},
    {"/m~n", NULL},
    {"/m~2n", NULL},
    {"/m~", NULL},
    {"/a/b", NULL},
    {"foo", NULL},
    {"foo/0", NULL},
    {"xfoo", NULL},
};

Test(patch, resolves_pointers) {
    const struct adm_json *root = parse(pointed);
    cr_expect_eq(adm_patch_resolve(root, (struct adm_str){0}), root);
    cr_expect_null(adm_patch_resolve(NULL, ADM_STR("/foo")));
    for (size_t i = 0; i < sizeof pointers / sizeof *pointers; i++) {
        const struct adm_json *found = adm_patch_resolve(root, adm_str_from(pointers[i].pointer));
        cr_expect_eq(found != NULL, pointers[i].found != NULL, "%s", pointers[i].pointer);
        if (found != NULL && pointers[i].found != NULL)
            cr_expect(adm_json_equal(found, parse(pointers[i].found)), "%s", pointers[i].pointer);
    }
}

Test(patch, escapes_slash_in_key) {
    static const char *const rows[][3] = {
        {"", "a", "/a"},
        {"/x", "a/b", "/x/a~1b"},
        {"/x", "~", "/x/~0"},
        {"/x", "~1", "/x/~01"},
        {"", "", "/"},
        {"/x", "a~/~/b", "/x/a~0~1~0~1b"},
        {"/x", "floe.dev/environment", "/x/floe.dev~1environment"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect(adm_str_is(
                      adm_patch_pointer(&arena, adm_str_from(rows[i][0]), adm_str_from(rows[i][1])),
                      rows[i][2]),
                  "row %zu", i);
}

// Whatever the key, its pointer finds its member.
Test(patch, pointers_of_random_keys_lead_back) {
    struct mutate_random random = {42};
    for (int round = 0; round < 2000; round++) {
        static const char letters[] = "~/01-a. ";
        char key[12] = {0};
        size_t len = mutate_below(&random, sizeof key);
        for (size_t i = 0; i < len; i++)
            key[i] = letters[mutate_below(&random, sizeof letters - 1)];
        adm_arena_reset(&arena);
        struct adm_str text = adm_text_format(&arena, "{\"o\":{\"%s\":7}}", key);
        const struct adm_json *root = parse(text.data);
        struct adm_str pointer = adm_patch_pointer(&arena, ADM_STR("/o"), adm_str_from(key));
        cr_assert(adm_json_is(adm_patch_resolve(root, pointer), ADM_JSON_NUMBER), "'%s'", key);
    }
}

Test(patch, a_key_longer_than_any_of_kubernetes_is_not_found) {
    for (size_t len = 511; len <= 513; len++) {
        struct adm_text key;
        adm_text_init(&key, &arena);
        for (size_t i = 0; i < len; i++)
            adm_text_append_char(&key, 'k');
        struct adm_str name = adm_text_str(&key);
        struct adm_str text = adm_text_format(&arena, "{\"%.*s\":1}", ADM_STR_ARGS(name));
        struct adm_str pointer = adm_patch_pointer(&arena, (struct adm_str){0}, name);
        cr_expect_eq(adm_patch_resolve(parse(text.data), pointer) != NULL, len <= 512, "%zu", len);
    }
}

struct plan {
    const char *before, *after;
    const char *put[3]; // pointer, key, value
    const char *append[2];
};

static const struct plan plans[] = {
    {"{}",
     "{\"metadata\":{\"annotations\":{\"a/b\":\"c\"}}}",
     {"/metadata/annotations", "a/b", "\"c\""},
     {NULL}},
    {"{\"metadata\":{}}",
     "{\"metadata\":{\"annotations\":{\"k\":1}}}",
     {"/metadata/annotations", "k", "1"},
     {NULL}},
    {"{\"metadata\":{\"annotations\":null}}",
     "{\"metadata\":{\"annotations\":{\"k\":1}}}",
     {"/metadata/annotations", "k", "1"},
     {NULL}},
    {"{\"metadata\":{\"annotations\":{\"x\":2}}}",
     "{\"metadata\":{\"annotations\":{\"x\":2,\"k\":1}}}",
     {"/metadata/annotations", "k", "1"},
     {NULL}},
    {"{\"metadata\":{\"annotations\":{\"k\":2}}}",
     "{\"metadata\":{\"annotations\":{\"k\":1}}}",
     {"/metadata/annotations", "k", "1"},
     {NULL}},
    {"{}", "{\"k\":1}", {"", "k", "1"}, {NULL}},
    {"{\"spec\":{\"containers\":[{}]}}",
     "{\"spec\":{\"containers\":[{\"env\":[{\"n\":1}]}]}}",
     {NULL},
     {"/spec/containers/0/env", "{\"n\":1}"}},
    {"{\"spec\":{\"containers\":[{\"env\":[5]}]}}",
     "{\"spec\":{\"containers\":[{\"env\":[5,{\"n\":1}]}]}}",
     {NULL},
     {"/spec/containers/0/env", "{\"n\":1}"}},
    {"{\"spec\":{\"volumes\":null}}",
     "{\"spec\":{\"volumes\":[7]}}",
     {NULL},
     {"/spec/volumes", "7"}},
    {"{}", "{\"spec\":{\"volumes\":[7]}}", {NULL}, {"/spec/volumes", "7"}},
    {"{}",
     "{\"m\":{\"a~b/c\":{\"k\":1}},\"spec\":{\"volumes\":[7]}}",
     {"/m/a~0b~1c", "k", "1"},
     {"/spec/volumes", "7"}},
};

static struct adm_str planned(const struct plan *plan, struct adm_arena *memory, int times) {
    struct adm_patch patch;
    struct adm_str out = {0};
    adm_patch_init(&patch, memory, parse(plan->before));
    for (int i = 0; i < times; i++) {
        if (plan->put[0] != NULL)
            adm_patch_put(&patch, adm_str_from(plan->put[0]), adm_str_from(plan->put[1]),
                          adm_str_from(plan->put[2]));
        if (plan->append[0] != NULL)
            adm_patch_append(&patch, adm_str_from(plan->append[0]), adm_str_from(plan->append[1]));
    }
    cr_assert(adm_patch_finish(&patch, &out, NULL));
    return out;
}

static json_t *load(struct adm_str text) {
    json_t *document = json_loadb(text.data, text.len, JSON_DECODE_ANY, NULL);
    cr_assert_not_null(document, "%.*s", ADM_STR_ARGS(text));
    return document;
}

Test(patch, creates_missing_parents_and_gives_the_wanted_document) {
    for (size_t i = 0; i < sizeof plans / sizeof *plans; i++) {
        json_t *document = load(adm_str_from(plans[i].before));
        json_t *after = load(adm_str_from(plans[i].after));
        json_t *patch = load(planned(&plans[i], &arena, 1));
        cr_expect(patch_apply(&document, patch), "row %zu", i);
        cr_expect(json_equal(document, after), "row %zu", i);
        json_decref(patch);
        json_decref(after);
        json_decref(document);
    }
}

// Two additions to one missing place create it once: a second creation would drop the first.
Test(patch, parents_are_created_once) {
    for (size_t i = 0; i < sizeof plans / sizeof *plans; i++) {
        if (plans[i].append[0] == NULL)
            continue;
        json_t *document = load(adm_str_from(plans[i].before));
        json_t *patch = load(planned(&plans[i], &arena, 3));
        cr_expect(patch_apply(&document, patch), "row %zu", i);
        char *text = json_dumps(document, JSON_COMPACT);
        const struct adm_json *list =
            adm_patch_resolve(parse(text), adm_str_from(plans[i].append[0]));
        cr_expect(list != NULL && list->count >= 3, "row %zu: %s", i, text);
        free(text);
        json_decref(patch);
        json_decref(document);
    }
}

Test(patch, tests_guard_what_they_name) {
    struct adm_patch patch;
    struct adm_str out = {0};
    adm_patch_init(&patch, &arena, parse("{\"a\":{\"b\":1}}"));
    adm_patch_test(&patch, ADM_STR("/a/b"), ADM_STR("1"));
    adm_patch_put(&patch, ADM_STR("/a"), ADM_STR("c"), ADM_STR("true"));
    cr_assert(adm_patch_finish(&patch, &out, NULL));
    cr_expect(adm_str_is(out, "[{\"op\":\"test\",\"path\":\"/a/b\",\"value\":1},"
                              "{\"op\":\"add\",\"path\":\"/a/c\",\"value\":true}]"));
    json_t *right = load(ADM_STR("{\"a\":{\"b\":1}}")), *wrong = load(ADM_STR("{\"a\":{\"b\":2}}"));
    json_t *operations = load(out);
    cr_expect(patch_apply(&right, operations));
    cr_expect_not(patch_apply(&wrong, operations));
    json_decref(right);
    json_decref(wrong);
    json_decref(operations);
}

Test(patch, without_operations_it_is_empty) {
    struct adm_patch patch;
    struct adm_str out = {"x", 1};
    adm_patch_init(&patch, &arena, parse("{}"));
    cr_assert(adm_patch_finish(&patch, &out, NULL));
    cr_expect(out.data == NULL && out.len == 0);
}

// At every limit the outcome is the whole patch or ADM_MEMORY: never half a patch.
Test(patch, memory_ends_cleanly_at_every_limit) {
    const struct adm_json *root = parse("{\"spec\":{}}");
    struct adm_str whole = {0};
    size_t failed = 0;
    for (size_t limit = 40960; limit > 0; limit -= 16) {
        struct adm_arena small;
        struct adm_patch patch;
        struct adm_str out = {0};
        struct adm_error err = {0};
        adm_arena_init(&small, limit);
        adm_patch_init(&patch, &small, root);
        for (int i = 0; i < 20; i++) {
            adm_patch_append(&patch, ADM_STR("/spec/volumes"), ADM_STR("{\"name\":\"v\"}"));
            adm_patch_put(&patch, ADM_STR("/metadata/annotations"), ADM_STR("a/b"), ADM_STR("1"));
        }
        if (!adm_patch_finish(&patch, &out, &err)) {
            failed++;
            cr_expect_eq(err.code, ADM_MEMORY);
        } else if (whole.data == NULL) {
            whole = adm_arena_copy(&arena, out);
        } else {
            cr_assert(adm_str_equal(out, whole), "limit %zu", limit);
        }
        adm_arena_destroy(&small);
    }
    cr_expect_gt(whole.len, 0);
    cr_expect_gt(failed, 0);
}
