// SPDX-License-Identifier: Apache-2.0
#include "core/near.h"

#include <criterion/criterion.h>

Test(near, finds_the_nearest) {
    static const char *const words[] = {"users", "owner", "labels", "service_accounts", "id"};
    static const struct {
        const char *typed;
        const char *word; // NULL: none
    } rows[] = {
        {"user", "users"},
        {"lables", "labels"},
        {"owners", "owner"},
        {"service_account", "service_accounts"},
        {"serviceAccounts", "service_accounts"},
        {"ids", "id"},
        {"x", NULL},
        {"", NULL},
        {"zebra", NULL},
        {"a word that is longer than sixty-four bytes is not near to any of them", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *found = adm_near_word(adm_str_from(rows[i].typed), words, 5);
        if (rows[i].word == NULL)
            cr_expect_null(found, "%s: %s", rows[i].typed, found);
        else
            cr_expect_str_eq(found == NULL ? "" : found, rows[i].word, "%s", rows[i].typed);
    }
    static const char *const far[] = {
        "a candidate that is longer than sixty-four bytes, which nobody would type"};
    cr_expect_null(adm_near_word(ADM_STR("candidate"), far, 1));
}
