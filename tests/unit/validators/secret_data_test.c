// SPDX-License-Identifier: Apache-2.0
#include "validators/secret_data.h"

#include <criterion/criterion.h>
#include <string.h>

static struct adm_arena arena;

static void setup(void) { adm_arena_init(&arena, 1 << 22); }
static void teardown(void) { adm_arena_destroy(&arena); }
TestSuite(secret_data, .init = setup, .fini = teardown);

static const struct adm_json *parse(const char *text) {
    const struct adm_json *root = NULL;
    cr_assert(adm_json_parse_copy(adm_str_from(text), &arena, &root, NULL), "%s", text);
    return root;
}

static struct adm_secret_data read(const char *text) {
    struct adm_secret_data data = {0};
    cr_assert(adm_secret_data_read(parse(text), &arena, &data, NULL), "%s", text);
    return data;
}

Test(secret_data, is_decoded_and_sorted_whatever_the_map) {
    struct adm_secret_data data =
        read("{\"data\":{\"z\":\"eg==\",\"b\":\"Yg==\",\"m\":\"not base64\"},\"stringData\":{\"b\":"
             "\"Yg==\",\"a\":\"text\"},\"binaryData\":{\"c\":\"AP8=\"}}");
    static const struct {
        const char *map, *key;
        struct adm_str value;
    } want[] = {
        {"stringData", "a", {"text", 4}},  {"data", "b", {"b", 1}},
        {"stringData", "b", {"Yg==", 4}},  {"binaryData", "c", {"\0\xff", 2}},
        {"data", "m", {"not base64", 10}}, {"data", "z", {"z", 1}},
    };
    cr_assert_eq(data.count, sizeof want / sizeof *want);
    for (size_t i = 0; i < data.count; i++) {
        cr_expect_str_eq(data.entries[i].map, want[i].map);
        cr_expect(adm_str_is(data.entries[i].key, want[i].key), "entry %zu", i);
        cr_expect(adm_str_equal(data.entries[i].value, want[i].value), "entry %zu", i);
    }
}

// Decoded where it happens to be base64; what no Secret may have must not read as empty.
Test(secret_data, what_is_not_text_is_not_empty) {
    struct adm_secret_data data = read("{\"data\":{\"a\":12345,\"b\":false,\"c\":null,\"d\":"
                                       "[\"x\"],\"e\":{\"k\":\"v\"},\"f\":\"\",\"g\":{}}}");
    static const struct adm_str want[] = {{"12345", 5}, {"false", 5}, {"", 0},  {"{}", 2},
                                          {"{}", 2},    {"", 0},      {"{}", 2}};
    cr_assert_eq(data.count, sizeof want / sizeof *want);
    for (size_t i = 0; i < data.count; i++)
        cr_expect(adm_str_equal(data.entries[i].value, want[i]), "entry %zu", i);
}

Test(secret_data, absent_and_mistyped_maps_have_no_entries) {
    static const char *const texts[] = {"{}", "{\"data\":null}", "{\"data\":[\"eA==\"]}",
                                        "{\"data\":\"eA==\",\"stringData\":7}", "null"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        cr_expect_eq(read(texts[i]).count, 0, "row %zu", i);
    struct adm_secret_data none = {0};
    cr_expect(adm_secret_data_read(NULL, &arena, &none, NULL) && none.count == 0);
}

Test(secret_data, a_map_that_is_none_is_named) {
    static const struct {
        const char *text, *map;
    } cases[] = {{"{}", NULL},
                 {"{\"data\":null,\"stringData\":{}}", NULL},
                 {"{\"data\":[\"eA==\"]}", "data"},
                 {"{\"data\":{},\"stringData\":7}", "stringData"},
                 {"{\"binaryData\":\"\"}", "binaryData"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *map = adm_secret_data_mistyped(parse(cases[i].text));
        cr_expect(map == NULL ? cases[i].map == NULL
                              : cases[i].map != NULL && strcmp(map, cases[i].map) == 0,
                  "row %zu", i);
    }
}

Test(secret_data, is_found_by_key) {
    struct adm_text text;
    struct adm_str out = {0};
    adm_text_init(&text, &arena);
    adm_text_append_c(&text, "{\"stringData\":{");
    for (int i = 0; i < 100; i++)
        adm_text_printf(&text, "%s\"%03d\":\"v%d\"", i == 0 ? "" : ",", i * 37 % 100 * 2, i);
    adm_text_append_c(&text, "}}");
    cr_assert(adm_text_finish(&text, &out, NULL));
    struct adm_secret_data data = read(out.data);
    for (int i = 0; i < 201; i++) {
        struct adm_str key = adm_text_format(&arena, "%03d", i), value = {0};
        cr_expect_eq(adm_secret_data_find(&data, key, &value), i % 2 == 0 && i < 200, "%d", i);
        cr_expect_eq(value.len > 0, i % 2 == 0 && i < 200);
    }
    struct adm_str value = {0};
    data = read("{\"stringData\":{\"k\":\"text\"},\"data\":{\"k\":\"ZGF0YQ==\"}}");
    cr_expect(adm_secret_data_find(&data, ADM_STR("k"), &value) && adm_str_is(value, "data"));
    cr_expect_not(adm_secret_data_find(&(struct adm_secret_data){0}, ADM_STR("k"), &value));
}

static const struct {
    const char *a, *b;
    bool same;
} pairs[] = {
    {"{}", "{}", true},
    {"{}", "{\"data\":null}", true},
    {"{\"data\":{}}", "{\"data\":null,\"stringData\":{}}", true},
    {"{\"data\":{\"a\":\"eA==\",\"b\":\"eQ==\"}}", "{\"data\":{\"b\":\"eQ==\",\"a\":\"eA==\"}}",
     true},
    {"{\"data\":{\"a\":\"eA==\"}}", "{\"data\":{\"a\":\"eQ==\"}}", false},
    {"{\"data\":{\"a\":\"eA==\"}}", "{\"data\":{\"A\":\"eA==\"}}", false},
    {"{\"data\":{\"a\":\"eA==\"}}", "{}", false},
    {"{\"data\":{\"a\":\"eA==\"}}", "{\"stringData\":{\"a\":\"x\"}}", false},
    {"{\"data\":{\"a\":\"eA==\"},\"type\":\"Opaque\"}", "{\"data\":{\"a\":\"eA==\"}}", false},
    {"{\"metadata\":{\"name\":\"a\"}}", "{\"metadata\":{\"name\":\"b\"}}", true},
    {"{\"data\":[1]}", "{\"data\":[1]}", true},
    {"{\"data\":[1]}", "{\"data\":[2]}", false},
    {"{\"data\":\"x\"}", "{\"data\":\"y\"}", false},
    {"{\"data\":7}", "{}", false},
    {"{\"data\":[]}", "{\"data\":{}}", false},
};

Test(secret_data, sameness_is_of_data_and_type) {
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        cr_expect_eq(adm_secret_data_same(parse(pairs[i].a), parse(pairs[i].b)), pairs[i].same,
                     "row %zu", i);
        cr_expect_eq(adm_secret_data_same(parse(pairs[i].b), parse(pairs[i].a)), pairs[i].same,
                     "row %zu", i);
    }
}

Test(secret_data, needs_memory) {
    struct adm_arena none;
    struct adm_secret_data data = {0};
    struct adm_error err = {0};
    adm_arena_init(&none, 16);
    cr_expect_not(adm_secret_data_read(parse("{\"data\":{\"a\":\"eA==\"}}"), &none, &data, &err));
    cr_expect_eq(err.code, ADM_MEMORY);
    adm_arena_destroy(&none);
}
