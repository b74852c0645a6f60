// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>

#include "core/json.h"
#include "core/text.h"

static struct adm_arena arena;

static void setup(void) { adm_arena_init(&arena, 1 << 26); }
static void teardown(void) { adm_arena_destroy(&arena); }
TestSuite(json_equal, .init = setup, .fini = teardown);

static const struct adm_json *parse(struct adm_str text) {
    const struct adm_json *root = NULL;
    cr_assert(adm_json_parse_copy(text, &arena, &root, NULL), "%.*s", ADM_STR_ARGS(text));
    return root;
}

static const struct {
    const char *a, *b;
    bool equal;
} rows[] = {
    {"null", "null", true},
    {"null", "false", false},
    {"true", "true", true},
    {"true", "false", false},
    {"\"a\"", "\"\\u0061\"", true},
    {"\"a\"", "\"A\"", false},
    {"\"\"", "\"\"", true},
    {"\"\"", "null", false},
    {"1", "\"1\"", false},
    {"1", "1.0", true},
    {"1", "1e0", true},
    {"0", "-0", true},
    {"0.0", "-0.0", true},
    {"100", "1e2", true},
    {"1", "2", false},
    {"1.5", "1.25", false},
    {"9007199254740992", "9007199254740993", false},
    {"1e999", "1e999", true},
    {"1e999", "2e999", false},
    {"1e999", "1", false},
    {"[]", "[]", true},
    {"[]", "{}", false},
    {"{}", "{}", true},
    {"[1,2]", "[1,2]", true},
    {"[1,2]", "[2,1]", false},
    {"[1,2]", "[1]", false},
    {"[[1],[2]]", "[[1],[2]]", true},
    {"[[1],[2]]", "[[1],[3]]", false},
    {"{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", true},
    {"{\"a\":1,\"b\":2}", "{\"a\":1}", false},
    {"{\"a\":1,\"b\":2}", "{\"a\":1,\"c\":2}", false},
    {"{\"a\":1,\"b\":2}", "{\"a\":2,\"b\":1}", false},
    {"{\"a\":{\"x\":[1,{\"y\":null}]},\"b\":[]}", "{\"b\":[],\"a\":{\"x\":[1,{\"y\":null}]}}",
     true},
    {"{\"a\":{\"x\":[1,{\"y\":null}]},\"b\":[]}", "{\"b\":[],\"a\":{\"x\":[1,{\"y\":0}]}}", false},
    {"{\"a\":{\"b\":1},\"c\":2}", "{\"a\":{\"b\":1,\"c\":2}}", false},
};

Test(json_equal, by_value_whatever_the_order_of_members) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct adm_json *a = parse(adm_str_from(rows[i].a));
        const struct adm_json *b = parse(adm_str_from(rows[i].b));
        cr_expect_eq(adm_json_equal(a, b), rows[i].equal, "row %zu", i);
        cr_expect_eq(adm_json_equal(b, a), rows[i].equal, "row %zu", i);
        cr_expect(adm_json_equal(a, a) && adm_json_equal(b, b), "row %zu", i);
    }
}

Test(json_equal, absent_equals_only_absent) {
    const struct adm_json *null = parse(ADM_STR("null"));
    cr_expect(adm_json_equal(NULL, NULL));
    cr_expect_not(adm_json_equal(NULL, null));
    cr_expect_not(adm_json_equal(null, NULL));
}

static struct adm_str nested(size_t levels, const char *core) {
    struct adm_text text;
    adm_text_init(&text, &arena);
    for (size_t i = 0; i < levels; i++)
        adm_text_append_c(&text, i % 2 == 0 ? "[" : "{\"k\":");
    adm_text_append_c(&text, core);
    for (size_t i = levels; i > 0; i--)
        adm_text_append_c(&text, i % 2 == 1 ? "]" : "}");
    return adm_text_str(&text);
}

Test(json_equal, at_the_deepest_level) {
    const struct adm_json *a = parse(nested(ADM_JSON_DEPTH_MAX, "1"));
    const struct adm_json *b = parse(nested(ADM_JSON_DEPTH_MAX, "1.0"));
    const struct adm_json *c = parse(nested(ADM_JSON_DEPTH_MAX, "2"));
    cr_expect(adm_json_equal(a, b));
    cr_expect_not(adm_json_equal(a, c));
}

static struct adm_str numbered(int count, bool backwards) {
    struct adm_text text;
    adm_text_init(&text, &arena);
    for (int i = 0; i < count; i++)
        adm_text_printf(&text, "%c\"%d\":%d", i == 0 ? '{' : ',', backwards ? count - 1 - i : i,
                        backwards ? count - 1 - i : i);
    adm_text_append_char(&text, '}');
    return adm_text_str(&text);
}

Test(json_equal, a_few_thousand_members_in_another_order) {
    cr_expect(adm_json_equal(parse(numbered(3000, false)), parse(numbered(3000, true))));
}

// Nobody writes such objects; comparing them to the end would cost minutes at a body's limit.
Test(json_equal, very_many_members_in_another_order_count_as_different) {
    const struct adm_json *forwards = parse(numbered(20000, false));
    cr_expect_not(adm_json_equal(forwards, parse(numbered(20000, true))));
    cr_expect(adm_json_equal(forwards, parse(numbered(20000, false))));
}
