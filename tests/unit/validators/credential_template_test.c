// SPDX-License-Identifier: Apache-2.0
#include "validators/credential_template.h"

#include <criterion/criterion.h>

struct row {
    const char *text, *rendered; // NULL: nothing comes out of literals alone
};

Test(credential_template, renders_what_is_literal) {
    static const struct row rows[] = {
        {"plain", NULL},
        {"{{ .password }}", NULL},
        {"a{{ .x }}b{{ $y }}", NULL},
        {"{{ index . \"password\" }}", NULL},
        {"{{ printf \"user=%s\" .user }}", NULL},
        {"{{", NULL},
        {"{{ \"a\"", NULL},
        {"{{ \"abc\" }}", "abc"},
        {"x{{ \"abc\" }}y{{ .z }}", "xabcy{{ .z }}"},
        {"{{ `abc` | upper }}", "abc"},
        {"{{ \"YWJjZGU=\" | b64dec }}", "abcde"},
        {"{{ printf \"%s-%s\" \"ab\" \"cd\" }}", "ab-cd"},
        {"{{ printf \"%s%s\" \"YWJj\" \"ZGU=\" | b64dec }}", "abcde"},
        {"{{ print \"ab\" \"cd\" }}", "abcd"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_arena arena;
        struct adm_str out = {0};
        bool any = false;
        adm_arena_init(&arena, (size_t)1024 * 1024);
        cr_assert(
            adm_credential_template_render(adm_str_from(rows[i].text), &arena, &out, &any, NULL));
        cr_expect_eq(any, rows[i].rendered != NULL, "%s", rows[i].text);
        if (any)
            cr_expect(adm_str_is(out, rows[i].rendered), "%s: %.*s", rows[i].text,
                      ADM_STR_ARGS(out));
        adm_arena_destroy(&arena);
    }
}

// The work is linear in the text, however many actions do not close.
Test(credential_template, ends_soon) {
    enum { LEN = 200000 };
    struct adm_arena arena;
    struct adm_str out = {0};
    bool any = false;
    adm_arena_init(&arena, (size_t)64 * 1024 * 1024);
    char *text = adm_arena_alloc(&arena, LEN);
    cr_assert(text != NULL);
    for (size_t i = 0; i < LEN; i++)
        text[i] = '{';
    cr_assert(
        adm_credential_template_render((struct adm_str){text, LEN}, &arena, &out, &any, NULL));
    cr_expect_not(any);
    adm_arena_destroy(&arena);
}
