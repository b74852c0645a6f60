// SPDX-License-Identifier: Apache-2.0
// Names split into words: on _ - . / : white space and brackets, and where camelCase begins a word.
#pragma once

#include "validators/credentials/chars.h"

enum { ADM_WORDS_MAX = 8 };

struct adm_words {
    struct adm_str items[ADM_WORDS_MAX]; // the last ones of the name, in order
    size_t count;
};

void adm_words_split(struct adm_str name, struct adm_words *out);
// Words that only a few of us would read as one: digits at the end are left out.
struct adm_str adm_words_without_digits(struct adm_str word);
// Whether the word (any case) is in a sorted table of `count` lower-case words.
bool adm_words_in(struct adm_str word, const char *const *table, size_t count);
#define ADM_WORDS_IN(word, table) adm_words_in((word), (table), sizeof(table) / sizeof(char *))
// Whether the word (any case) ends in one of the table's and has more before it.
bool adm_words_ends_in(struct adm_str word, const char *const *table, size_t count);
#define ADM_WORDS_ENDS_IN(word, table)                                                             \
    adm_words_ends_in((word), (table), sizeof(table) / sizeof(char *))
