// SPDX-License-Identifier: Apache-2.0
#include "core/json.h"
#include "core/text.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static struct adm_arena arena;

static void setup(void) { adm_arena_init(&arena, 1 << 22); }
static void teardown(void) { adm_arena_destroy(&arena); }
TestSuite(json, .init = setup, .fini = teardown);

static const struct adm_json *parse(const char *text) {
    const struct adm_json *root = NULL;
    struct adm_error err = {0};
    cr_assert(adm_json_parse_copy(adm_str_from(text), &arena, &root, &err), "%s: %s", text,
              err.message);
    return root;
}

Test(json, nodes_stand_in_document_order) {
    const struct adm_json *root = parse("{\"a\":[1,\"x\"],\"b\":{},\"c\":null}");
    static const struct {
        enum adm_json_type type;
        uint32_t span, count;
    } want[] = {
        {ADM_JSON_OBJECT, 9, 3}, {ADM_JSON_STRING, 1, 0}, {ADM_JSON_ARRAY, 3, 2},
        {ADM_JSON_NUMBER, 1, 0}, {ADM_JSON_STRING, 1, 0}, {ADM_JSON_STRING, 1, 0},
        {ADM_JSON_OBJECT, 1, 0}, {ADM_JSON_STRING, 1, 0}, {ADM_JSON_NULL, 1, 0},
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        cr_expect_eq(root[i].type, want[i].type, "node %zu", i);
        cr_expect_eq(root[i].span, want[i].span, "node %zu", i);
        cr_expect_eq(root[i].count, want[i].count, "node %zu", i);
    }
}

Test(json, decodes_strings_in_place) {
    char text[128] = "[\"plain\",\"\\u0041\\n\\\"\",\"\\ud83d\\ude00!\",\"\\u0000\",\"\"]";
    size_t len = strlen(text);
    const struct adm_json *root = NULL;
    cr_assert(adm_json_parse(text, len, &arena, &root, NULL));
    static const struct adm_str want[] = {
        {"plain", 5}, {"A\n\"", 3}, {"\xF0\x9F\x98\x80!", 5}, {"\0", 1}, {"", 0}};
    struct adm_json_iter it = adm_json_iter(root);
    while (adm_json_next(&it)) {
        cr_expect(adm_str_equal(adm_json_text(it.value), want[it.index]), "element %u", it.index);
        cr_expect(it.value->data > text && it.value->data < text + len);
    }
}

static const struct {
    const char *text, *message;
    enum adm_code code;
} failures[] = {
    {"", "line 1 column 1: the text ends too early", ADM_SYNTAX},
    {"{\"a\": 1,\n \"b\" 2}", "line 2 column 6: `:` is expected after a key", ADM_SYNTAX},
    {"[1\n,\n,2]", "line 3 column 1: a value is expected", ADM_SYNTAX},
    {"[tru]", "line 1 column 2: a value is expected", ADM_SYNTAX},
    {"{\"a\":1,}", "line 1 column 8: a key in quotes is expected", ADM_SYNTAX},
    {"[1 2]", "line 1 column 4: `,` or the end of the container is expected", ADM_SYNTAX},
    {"[01]", "line 1 column 3: `,` or the end of the container is expected", ADM_SYNTAX},
    {"[1.x]", "line 1 column 4: a number is malformed", ADM_SYNTAX},
    {"[\"a\nb\"]", "line 1 column 4: a string holds a control character, a bad escape or bad UTF-8",
     ADM_SYNTAX},
    {"[\"a\\q\"]", "line 1 column 4: a string holds a control character, a bad escape or bad UTF-8",
     ADM_SYNTAX},
    {"[\"a", "line 1 column 4: the text ends too early", ADM_SYNTAX},
    {"{\"k\":{\"a\":1,\"a\":2}}", "line 1 column 18: the object that ends here has a key twice",
     ADM_SYNTAX},
    {"{} {}", "line 1 column 4: text follows the value", ADM_SYNTAX},
};

Test(json, errors_say_where) {
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
        struct adm_error err = {0};
        const struct adm_json *root = NULL;
        cr_expect_not(adm_json_parse_copy(adm_str_from(failures[i].text), &arena, &root, &err),
                      "row %zu", i);
        cr_expect_str_eq(err.message, failures[i].message, "row %zu", i);
        cr_expect_eq(err.code, failures[i].code, "row %zu", i);
        cr_expect_null(root, "row %zu", i);
    }
}

// A value never gets into the message: it may be a secret.
Test(json, errors_never_quote_the_text) {
    static const char *const texts[] = {"{\"k\":hunter2}", "{\"k\":\"hunter2\\q\"}",
                                        "{\"hunter2\":1,\"hunter2\":2}", "[\"hunter2\nhunter2\"]"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct adm_error err = {0};
        const struct adm_json *root = NULL;
        cr_expect_not(adm_json_parse_copy(adm_str_from(texts[i]), &arena, &root, &err));
        cr_expect_null(strstr(err.message, "hunter2"), "%s", err.message);
    }
}

