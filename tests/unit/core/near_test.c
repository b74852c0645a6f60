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
        {"SERVICE-ACCOUNTS", "service_accounts"},
        {"lablse", "labels"},
        {"i", NULL},
        {"srvice_acounts_x", "service_accounts"},
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
    // The first of two that are as near.
    static const char *const pair[] = {"cart", "card"};
    cr_expect_str_eq(adm_near_word(ADM_STR("carx"), pair, 2), "cart");
    static const char *const cases[] = {"GDPR", "gdpr", "gdpl"};
    cr_expect_str_eq(adm_near_word(ADM_STR("gdprr"), cases, 3), "gdpr");
    cr_expect_str_eq(adm_near_word(ADM_STR("GDPRR"), cases, 3), "GDPR");
    cr_expect_str_eq(adm_near_word(ADM_STR("Gdpr"), cases, 3), "GDPR");
    static const char *const far[] = {
        "a candidate that is longer than sixty-four bytes, which nobody would type"};
    cr_expect_null(adm_near_word(ADM_STR("candidate"), far, 1));
}

Test(near, counts_letters_after_folding) {
    static const struct {
        const char *a, *b;
        size_t distance;
    } rows[] = {
        {"", "", 0},
        {"", "abc", 3},
        {"iam-role", "iam_role", 0},
        {"IAM_Role", "iam-role", 0},
        {"sliver", "silver", 1},
        {"ab", "ba", 1},
        {"ca", "abc", 3}, // the restricted form: nothing is edited between two swapped letters
        {"kitten", "sitting", 3},
        {"path_style_acess", "path_style_access", 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_str a = adm_str_from(rows[i].a);
        struct adm_str b = adm_str_from(rows[i].b);
        cr_expect_eq(adm_near_within(a, b, 64), rows[i].distance, "%s %s", rows[i].a, rows[i].b);
        cr_expect_eq(adm_near_within(b, a, 64), rows[i].distance, "%s %s", rows[i].b, rows[i].a);
    }
    char longest[ADM_NEAR_WORD_MAX + 1] = {0};
    struct adm_str whole = {longest, ADM_NEAR_WORD_MAX};
    struct adm_str over = {longest, ADM_NEAR_WORD_MAX + 1};
    cr_expect_eq(adm_near_within(whole, whole, 64), 0);
    cr_expect_eq(adm_near_within(whole, over, 64), SIZE_MAX);
    cr_expect_eq(adm_near_within(over, over, 64), SIZE_MAX);
}

static struct adm_str make_word(unsigned *state, char *text, size_t most) {
    static const char letters[] = "ab_-Bc";
    *state = *state * 1103515245U + 12345U;
    struct adm_str word = {text, (*state >> 16U) % most};
    for (size_t i = 0; i < word.len; i++) {
        *state = *state * 1103515245U + 12345U;
        text[i] = letters[(*state >> 16U) % (sizeof letters - 1)];
    }
    return word;
}

// The limit decides whether a distance is told, never which.
Test(near, a_limit_cuts_nothing_below_it) {
    unsigned state = 7;
    for (int round = 0; round < 20000; round++) {
        char left[12], right[12];
        struct adm_str a = make_word(&state, left, sizeof left);
        struct adm_str b = make_word(&state, right, sizeof right);
        size_t whole = adm_near_within(a, b, 64);
        cr_assert_eq(adm_near_same(a, b), whole == 0);
        for (size_t limit = 0; limit < 6; limit++)
            cr_assert_eq(adm_near_within(a, b, limit), whole <= limit ? whole : SIZE_MAX);
    }
}

Test(near, finds_the_index) {
    static const struct adm_str words[] = {{"bucket", 6}, {"region", 6}, {"endpoint", 8}};
    cr_expect_eq(adm_near_index(ADM_STR("end-piont"), words, 3), 2);
    cr_expect_eq(adm_near_index(ADM_STR("zebra"), words, 3), 3);
    cr_expect_eq(adm_near_index(ADM_STR(""), words, 3), 3);
    cr_expect_eq(adm_near_index(ADM_STR("region"), words, 0), 0);
}
