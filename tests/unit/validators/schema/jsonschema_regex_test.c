// SPDX-License-Identifier: Apache-2.0
#define PCRE2_CODE_UNIT_WIDTH 8
#include "validators/schema/jsonschema_regex.h"

#include <criterion/criterion.h>
#include <pcre2.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "validators/schema/jsonschema_dfa.h"
#include "validators/schema/jsonschema_ecma.h"

static const size_t arena_bytes = (size_t)64 << 20U;

static enum adm_search match(const char *pattern, struct adm_str text) {
    ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
    struct adm_error err = {0};
    struct adm_jsonschema_budget budget = {1000000};
    const struct adm_jsonschema_regex *regex = NULL;
    adm_arena_init(&arena, arena_bytes);
    cr_assert(adm_jsonschema_regex_new(adm_str_from(pattern), &arena, &regex, &err), "%s: %s",
              pattern, err.message);
    size_t used = arena.used;
    enum adm_search result = adm_jsonschema_regex_match(regex, text, &arena, &budget);
    cr_expect_eq(arena.used, used, "working memory is given back");
    return result;
}

static const struct {
    const char *pattern, *text;
    bool matches;
} rows[] = {
    {"^a+$", "aaa", true},
    {"^a+$", "aaa\n", false}, // the end is the end
    {"a", "bab", true},       // searched for
    {"", "", true},
    {"^$", "", true},
    {"^$", "\n", false},
    {"^\\d$", "\u0663", false}, // ASCII digits, as ECMA has it
    {"^\\w$", "\u00e4", false},
    {"^\\s$", "\u00a0", true},
    {"^\\s$", "\ufeff", true},
    {"^\\s$", "\u2003", true},
    {"^\\s$", "\x0b", true},
    {"^\\s$", "\xC2\x85", false},
    {"^\\S$", "\u00a0", false},
    {"^\\S$", "\xC2\x85", true},
    {"^[\\s]$", "\u3000", true},
    {"^[^\\s]$", "\u3000", false},
    {"^[\\S]$", "\ufeff", false},
    {"^[\\S]$", "x", true},
    {"^[^\\S]$", "\u2028", true},
    {"^[\\S]$", "\U0001F600", true},
    {"^.$", "\U0001F600", true},
    {"^.$", "\n", false},
    {"^.$", "\r", false},
    {"^.$", "\u2028", false},
    {"^[^a]$", "\n", true},
    {"^[^]$", "\n", true},
    {"^[]$", "a", false},
    {"^[[:alpha:]]$", "a]", true}, // no POSIX class: one of `[:alph`, then `]`
    {"^[[:alpha:]]$", "z", false},
    {"^[[a]$", "[", true},
    {"^\\u0041\\x42\\u{1F600}\\ud83d\\ude00$", "AB\U0001F600\U0001F600", true},
    {"^\\t\\n\\v\\f\\r\\cA$", "\t\n\x0b\f\r\x01", true},
    {"^[\\b]$", "\b", true},
    {"\\bab\\b", "x ab y", true},
    {"\\Bb", "ab", true},
    {"^\\p{Letter}+$", "\u03c0\u00e4z", true},
    {"^\\p{L}\\P{L}$", "a1", true},
    {"^\\p{Script=Greek}+$", "\u03c0", true},
    {"^\\p{sc=Greek}+$", "p", false},
    {"^\\p{Script_Extensions=Greek}+$", "\u03c0", true},
    {"^\\p{gc=Uppercase_Letter}$", "A", true},
    {"^[\\p{Lu}\\d]+$", "A1", true},
    {"^\\p{Assigned}$", "A", true},
    {"^\\p{ASCII}$", "\u00e4", false},
    {"^\\p{Emoji}$", "\U0001F600", true},
    {"^(a)(?:b)(?<n>c)\\1\\k<n>$", "abcac", true},
    {"^(?:(a)|b)\\1$", "b", true}, // an unset group matches nothing, and that is a match
    {"^(?=a)a(?!b)", "ac", true},
    {"(?<=a)b", "ab", true},
    {"(?<!a)b", "ab", false},
    {"^a{2}b{1,}c{0,2}$", "aabcc", true},
    {"^a{,2}$", "a{,2}", true},
    {"^{$", "{", true},
    {"^a]}$", "a]}", true},
    {"^\\/\\-\\.$", "/-.", true},
    {"^a*?b+?c??$", "aabb", true},
    {"^\\$\\^\\|$", "$^|", true},
    {"a#b c", "a#b c", true},
    {"^(?:a|b)*c|d$", "xd", true},
    {"^\\0$", "\0", false},
};