static bool parse_nested(size_t levels, const char *open, const char *close,
                         struct adm_error *err) {
    const struct adm_json *root = NULL;
    struct adm_text text;
    adm_text_init(&text, &arena);
    for (size_t i = 0; i < levels; i++)
        adm_text_append_c(&text, open);
    adm_text_append_c(&text, "0");
    for (size_t i = 0; i < levels; i++)
        adm_text_append_c(&text, close);
    return adm_json_parse_copy(adm_text_str(&text), &arena, &root, err);
}

Test(json, sixty_four_levels_and_no_more) {
    struct adm_error err = {0};
    cr_expect(parse_nested(ADM_JSON_DEPTH_MAX, "[", "]", &err), "%s", err.message);
    cr_expect(parse_nested(ADM_JSON_DEPTH_MAX, "{\"k\":", "}", &err), "%s", err.message);
    cr_expect_not(parse_nested(ADM_JSON_DEPTH_MAX + 1, "[", "]", &err));
    cr_expect_eq(err.code, ADM_LIMIT);
    cr_expect_str_eq(err.message, "line 1 column 65: nested deeper than 64 levels");
    cr_expect_not(parse_nested(100000, "[", "]", &err));
    cr_expect_eq(err.code, ADM_LIMIT);
}

Test(json, a_gibibyte_is_refused_unread) {
    char text[ADM_JSON_PADDING + 1] = "1";
    struct adm_error err = {0};
    const struct adm_json *root = NULL;
    cr_expect_not(adm_json_parse(text, (size_t)1 << 30, &arena, &root, &err));
    cr_expect_eq(err.code, ADM_LIMIT);
    cr_expect_not(
        adm_json_parse_copy((struct adm_str){text, (size_t)1 << 30}, &arena, &root, &err));
    cr_expect_eq(err.code, ADM_MEMORY);
}

// Whatever the limit of the arena, the outcome is the tree or ADM_MEMORY, never a wrong reason.
Test(json, memory_ends_cleanly_at_every_limit) {
    struct adm_text text;
    adm_text_init(&text, &arena);
    adm_text_append_char(&text, '{');
    for (int i = 0; i < 100; i++)
        adm_text_printf(&text, "%s\"key%d\":[{\"a\":%d},[],\"x\"]", i == 0 ? "" : ",", i, i);
    adm_text_append_char(&text, '}');
    struct adm_str json = adm_text_str(&text);
    size_t parsed = 0;
    for (size_t limit = 0; limit < 49152; limit += 16) {
        struct adm_arena small;
        struct adm_error err = {0};
        const struct adm_json *root = NULL;
        adm_arena_init(&small, limit);
        if (adm_json_parse_copy(json, &small, &root, &err))
            parsed++;
        else
            cr_assert_eq(err.code, ADM_MEMORY, "limit %zu: %s", limit, err.message);
        adm_arena_destroy(&small);
    }
    cr_expect_gt(parsed, 0);
    cr_expect_lt(parsed, 49152 / 16);
}

// More than the sixteen keys that are compared in pairs: the sorted index must find the twin.
Test(json, many_keys_with_one_twin) {
    for (int count = 2; count < 60; count++) {
        for (int twin = 0; twin < count - 1; twin += 3) {
            struct adm_text text;
            adm_arena_reset(&arena);
            adm_text_init(&text, &arena);
            adm_text_append_char(&text, '{');
            for (int i = 0; i < count; i++)
                adm_text_printf(&text, "\"%x\":0,", (unsigned)(i * 7919 % 1009));
            struct adm_str open = adm_text_str(&text);
            struct adm_str distinct =
                adm_text_format(&arena, "%.*s\"last\":0}", ADM_STR_ARGS(open));
            struct adm_str same = adm_text_format(&arena, "%.*s\"%x\":0}", ADM_STR_ARGS(open),
                                                  (unsigned)(twin * 7919 % 1009));
            const struct adm_json *root = NULL;
            cr_assert(adm_json_parse_copy(distinct, &arena, &root, NULL), "%d", count);
            cr_assert_not(adm_json_parse_copy(same, &arena, &root, NULL), "%d %d", count, twin);
        }
    }
}

Test(json, members_are_found_by_exact_key) {
    const struct adm_json *root = parse("{\"a\":1,\"ab\":{\"a\":\"inner\"},\"\":true,\"c\":\"x\"}");
    cr_expect(adm_json_is(adm_json_get(root, "a"), ADM_JSON_NUMBER));
    cr_expect(adm_json_is(adm_json_get(root, "ab"), ADM_JSON_OBJECT));
    cr_expect(adm_json_is_true(adm_json_get(root, "")));
    cr_expect(adm_str_is(adm_json_get_text(root, "c"), "x"));
    cr_expect(adm_str_is(adm_json_get_text(adm_json_get(root, "ab"), "a"), "inner"));
    cr_expect_null(adm_json_get(root, "b"));
    cr_expect_null(adm_json_get(root, "A"));
    cr_expect_null(adm_json_find(root, (struct adm_str){"a\0", 2}));
}

