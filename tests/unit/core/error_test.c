// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"

#include <criterion/criterion.h>
#include <string.h>

Test(error, records_code_message_file_and_line) {
    struct adm_error err = {0};
    cr_expect_not(adm_fail(&err, ADM_IO, "open '%s': %d", "x", 7));
    cr_expect_eq(err.code, ADM_IO);
    cr_expect_str_eq(err.message, "open 'x': 7");
    cr_expect(strstr(err.file, "error_test.c") != NULL && err.line > 0);
}

Test(error, without_a_place_for_it_only_fails) {
    cr_expect_not(adm_fail(NULL, ADM_IO, "nobody listens to %s", "this"));
}

Test(error, wraps_its_own_message) {
    struct adm_error err = {0};
    (void)adm_fail(&err, ADM_SYNTAX, "inner");
    (void)adm_fail(&err, ADM_INVALID, "outer: %s", err.message);
    cr_expect_str_eq(err.message, "outer: inner");
    cr_expect_eq(err.code, ADM_INVALID);
}

// Messages of every length around the limit, made of runes of every length: never half a rune.
Test(error, is_cut_between_runes) {
    static const char *const runes[] = {"a", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"};
    for (size_t kind = 0; kind < 4; kind++) {
        size_t size = strlen(runes[kind]);
        for (size_t lead = 0; lead < 5; lead++) {
            char text[400] = {0};
            memset(text, 'x', lead);
            for (size_t at = lead; at < 300; at += size)
                memcpy(text + at, runes[kind], size);
            struct adm_error err = {0};
            (void)adm_fail(&err, ADM_LIMIT, "%s", text);
            size_t len = strlen(err.message);
            cr_expect(len <= ADM_ERROR_MESSAGE_MAX && len > ADM_ERROR_MESSAGE_MAX - 4);
            cr_expect_eq((len - lead) % size, 0, "rune %zu lead %zu: %zu", kind, lead, len);
        }
    }
}

Test(error, bytes_that_are_no_runes_are_cut_like_bytes) {
    char text[400];
    memset(text, 0x80, sizeof text);
    text[sizeof text - 1] = '\0';
    struct adm_error err = {0};
    (void)adm_fail(&err, ADM_LIMIT, "%s", text);
    cr_expect_eq(strlen(err.message), ADM_ERROR_MESSAGE_MAX);
}

Test(error, codes_have_names) {
    static const struct {
        enum adm_code code;
        const char *name;
    } rows[] = {
        {ADM_OK, "ok"},           {ADM_SYNTAX, "syntax"},           {ADM_LIMIT, "limit"},
        {ADM_INVALID, "invalid"}, {ADM_UNSUPPORTED, "unsupported"}, {ADM_IO, "io"},
        {ADM_MEMORY, "memory"},   {ADM_CRYPTO, "crypto"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_str_eq(adm_error_name(rows[i].code), rows[i].name);
    cr_expect_str_eq(adm_error_name((enum adm_code)99), "unknown");
}
