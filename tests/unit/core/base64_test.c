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

// Sixteen characters are decoded at a time where the processor can: each length, and each byte in
// each place.
Test(base64, decodes_long_texts) {
    struct adm_arena arena;
    char bytes[100];
    adm_arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 151 + 7);
    for (size_t len = 0; len <= sizeof bytes; len++) {
        struct adm_text text;
        struct adm_str out = {0};
        adm_text_init(&text, &arena);
        adm_base64_encode((struct adm_str){bytes, len}, &text);
        cr_expect(adm_base64_decode(adm_text_str(&text), &arena, &out), "%zu bytes", len);
        cr_expect(adm_str_equal(out, (struct adm_str){bytes, len}), "%zu bytes", len);
    }
    adm_arena_destroy(&arena);
}

Test(base64, knows_each_byte_in_each_place) {
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    struct adm_arena arena;
    char text[48];
    adm_arena_init(&arena, 1 << 20);
    for (size_t at = 0; at < sizeof text; at++) {
        for (int byte = 0; byte < 256; byte++) {
            struct adm_str out = {0}, whole = {text, sizeof text};
            const char *digit = byte == 0 ? NULL : strchr(alphabet, byte);
            bool padding = byte == '=' && at == sizeof text - 1;
            memset(text, 'A', sizeof text);
            text[at] = (char)byte;
            adm_arena_reset(&arena);
            bool done = adm_base64_decode(whole, &arena, &out);
            cr_expect_eq(done, digit != NULL || padding, "byte %d at %zu", byte, at);
            if (!done || padding)
                continue;
            size_t shift = 18 - 6 * (at % 4), value = (size_t)(digit - alphabet) << shift;
            const char *quad = out.data + at / 4 * 3;
            size_t got = (size_t)(unsigned char)quad[0] << 16 |
                         (size_t)(unsigned char)quad[1] << 8 | (unsigned char)quad[2];
            cr_expect_eq(got, value, "byte %d at %zu", byte, at);
        }
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