Test(jsonschema_regex, matches_as_ecma_does) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum adm_search found = match(rows[i].pattern, adm_str_from(rows[i].text));
        cr_expect_eq(found, rows[i].matches ? ADM_SEARCH_YES : ADM_SEARCH_NO, "row %zu: %s", i,
                     rows[i].pattern);
    }
    cr_expect_eq(match("^\\0$", ADM_STR("\0")), ADM_SEARCH_YES);
    cr_expect_eq(match("^[\\S]$", ADM_STR("\0")), ADM_SEARCH_YES);
    cr_expect_eq(match("(?=.)", ADM_STR("\xFF")), ADM_SEARCH_NO);
    cr_expect_eq(match("^a*$", (struct adm_str){0}), ADM_SEARCH_YES);
    cr_expect_eq(match("^(?=a)?", (struct adm_str){0}), ADM_SEARCH_YES);
}

// What only PCRE2 has would mean something else elsewhere, or nothing.
static const char *const refused[] = {
    "\\a",      "\\e",      "\\A",           "\\Z",     "\\z",     "\\G",         "\\K",
    "\\h",      "\\R",      "\\X",           "\\N",     "\\Qa\\E", "\\l",         "\\_a\\y",
    "\\01",     "\\08",     "\\x4",          "\\u12",   "\\u{}",   "\\u{110000}", "\\ud83d",
    "\\ude00",  "\\c1",     "\\p{Nonsense}", "\\pL",    "\\p{",    "\\p{^L}",     "\\p{Xan}",
    "\\p{a=b}", "\\p{sc=}", "\\k",           "\\kx",    "\\1",     "(a)\\2",      "[\\1]",
    "[\\B]",    "[\\k<a>]", "(?i)a",         "(?i:a)",  "(?>a)",   "(?P<n>a)",    "(?|a)",
    "(?#a)",    "(?'n'a)",  "(?<1>a)",       "(*UTF)a", "(?R)",    "(?(1)a|b)",   "a**",
    "a++",      "a?+",      "a{2}+",         "a{2}{3}", "*a",      "|*",          "(+)",
    "^*",       "\\b+",     "a{3,2}",        "(",       ")",       "[a",          "[b-a]",
    "a\\",      "\xFF",     "(?<=a*)b",      "(?",
};

Test(jsonschema_regex, refuses_what_ecma_lacks) {
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
        struct adm_error err = {0};
        const struct adm_jsonschema_regex *regex = NULL;
        adm_arena_init(&arena, arena_bytes);
        cr_expect_not(adm_jsonschema_regex_new(adm_str_from(refused[i]), &arena, &regex, &err),
                      "%s", refused[i]);
        cr_expect_eq(err.code, ADM_INVALID, "%s: %s", refused[i], err.message);
        cr_expect_not_null(strstr(err.message, "at byte"), "%s: %s", refused[i], err.message);
    }
}

// Quick, and no match; a limit that was hit is told.
Test(jsonschema_regex, has_an_end) {
    static char text[65536];
    memset(text, 'a', sizeof text);
    struct adm_str all = {text, sizeof text};
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    cr_expect_eq(match("^(a+)+$", all), ADM_SEARCH_YES);
    text[sizeof text - 1] = '!';
    cr_expect_eq(match("^(a+)+$", all), ADM_SEARCH_NO);
    cr_expect_eq(match("^(a|aa)+$", all), ADM_SEARCH_NO);
    cr_expect_eq(match("^[a-z]([a-z-]*[a-z])?(\\.[a-z]([a-z-]*[a-z])?)*$", all), ADM_SEARCH_NO);
    // These an automaton cannot do.
    cr_expect_eq(match("^(?=a)(a+)+$", all), ADM_SEARCH_TOO_COMPLEX);
    cr_expect_eq(match("^(a+)+\\1$", all), ADM_SEARCH_TOO_COMPLEX);
    cr_expect_eq(match("^(?:.|aa)+$", all), ADM_SEARCH_TOO_COMPLEX);
    clock_gettime(CLOCK_MONOTONIC, &to);
    double seconds = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
    cr_expect_lt(seconds, 5.0); // under sanitizers; milliseconds without
}

Test(jsonschema_regex, costs_the_budget) {
    ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
    struct adm_error err = {0};
    const struct adm_jsonschema_regex *regex = NULL;
    adm_arena_init(&arena, arena_bytes);
    cr_assert(adm_jsonschema_regex_new(ADM_STR("^(?=a)(a+)+$"), &arena, &regex, &err));
    struct adm_jsonschema_budget budget = {250000};
    struct adm_str text = ADM_STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!");
    size_t matches = 0;
    for (; budget.left > 0 && matches < 100; matches++)
        cr_expect_eq(adm_jsonschema_regex_match(regex, text, &arena, &budget),
                     ADM_SEARCH_TOO_COMPLEX);
    cr_expect_eq(matches, 3);
}

