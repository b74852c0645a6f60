// SPDX-License-Identifier: Apache-2.0
#include "core/verdict.h"

#include <criterion/criterion.h>

static struct adm_arena arena;

static void setup(void) { adm_arena_init(&arena, 1 << 20); }
static void teardown(void) { adm_arena_destroy(&arena); }
TestSuite(verdict, .init = setup, .fini = teardown);

Test(verdict, keeps_findings_in_order) {
    struct adm_verdict verdict;
    adm_verdict_init(&verdict, &arena);
    for (uint32_t i = 0; i < 100; i++)
        adm_verdict_add(&verdict, &(struct adm_finding){.line = i});
    cr_expect(!verdict.failed && verdict.count == 100);
    for (uint32_t i = 0; i < 100; i++)
        cr_assert_eq(verdict.findings[i].line, i);
}

Test(verdict, remembers_that_a_finding_was_lost) {
    struct adm_arena small;
    struct adm_verdict verdict;
    adm_arena_init(&small, 2048);
    adm_verdict_init(&verdict, &small);
    for (uint32_t i = 0; i < 100; i++)
        adm_verdict_add(&verdict, &(struct adm_finding){.line = i});
    cr_expect(verdict.failed);
    cr_expect_lt(verdict.count, 100);
    adm_arena_destroy(&small);
}

Test(verdict, length_classes) {
    static const struct {
        size_t len;
        const char *name;
    } rows[] = {{0, "empty"},
                {1, "1-7 bytes"},
                {7, "1-7 bytes"},
                {8, "8-15 bytes"},
                {15, "8-15 bytes"},
                {16, "16-31 bytes"},
                {31, "16-31 bytes"},
                {32, "32-63 bytes"},
                {63, "32-63 bytes"},
                {64, "64-255 bytes"},
                {255, "64-255 bytes"},
                {256, "256 bytes or more"},
                {9999, "256 bytes or more"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_str_eq(adm_verdict_length_class(rows[i].len), rows[i].name);
}

Test(verdict, a_text_inside_is_named_with_line_and_code) {
    const struct adm_finding finding = {
        .rule = ADM_RULE_PLATFORM_SCHEMA,
        .path = ADM_STR("data[platform.yaml].a"),
        .message = ADM_STR("bad"),
        .fix = ADM_STR("mend it"),
        .line = 12,
        .column = 3,
        .file = ADM_STR("platform.yaml"),
        .code = ADM_STR("tab"),
        .excerpt = ADM_STR("12 |\ta\x1b[0m\n   | ^"),
    };
    cr_expect(adm_str_is(adm_verdict_head(&finding, &arena),
                         "[platform-schema] bad at platform.yaml:12:3 (tab)"));
    cr_expect(adm_str_is(adm_verdict_line(&finding, &arena),
                         "[platform-schema] bad at platform.yaml:12:3 (tab); mend it"));
    cr_expect(adm_str_is(adm_verdict_excerpt(&finding, "", 100, &arena), "12 | a [0m\n   | ^"));
    cr_expect(
        adm_str_is(adm_verdict_excerpt(&finding, "  ", 100, &arena), "  12 | a [0m\n     | ^"));
    cr_expect_eq(adm_verdict_excerpt(&finding, "", 10, &arena).len, 0);
    cr_expect_eq(adm_verdict_excerpt(&(struct adm_finding){.line = 1}, "", 10, &arena).len, 0);
}

Test(verdict, lines_have_what_is_known) {
    static const struct {
        struct adm_finding finding;
        const char *line;
    } rows[] = {
        {{.rule = ADM_RULE_PLAINTEXT_SECRET, .message = {"bad", 3}}, "[plaintext-secret] bad"},
        {{.rule = ADM_RULE_PLAINTEXT_SECRET, .message = {"bad", 3}, .path = {"data.x", 6}},
         "[plaintext-secret] bad at data.x"},
        {{.rule = ADM_RULE_PLATFORM_SCHEMA,
          .message = {"bad", 3},
          .path = {"f.yaml", 6},
          .line = 3,
          .column = 7,
          .fix = {"mend", 4}},
         "[platform-schema] bad at f.yaml:3:7; mend"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect(adm_str_is(adm_verdict_line(&rows[i].finding, &arena), rows[i].line), "row %zu",
                  i);
}

static const struct {
    const char *text;
    size_t runes;
    const char *line;
} lines[] = {
    {"", 5, ""},
    {"abc", 5, "abc"},
    {"abcdef", 3, "abc"},
    {"abc", 0, ""},
    {"a\nb\tc\x7f", 9, "a b c "},
    {"\xC3\xA9\xC3\xA9\xC3\xA9", 2, "\xC3\xA9\xC3\xA9"},
    {"\xF0\x9F\x98\x80x", 1, "\xF0\x9F\x98\x80"},
    {"a\xC2\x85"
     "b\xC2\x9F"
     "c",
     9, "a b c"}, // C1 controls
    {"a\xC2\xA0"
     "b",
     9,
     "a\xC2\xA0"
     "b"},
    {"a\xC2\x85"
     "b",
     2, "a "},
};

Test(verdict, one_line_of_so_many_runes) {
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        cr_expect(
            adm_str_is(adm_verdict_one_line(adm_str_from(lines[i].text), lines[i].runes, &arena),
                       lines[i].line),
            "row %zu", i);
}

Test(verdict, without_memory_lines_are_empty) {
    struct adm_arena none;
    struct adm_finding finding = {.message = ADM_STR("bad")};
    adm_arena_init(&none, 0);
    cr_expect_null(adm_verdict_line(&finding, &none).data);
    cr_expect_null(adm_verdict_one_line(ADM_STR("x"), 9, &none).data);
    adm_arena_destroy(&none);
}
