// SPDX-License-Identifier: Apache-2.0
#include "core/str.h"

#include <criterion/criterion.h>
#include <string.h>

#define EMPTY ((struct adm_str){0})

Test(str, equality_is_by_bytes) {
    cr_expect(adm_str_equal(ADM_STR("ab"), ADM_STR("ab")));
    cr_expect_not(adm_str_equal(ADM_STR("ab"), ADM_STR("aB")));
    cr_expect_not(adm_str_equal(ADM_STR("ab"), ADM_STR("abc")));
    cr_expect(adm_str_equal(EMPTY, ADM_STR("")));
    cr_expect_not(adm_str_equal(ADM_STR("a\0b"), ADM_STR("a\0c")));
    cr_expect(adm_str_is(ADM_STR("x"), "x"));
    cr_expect(adm_str_is(EMPTY, NULL));
    cr_expect_not(adm_str_is(ADM_STR("x\0"), "x"));
}

static const struct {
    const char *s, *part;
    bool starts, ends, contains;
} parts[] = {
    {"abcab", "ab", true, true, true},    {"abc", "abc", true, true, true},
    {"abc", "abcd", false, false, false}, {"abc", "b", false, false, true},
    {"abc", "", true, true, false},       {"", "", true, true, false},
    {"", "a", false, false, false},       {"aaab", "aab", false, true, true},
    {"xyz", "xz", false, false, false},
};

Test(str, starts_ends_contains) {
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct adm_str s = adm_str_from(parts[i].s);
        cr_expect_eq(adm_str_starts(s, parts[i].part), parts[i].starts, "row %zu", i);
        cr_expect_eq(adm_str_ends(s, parts[i].part), parts[i].ends, "row %zu", i);
        cr_expect_eq(adm_str_contains(s, adm_str_from(parts[i].part)), parts[i].contains, "row %zu",
                     i);
    }
    cr_expect(adm_str_starts(EMPTY, "") && adm_str_ends(EMPTY, ""));
}

Test(str, index_and_slice_stay_inside) {
    struct adm_str s = ADM_STR("a/b/c");
    cr_expect_eq(adm_str_index(s, '/'), 1);
    cr_expect_eq(adm_str_index(s, 'x'), 5);
    cr_expect_eq(adm_str_index(EMPTY, 'x'), 0);
    cr_expect(adm_str_is(adm_str_slice(s, 2, 3), "b"));
    cr_expect(adm_str_is(adm_str_slice(s, 2, 99), "b/c"));
    cr_expect_eq(adm_str_slice(s, 4, 2).len, 0);
    cr_expect_eq(adm_str_slice(s, 99, 100).len, 0);
    cr_expect_null(adm_str_slice(EMPTY, 1, 2).data);
}

Test(str, order_is_by_bytes_then_length) {
    static const char *const sorted[] = {"", "A", "a", "aa", "ab", "b", "\xC3\xA9"};
    size_t count = sizeof sorted / sizeof *sorted;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < count; k++) {
            int order = adm_str_compare(adm_str_from(sorted[i]), adm_str_from(sorted[k]));
            cr_expect_eq((order > 0) - (order < 0), (i > k) - (i < k), "%zu %zu", i, k);
        }
    }
}

static const struct {
    const char *s, *pattern;
    bool matches;
} globs[] = {
    {"", "", true},
    {"", "*", true},
    {"", "?", false},
    {"abc", "", false},
    {"abc", "abc", true},
    {"abc", "ab", false},
    {"abc", "abcd", false},
    {"abc", "*", true},
    {"abc", "**", true},
    {"abc", "a*", true},
    {"abc", "*c", true},
    {"abc", "*b*", true},
    {"abc", "a*c", true},
    {"abc", "a*d", false},
    {"abcbd", "a*bd", true},
    {"aaab", "*aab", true},
    {"aaaa", "a*a*a", true},
    {"aa", "a*a*a", false},
    {"team-a", "team-*", true},
    {"xteam-a", "team-*", false},
    {"a?c", "a?c", true},
    {"abc", "a?c", false},
    {"a[b]", "a[b]", true},
    {"A", "a", false},
};

Test(str, globs_match_whole_slices) {
    for (size_t i = 0; i < sizeof globs / sizeof *globs; i++)
        cr_expect_eq(adm_str_glob(adm_str_from(globs[i].s), adm_str_from(globs[i].pattern)),
                     globs[i].matches, "row %zu", i);
}

// The textbook definition, from the ends of both, as a table.
static bool glob_by_table(const char *s, const char *pattern) {
    bool table[16][16] = {{false}};
    size_t len = strlen(s), want = strlen(pattern);
    for (size_t i = len + 1; i-- > 0;) {
        for (size_t k = want + 1; k-- > 0;) {
            if (k == want)
                table[i][k] = i == len;
            else if (pattern[k] == '*')
                table[i][k] = table[i][k + 1] || (i < len && table[i + 1][k]);
            else
                table[i][k] = i < len && s[i] == pattern[k] && table[i + 1][k + 1];
        }
    }
    return table[0][0];
}

Test(str, globs_agree_with_the_definition) {
    static const char letters[] = "ab*";
    for (unsigned code = 0; code < 729 * 64; code++) {
        char s[8] = {0}, pattern[8] = {0};
        unsigned p = code / 64, t = code % 64;
        for (size_t i = 0; i < 6; i++, p /= 3, t /= 2) {
            pattern[i] = letters[p % 3];
            s[i] = letters[t % 2];
        }
        cr_assert_eq(adm_str_glob(adm_str_from(s), adm_str_from(pattern)),
                     glob_by_table(s, pattern), "%s %s", s, pattern);
    }
}

static const struct {
    const char *s;
    bool label;
} labels[] = {
    {"a", true},
    {"prod", true},
    {"a-b", true},
    {"1a", true},
    {"a1", true},
    {"", false},
    {"-a", false},
    {"a-", false},
    {"A", false},
    {"a.b", false},
    {"a_b", false},
    {"a b", false},
    {"\xC3\xA9", false},
    {"a--b", true},
    {"-", false},
    {"012345678901234567890123456789012345678901234567890123456789012", true},
    {"0123456789012345678901234567890123456789012345678901234567890123", false},
};

Test(str, dns_labels) {
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        cr_expect_eq(adm_str_is_dns_label(adm_str_from(labels[i].s)), labels[i].label, "%s",
                     labels[i].s);
}
