// SPDX-License-Identifier: Apache-2.0
// Sets of ASCII characters as masks: a character is in a set when the two share a bit. Bytes above
// 0x7F are in none.
#pragma once

#include "core/str.h"

enum {
    ADM_CHARS_LOWER = 1,
    ADM_CHARS_UPPER = 2,
    ADM_CHARS_DIGIT = 4,
    ADM_CHARS_HEX_LOWER = 8,  // a-f
    ADM_CHARS_HEX_UPPER = 16, // A-F
    ADM_CHARS_TWO_TO_SEVEN = 32,
    ADM_CHARS_PLUS_SLASH = 64,
    ADM_CHARS_DASH_LOW = 128, // - _
    ADM_CHARS_DOT = 256,
    ADM_CHARS_SPACE = 512, // with tabs and line ends
    ADM_CHARS_EQUALS = 1024,
    ADM_CHARS_QUOTE = 2048, // " ' `
    ADM_CHARS_TILDE = 4096,
    ADM_CHARS_ALPHA = ADM_CHARS_LOWER | ADM_CHARS_UPPER,
    ADM_CHARS_ALNUM = ADM_CHARS_ALPHA | ADM_CHARS_DIGIT,
    ADM_CHARS_HEX = ADM_CHARS_DIGIT | ADM_CHARS_HEX_LOWER | ADM_CHARS_HEX_UPPER,
    ADM_CHARS_HEX_SMALL = ADM_CHARS_DIGIT | ADM_CHARS_HEX_LOWER,
    ADM_CHARS_BASE32 = ADM_CHARS_UPPER | ADM_CHARS_TWO_TO_SEVEN,
    ADM_CHARS_UPPER_DIGIT = ADM_CHARS_UPPER | ADM_CHARS_DIGIT,
    ADM_CHARS_LOWER_DIGIT = ADM_CHARS_LOWER | ADM_CHARS_DIGIT,
    ADM_CHARS_BASE64 = ADM_CHARS_ALNUM | ADM_CHARS_PLUS_SLASH,
    ADM_CHARS_URL64 = ADM_CHARS_ALNUM | ADM_CHARS_DASH_LOW,
    ADM_CHARS_TOKEN = ADM_CHARS_URL64 | ADM_CHARS_DOT,
};

extern const uint16_t adm_chars_table[256];

static inline bool adm_chars_in(char c, unsigned set) {
    return (adm_chars_table[(unsigned char)c] & set) != 0;
}
// The character at `at`, or NUL beyond the end.
static inline char adm_chars_at(struct adm_str s, size_t at) {
    if (at >= s.len)
        return '\0';
    return s.data[at];
}
static inline char adm_chars_lower(char c) {
    if (adm_chars_in(c, ADM_CHARS_UPPER))
        return (char)(c | 0x20);
    return c;
}
// The character `back` before `at`, or NUL before the start.
static inline char adm_chars_before(struct adm_str s, size_t at, size_t back) {
    if (at < back)
        return '\0';
    return s.data[at - back];
}
// How many characters from `at` on are in the set, at most `max`.
size_t adm_chars_run(struct adm_str s, size_t at, unsigned set, size_t max);
// Whether all of a non-empty slice is in the set.
bool adm_chars_all(struct adm_str s, unsigned set);
// Whether any is.
bool adm_chars_any(struct adm_str s, unsigned set);
// How many different characters there are.
unsigned adm_chars_distinct(struct adm_str s);
// Without white space at either end.
struct adm_str adm_chars_trim(struct adm_str s);
// Comparison that ignores ASCII case; `word` is in lower case.
bool adm_chars_same(struct adm_str s, const char *word);
// Whether `s` begins with `word` at `at`, ignoring ASCII case; `word` is in lower case.
bool adm_chars_begins(struct adm_str s, size_t at, const char *word);
// The first place of `part` (lower case, any case in `s`) in [from, to), or SIZE_MAX.
size_t adm_chars_find(struct adm_str s, size_t from, size_t to, const char *part);