Test(jsonschema_regex, says_when_memory_ends) {
    ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
    ADM_AUTO(adm_arena_destroy) struct adm_arena small = {0};
    struct adm_error err = {0};
    const struct adm_jsonschema_regex *regex = NULL;
    struct adm_jsonschema_budget budget = {1000000};
    adm_arena_init(&arena, arena_bytes);
    cr_assert(adm_jsonschema_regex_new(ADM_STR("(?=a)"), &arena, &regex, &err));
    adm_arena_init(&small, 4096);
    cr_expect_eq(adm_jsonschema_regex_match(regex, ADM_STR("a"), &small, &budget),
                 ADM_SEARCH_NO_MEMORY);
    for (size_t limit = 0; limit < 2000; limit += 16) {
        ADM_AUTO(adm_arena_destroy) struct adm_arena tiny = {0};
        adm_arena_init(&tiny, limit);
        if (!adm_jsonschema_regex_new(ADM_STR("^[a-c]{1,3}(?:x|y)+$"), &tiny, &regex, &err))
            cr_expect_eq(err.code, ADM_MEMORY);
    }
}

// The automaton says what PCRE2 says, of patterns such as ours and of texts made of their letters.
static const char *const regular[] = {
    "^\\d+\\.\\d+\\.\\d+$",
    "^[a-zA-Z][a-zA-Z0-9_-]*$",
    "^[a-c]([a-c-]*[a-c])?(\\.[a-c]([a-c-]*[a-c])?)*$",
    "^1\\.[0-3]$",
    "^\\d{3}$",
    "^ab-[a-c1]+$",
    "^\\d+[abc]$",
    "^[a-c][a-c-]{1,3}$",
    "^(a[a-b-]*:b:(c|ab)/[a-c/_-]+|ab/[a-c]+|[a-c][a-c-]{0,4})$",
    "a|b-c|",
    "ab",
    "(a|b)*c",
    "a.?b",
    "(ab?){2,3}c$",
    "^(a*)*$",
    "^(?:a{0}b{2,}|c)?\?-",
    "[-a]{2}[1-3]$",
    "^[^a]$",
    "(?:)",
    "^(?:|a)+b$",
    "\\w\\d|-$",
};

static int by_pcre(const char *pattern, struct adm_str text) {
    ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
    struct adm_str translated = {0};
    int code = 0;
    PCRE2_SIZE offset = 0;
    adm_arena_init(&arena, arena_bytes);
    cr_assert(adm_jsonschema_ecma_translate(adm_str_from(pattern), &arena, &translated, NULL));
    pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)translated.data, translated.len,
                                         PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_BSUX |
                                             PCRE2_ALLOW_EMPTY_CLASS | PCRE2_MATCH_UNSET_BACKREF,
                                         &code, &offset, NULL);
    cr_assert_not_null(compiled, "%s", pattern);
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    int result = pcre2_match(compiled, (PCRE2_SPTR)text.data, text.len, 0, 0, data, NULL);
    pcre2_match_data_free(data);
    pcre2_code_free(compiled);
    return result >= 0;
}

Test(jsonschema_regex, the_automaton_agrees_with_pcre) {
    static const char letters[] = "abc-./:_1aab\n";
    unsigned seed = 1;
    size_t automata = 0;
    for (size_t i = 0; i < sizeof regular / sizeof *regular; i++) {
        ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
        const struct adm_jsonschema_dfa *dfa = NULL;
        adm_arena_init(&arena, arena_bytes);
        cr_assert(adm_jsonschema_dfa_new(adm_str_from(regular[i]), &arena, &dfa));
        automata += dfa != NULL;
        for (size_t k = 0; dfa != NULL && k < 3000; k++) {
            char text[8];
            seed = seed * 1103515245U + 12345U;
            size_t len = (seed >> 16U) % 8;
            for (size_t at = 0; at < len; at++) {
                seed = seed * 1103515245U + 12345U;
                text[at] = letters[(seed >> 16U) % (sizeof letters - 1)];
            }
            struct adm_str value = {text, len};
            cr_assert_eq(adm_jsonschema_dfa_matches(dfa, value), by_pcre(regular[i], value),
                         "%s of %.*s", regular[i], ADM_STR_ARGS(value));
        }
    }
    cr_expect_eq(automata, sizeof regular / sizeof *regular - 3,
                 "three need more: a negated class, a dot, an anchor of one alternative");
}
