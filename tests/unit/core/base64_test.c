// SPDX-License-Identifier: Apache-2.0
#include "core/base64.h"

#include <criterion/criterion.h>

static const struct {
    const char *encoded, *bytes; // bytes NULL: refused
} rows[] = {
    {"", ""},
    {"Zg==", "f"},
    {"Zm8=", "fo"},
    {"Zm9v", "foo"},
    {"Zm9vYg==", "foob"},
    {"Zm9vYmE=", "fooba"},
    {"Zm9vYmFy", "foobar"},
    {"+/+/", "\xfb\xff\xbf"},
    {"Zg", NULL},
    {"Zg=", NULL},
    {"Zh==", NULL},
    {"Zm9=", NULL},
    {"Z===", NULL},
    {"====", NULL},
    {"Zg==Zg==", NULL},
    {"Zm9v\n", NULL},
    {"Zm9v ", NULL},
    {"Z-9v", NULL},
    {"Zm\n9v===", NULL},
};

Test(base64, decodes_only_the_canonical_form) {
    struct adm_arena arena;
    adm_arena_init(&arena, 1 << 16);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_str out = {0};
        bool done = adm_base64_decode(adm_str_from(rows[i].encoded), &arena, &out);
        cr_expect_eq(done, rows[i].bytes != NULL, "row %zu", i);
        if (done)
            cr_expect(adm_str_is(out, rows[i].bytes), "row %zu", i);
    }
    adm_arena_destroy(&arena);
}

Test(base64, encodes_what_it_decodes) {
    struct adm_arena arena;
    adm_arena_init(&arena, 1 << 16);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].bytes == NULL)
            continue;
        struct adm_text text;
        adm_text_init(&text, &arena);
        adm_base64_encode(adm_str_from(rows[i].bytes), &text);
        cr_expect(adm_str_is(adm_text_str(&text), rows[i].encoded), "row %zu", i);
    }
    adm_arena_destroy(&arena);
}

Test(base64, needs_memory) {
    struct adm_arena arena;
    adm_arena_init(&arena, 0);
    struct adm_str out = {0};
    cr_expect_not(adm_base64_decode(ADM_STR("Zm9v"), &arena, &out));
    adm_arena_destroy(&arena);
}
