// SPDX-License-Identifier: Apache-2.0
#include "core/writer.h"

#include <criterion/criterion.h>

#include "json_mutate.h"

static struct adm_arena arena;

static void setup(void) { adm_arena_init(&arena, 1 << 22); }
static void teardown(void) { adm_arena_destroy(&arena); }
TestSuite(writer, .init = setup, .fini = teardown);

Test(writer, puts_commas_where_they_belong) {
    struct adm_text text;
    struct adm_writer w;
    adm_text_init(&text, &arena);
    adm_writer_init(&w, &text);
    adm_writer_open(&w, '{');
    adm_writer_field_c(&w, "a", "x");
    adm_writer_field_int(&w, "b", -7);
    adm_writer_field_bool(&w, "c", true);
    adm_writer_key(&w, "d");
    adm_writer_open(&w, '[');
    adm_writer_int(&w, 1);
    adm_writer_null(&w);
    adm_writer_bool(&w, false);
    adm_writer_open(&w, '[');
    adm_writer_close(&w, ']');
    adm_writer_raw(&w, ADM_STR("{\"r\":1}"));
    adm_writer_string(&w, (struct adm_str){0});
    adm_writer_close(&w, ']');
    adm_writer_key_str(&w, ADM_STR("e"));
    adm_writer_open(&w, '{');
    adm_writer_close(&w, '}');
    adm_writer_close(&w, '}');
    cr_expect(adm_str_is(adm_text_str(&text),
                         "{\"a\":\"x\",\"b\":-7,\"c\":true,\"d\":[1,null,false,[],{\"r\":1},\"\"],"
                         "\"e\":{}}"),
              "%.*s", ADM_STR_ARGS(adm_text_str(&text)));
}

static const struct {
    const char *bytes;
    size_t len;
    const char *json;
} strings[] = {
    {"plain", 5, "\"plain\""},
    {"\"\\/", 3, "\"\\\"\\\\/\""},
    {"\n\r\t\b\f", 5, "\"\\n\\r\\t\\u0008\\u000c\""},
    {"\0\x1f\x7f", 3, "\"\\u0000\\u001f\x7f\""},
    {"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", 9, "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\""},
    {"a\xFFz", 3, "\"a\xEF\xBF\xBDz\""},
    {"\xC3", 1, "\"\xEF\xBF\xBD\""},
    {"\xE2\x82", 2, "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},
    {"\xE2\x82\xAC", 2, "\"\xEF\xBF\xBD\xEF\xBF\xBD\""}, // the slice ends within a rune
    {"\xED\xA0\x80", 3, "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
};

Test(writer, escapes_and_repairs_strings) {
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        struct adm_text text;
        struct adm_writer w;
        adm_text_init(&text, &arena);
        adm_writer_init(&w, &text);
        adm_writer_string(&w, (struct adm_str){strings[i].bytes, strings[i].len});
        cr_expect(adm_str_is(adm_text_str(&text), strings[i].json), "row %zu: %.*s", i,
                  ADM_STR_ARGS(adm_text_str(&text)));
    }
}

static struct adm_str written(const struct adm_json *root) {
    struct adm_text text;
    struct adm_writer w;
    struct adm_str out = {0};
    adm_text_init(&text, &arena);
    adm_writer_init(&w, &text);
    adm_writer_tree(&w, root);
    cr_assert(adm_text_finish(&text, &out, NULL));
    return out;
}

Test(writer, a_tree_is_written_compactly_with_its_literals) {
    static const char *const rows[][2] = {
        {"{ \"a\" : [ 1.50 , -0 , 1E+2 ] }", "{\"a\":[1.50,-0,1E+2]}"},
        {"\"\\u0041\\/\"", "\"A/\""},
        {" [ ] ", "[]"},
        {"[{},[[]],null,true,false]", "[{},[[]],null,true,false]"},
        {"12345678901234567890123", "12345678901234567890123"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct adm_json *root = NULL;
        cr_assert(adm_json_parse_copy(adm_str_from(rows[i][0]), &arena, &root, NULL));
        cr_expect(adm_str_is(written(root), rows[i][1]), "row %zu", i);
    }
}

// What was read and written reads back equal, and is written the same again.
static void expect_round_trip(struct adm_str text) {
    const struct adm_json *root = NULL, *again = NULL;
    adm_arena_reset(&arena);
    if (!adm_json_parse_copy(text, &arena, &root, NULL))
        return;
    struct adm_str once = written(root);
    cr_assert(adm_json_parse_copy(once, &arena, &again, NULL), "%.*s", ADM_STR_ARGS(once));
    cr_assert(adm_json_equal(root, again), "%.*s", ADM_STR_ARGS(once));
    cr_assert(adm_str_equal(once, written(again)), "%.*s", ADM_STR_ARGS(once));
}

Test(writer, mutants_survive_a_round_trip) {
    static const char seed_text[] =
        "{\"kind\":\"Secret\",\"list\":[1,2.5e3,-0,{\"a\":[]},null,true],\"text\":\"a\\n\\u00e9"
        "\xE2\x82\xAC\\ud83d\\ude00\\\\\\\"\",\"empty\":{},\"n\":9223372036854775807}";
    static struct mutate_seed seed;
    static char mutant[MUTATE_TEXT_MAX];
    struct mutate_random random = {7};
    mutate_scan((struct adm_str){seed_text, sizeof seed_text - 1}, &seed);
    expect_round_trip(seed.text);
    for (int i = 0; i < 20000; i++)
        expect_round_trip((struct adm_str){mutant, mutate_once(&seed, &random, mutant)});
}
