// SPDX-License-Identifier: Apache-2.0
#include "validators/forms.h"

#include <criterion/criterion.h>

static const struct {
    const char *text;
    const char *forms[ADM_FORMS_MAX]; // NULL: no such form
} rows[] = {
    {"", {""}},
    {" a\tb\r\nc ", {"abc"}},
    {"a\\nb\\\"c\\/d\\\\", {"a\\nb\\\"c\\/d\\\\", "ab\"c/d\\"}},
    {"\\u003cx\\u00e9\\u20AC", {"\\u003cx\\u00e9\\u20AC", "<xé€"}},
    {"\\ud83d\\ude00", {"\\ud83d\\ude00", "😀"}},
    {"\\ud83d\\u0041", {"\\ud83d\\u0041", "\\ud83dA"}},
    {"\\ude00", {"\\ude00", "\\ude00"}},
    {"\\u12", {"\\u12", "\\u12"}},
    {"\\q\\", {"\\q\\", "\\q\\"}},
    {"a%21%2", {"a%21%2", "a!%2"}},
    {"%zz%", {"%zz%", "%zz%"}},
    {"\\u0025\\n%2f", {"\\u0025\\n%2f", "%%2f", "%/"}},
};

Test(forms, are_those_that_differ) {
    struct adm_arena arena;
    adm_arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_forms forms;
        size_t count = 0;
        cr_assert(adm_forms_of(adm_str_from(rows[i].text), &arena, &forms, NULL));
        for (; count < ADM_FORMS_MAX && rows[i].forms[count] != NULL; count++)
            cr_expect(count < forms.count && adm_str_is(forms.texts[count], rows[i].forms[count]),
                      "row %zu form %zu: %.*s", i, count, ADM_STR_ARGS(forms.texts[count]));
        cr_expect_eq(forms.count, count, "row %zu", i);
    }
    adm_arena_destroy(&arena);
}
