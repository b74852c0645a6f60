// SPDX-License-Identifier: Apache-2.0
#include "server/check_values.h"

#include <criterion/criterion.h>

#include "server/check_position.h"

static struct adm_arena arena;

static void setup(void) { adm_arena_init(&arena, 1 << 20); }
static void teardown(void) { adm_arena_destroy(&arena); }
TestSuite(check_values, .init = setup, .fini = teardown);

Test(check_values, reads_one_after_the_other_with_their_positions) {
    struct adm_check_values values = {
        .text = ADM_STR(" {\"a\": \"}\\\"{\\n\"}\n\n  {\"b\": [1, {\"c\": \"]\"}]}{}\t\n"),
        .name = "x"};
    static const struct {
        uint32_t line, column, span;
    } want[] = {{1, 2, 3}, {3, 3, 7}, {3, 25, 1}};
    struct adm_check_value value;
    for (size_t i = 0; i < 3; i++) {
        cr_assert(adm_check_values_next(&values, &arena, &value, NULL));
        cr_assert(value.root != NULL);
        cr_expect(value.line == want[i].line && value.column == want[i].column &&
                      value.root->span == want[i].span,
                  "%zu: %u:%u, %u nodes", i, value.line, value.column, value.root->span);
    }
    cr_assert(adm_check_values_next(&values, &arena, &value, NULL));
    cr_expect(value.root == NULL);
}

Test(check_values, names_the_place_of_a_mistake) {
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"{\"a\" 1}", "x:1:6: not JSON: "},
        {"{} \n{\"a\":\n  x}", "x:3:3: not JSON: "},
        {"{\"a\": \"\\n\\n\\n\",\n \"b\": x}", "x:2:7: not JSON: "},
        {"{\"\\u000a\": {}}\n{\"\\u000a\\n\": 1,\n\n]", "x:4:1: not JSON: "},
        {"{\"a\": [1}", "x:1:9: not JSON: "},
        {"{\"a\"", "x:1:5: not JSON: the text ends too early"},
        {"{\"a", "x:1:4: not JSON: the text ends too early"},
        {"{} }", "x:1:4: not JSON: "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct adm_check_values values = {.text = adm_str_from(rows[i].text), .name = "x"};
        struct adm_check_value value;
        struct adm_error err = {0};
        bool more = true;
        while (more)
            more = adm_check_values_next(&values, &arena, &value, &err) && value.root != NULL;
        cr_expect(adm_str_starts(adm_str_from(err.message), rows[i].want), "%s: %s", rows[i].text,
                  err.message);
    }
}

Test(check_values, begins_with_an_object) {
    cr_expect(adm_check_values_begin(ADM_STR(" \r\n\t{")));
    cr_expect_not(adm_check_values_begin(ADM_STR("[{")));
    cr_expect_not(adm_check_values_begin(ADM_STR("a: {")));
    cr_expect_not(adm_check_values_begin(ADM_STR("")));
}

Test(check_position, reads_what_stands_in_front) {
    static const struct {
        const char *message, *before, *between, *rest; // rest NULL: it does not begin so
        uint32_t line, column;
    } rows[] = {
        {"line 3 column 14: x", "line ", " column ", "x", 3, 14},
        {":3:14: x: y", ":", ":", "x: y", 3, 14},
        {":3:14:x", ":", ":", NULL, 0, 0},
        {":3: x", ":", ":", NULL, 0, 0},
        {":-3:1: x", ":", ":", NULL, 0, 0},
        {": 3:1: x", ":", ":", NULL, 0, 0},
        {":99999999999:1: x", ":", ":", NULL, 0, 0},
        {"", ":", ":", NULL, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct adm_check_position at = {0};
        const char *rest =
            adm_check_position_read(rows[i].message, rows[i].before, rows[i].between, &at);
        cr_expect_eq(rest == NULL, rows[i].rest == NULL, "%s", rows[i].message);
        cr_expect(at.line == rows[i].line && at.column == rows[i].column, "%s", rows[i].message);
        if (rest != NULL && rows[i].rest != NULL)
            cr_expect_str_eq(rest, rows[i].rest);
    }
}
