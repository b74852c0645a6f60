// SPDX-License-Identifier: Apache-2.0
#include "core/pattern.h"

#include <criterion/criterion.h>
#include <string.h>

static bool matches(const char *expression, struct adm_str value) {
    struct adm_pattern *pattern = NULL;
    struct adm_error err = {0};
    cr_assert(adm_pattern_new(adm_str_from(expression), &pattern, &err), "%s", err.message);
    ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
    adm_arena_init(&arena, (size_t)8 << 20U);
    bool found = adm_pattern_matches(pattern, value, &arena);
    cr_expect_eq(arena.used, 0, "working memory is given back");
    adm_pattern_free(pattern);
    return found;
}

static const struct {
    const char *expression;
    const char *value;
    size_t len;
    bool matches;
} rows[] = {
    {"a+", "aaa", 3, true},
    {"a+", "aaab", 4, false},
    {"a+", "baaa", 4, false},
    {"a+", "aaa\n", 4, false}, // the end is the end: no line break slips past it
    {"a+$", "aaa\n", 4, false},
    {"^a+$", "aaa", 3, true},
    {"a|ab", "ab", 2, true},
    {"a.c", "a\nc", 3, false},
    {"a.c",
     "a\xC3\xA9"
     "c",
     4, true},
    {"a.c",
     "a\xFF"
     "c",
     3, false}, // not UTF-8: no match
    {"[a-z]+", "a\0b", 3, false},
    {"(a)(b)", "ab", 2, true},
    {"", "", 0, true},
    {"", "x", 1, false},
    {"x*", NULL, 0, true},
    // What the first byte rules out, and what it must not.
    {"(?i)vault:x", "VAULT:X", 7, true},
    {"(?i)Vault:x", "vault:x", 7, true},
    {"(?i)kv:x", "\xE2\x84\xAAv:x", 6, true}, // K as the Kelvin sign
    {"vault:x", "Vault:x", 7, false},
    {"op:x", NULL, 0, false},
    {"(?:a|b)c", "bc", 2, true},
};

Test(pattern, matches_whole_values) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq(matches(rows[i].expression, (struct adm_str){rows[i].value, rows[i].len}),
                     rows[i].matches, "row %zu", i);
}

Test(pattern, a_bad_expression_says_where) {
    struct adm_pattern *pattern = NULL;
    struct adm_error err = {0};
    cr_expect_not(adm_pattern_new(ADM_STR("ab(c"), &pattern, &err));
    cr_expect_eq(err.code, ADM_SYNTAX);
    cr_expect_not_null(strstr(err.message, "(at byte 4 of the expression)"));
    cr_expect_null(pattern);
    adm_pattern_free(NULL);
}

// Exponential for a backtracking matcher: the limit ends it, and the answer is no.
Test(pattern, an_endless_match_is_no_match) {
    cr_expect_not(matches("(?:a|aa)+b", ADM_STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac")));
    cr_expect_not(
        matches("(?:a?){60}a{60}", ADM_STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                                           "aaaaaaaaaaab")));
}