Test(json, absent_and_mistyped_read_as_absent) {
    const struct adm_json *root = parse("{\"n\":5,\"list\":[\"a\"],\"t\":\"true\",\"f\":false}");
    int64_t number = 77;
    double real = 77;
    cr_expect_null(adm_json_get(NULL, "a"));
    cr_expect_null(adm_json_get(adm_json_get(root, "list"), "a"));
    cr_expect_null(adm_json_get(adm_json_get(root, "n"), "a"));
    cr_expect_not(adm_json_is(NULL, ADM_JSON_NULL));
    cr_expect_eq(adm_json_text(NULL).len, 0);
    cr_expect_eq(adm_json_get_text(root, "n").len, 0);
    cr_expect_not(adm_json_is_true(NULL));
    cr_expect_not(adm_json_is_true(adm_json_get(root, "t")));
    cr_expect_not(adm_json_is_true(adm_json_get(root, "f")));
    cr_expect_not(adm_json_int(NULL, &number));
    cr_expect_not(adm_json_int(adm_json_get(root, "t"), &number));
    cr_expect_not(adm_json_double(NULL, &real));
    cr_expect_not(adm_json_double(adm_json_get(root, "list"), &real));
    cr_expect_eq(number, 77);
    cr_expect_eq((int)real, 77);
    struct adm_json_iter none = adm_json_iter(NULL);
    cr_expect_not(adm_json_next(&none));
    none = adm_json_iter(adm_json_get(root, "t"));
    cr_expect_not(adm_json_next(&none));
}

static const struct {
    const char *text;
    bool is_int, is_double;
    int64_t integer;
    double real;
} numbers[] = {
    {"0", true, true, 0, 0},
    {"-0", true, true, 0, -0.0},
    {"42", true, true, 42, 42},
    {"-1", true, true, -1, -1},
    {"9223372036854775807", true, true, INT64_MAX, 9223372036854775807.0},
    {"-9223372036854775808", true, true, INT64_MIN, -9223372036854775808.0},
    {"9223372036854775808", false, true, 0, 9223372036854775808.0},
    {"-9223372036854775809", false, true, 0, -9223372036854775809.0},
    {"123456789012345678901234", false, true, 0, 1.2345678901234568e23},
    {"1.0", false, true, 0, 1},
    {"1e2", false, true, 0, 100},
    {"1E-2", false, true, 0, 0.01},
    {"2.5e+1", false, true, 0, 25},
    {"1e-999", false, true, 0, 0},
    {"1e999", false, false, 0, 0},
    {"-1e999", false, false, 0, 0},
};

Test(json, numbers_keep_their_literal_and_have_two_views) {
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const struct adm_json *node = parse(numbers[i].text);
        int64_t integer = 0;
        double real = 0;
        cr_expect(node->type == ADM_JSON_NUMBER && node->len == strlen(numbers[i].text));
        cr_expect_eq(memcmp(node->data, numbers[i].text, node->len), 0);
        cr_expect_eq(adm_json_int(node, &integer), numbers[i].is_int, "%s", numbers[i].text);
        cr_expect_eq(integer, numbers[i].integer, "%s", numbers[i].text);
        cr_expect_eq(adm_json_double(node, &real), numbers[i].is_double, "%s", numbers[i].text);
        cr_expect(real >= numbers[i].real && real <= numbers[i].real &&
                      signbit(real) == signbit(numbers[i].real),
                  "%s: %g", numbers[i].text, real);
    }
}

Test(json, an_iterator_gives_keys_indices_and_values) {
    const struct adm_json *root = parse("{\"a\":[10,[20],{}],\"b\":7}");
    struct adm_json_iter it = adm_json_iter(root);
    cr_assert(adm_json_next(&it));
    cr_expect(adm_str_is(it.key, "a") && it.index == 0 && it.value->type == ADM_JSON_ARRAY);
    struct adm_json_iter inner = adm_json_iter(it.value);
    for (uint32_t i = 0; i < 3; i++) {
        cr_assert(adm_json_next(&inner));
        cr_expect(inner.key.len == 0 && inner.index == i);
    }
    cr_expect_not(adm_json_next(&inner));
    cr_assert(adm_json_next(&it));
    cr_expect(adm_str_is(it.key, "b") && it.index == 1 && it.value->type == ADM_JSON_NUMBER);
    cr_expect_not(adm_json_next(&it));
    cr_expect_not(adm_json_next(&it));
}
