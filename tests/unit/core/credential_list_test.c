// SPDX-License-Identifier: Apache-2.0
// What is refused, and where, is in tests/fixtures/credentials-mount/deny.
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "core/credential_list.h"

// "secret/key=ref", joined by spaces.
static const char *shown(const struct adm_credential_list *list) {
    static char out[4096];
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < list->count; i++)
        len += (size_t)snprintf(out + len, sizeof out - len, "%s%.*s/%.*s=%.*s", i == 0 ? "" : " ",
                                ADM_STR_ARGS(list->rows[i].secret), ADM_STR_ARGS(list->rows[i].key),
                                ADM_STR_ARGS(list->rows[i].ref));
    return out;
}

static const struct {
    const char *text, *want;
} rows[] = {
    {"", ""},
    {" \t\r\n", ""},
    {"a", "a/="},
    {"a:", "a/="},
    {"a:;b", "a/= b/="},
    {"a:b", "a/b=b"},
    {"a: b, c", "a/b=b a/c=c"},
    {"a: b=c", "a/b=c"},
    {" a : b = c , d ; e ", "a/b=c a/d=d e/="},
    {"a.b: c.d=e", "a.b/c.d=e"},
    {"a: b; a: c", "a/b=b a/c=c"},
    {"a:\n  b,\n  c\n", "a/b=b a/c=c"},
    {"1: 2=x", "1/2=x"},
};

Test(credential_list, reads_lists) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_credential_list list;
        struct adm_error err = {0};
        cr_assert(adm_credential_list_parse(adm_str_from(rows[i].text), &list, &err), "%s: %s",
                  rows[i].text, err.message);
        cr_expect_str_eq(shown(&list), rows[i].want, "%s", rows[i].text);
    }
}

Test(credential_list, leaves_the_output_when_it_fails) {
    struct adm_credential_list list = {.count = 7};
    struct adm_error err = {0};
    cr_expect_not(adm_credential_list_parse(ADM_STR("a: b c"), &list, &err));
    cr_expect_eq(list.count, 7);
    cr_expect_eq(err.code, ADM_SYNTAX);
    cr_expect_str_eq(err.message, "line 1, column 6: one of : , ; = or the end is expected");
}

Test(credential_list, never_shows_what_was_written) {
    static const char *const texts[] = {"hunter2 hunter2", "a: hunter2/x", "a: b=hunter2!",
                                        "Hunter2",         "a: hunter2.x", "a: b=c=hunter2"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct adm_credential_list list;
        struct adm_error err = {0};
        cr_expect_not(adm_credential_list_parse(adm_str_from(texts[i]), &list, &err));
        cr_expect_eq(strstr(err.message, "unter2"), NULL, "%s", err.message);
    }
}
