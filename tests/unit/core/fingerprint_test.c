// SPDX-License-Identifier: Apache-2.0
#include "core/fingerprint.h"

#include <criterion/criterion.h>

static const struct {
    const char *key, *value, *hex;
} rows[] = {
    // RFC 4231, test cases 2 and 1 (the first 12 digits of HMAC-SHA-256), and HMAC of nothing.
    {"Jefe", "what do ya want for nothing?", "5bdcc146bf60"},
    {"\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b", "Hi There",
     "b0344c61d8db"},
    {"", "", "b613679a0814"},
};

Test(fingerprint, is_a_keyed_digest) {
    struct adm_arena arena;
    adm_arena_init(&arena, 4096);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect(adm_str_is(adm_fingerprint_of(adm_str_from(rows[i].key),
                                                adm_str_from(rows[i].value), &arena),
                             rows[i].hex),
                  "row %zu", i);
    cr_expect(adm_str_is(adm_fingerprint_of((struct adm_str){0}, (struct adm_str){0}, &arena),
                         "b613679a0814"));
    adm_arena_destroy(&arena);
}

Test(fingerprint, needs_memory) {
    struct adm_arena none;
    adm_arena_init(&none, 0);
    cr_expect_null(adm_fingerprint_of(ADM_STR("k"), ADM_STR("v"), &none).data);
    adm_arena_destroy(&none);
}

Test(fingerprint, hex_is_lower_case) {
    static const unsigned char bytes[] = {0x00, 0x0F, 0xA0, 0xFF};
    char out[9];
    adm_fingerprint_hex(bytes, sizeof bytes, out);
    cr_expect_str_eq(out, "000fa0ff");
    adm_fingerprint_hex(bytes, 0, out);
    cr_expect_str_eq(out, "");
}
