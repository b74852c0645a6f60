// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/words.h"

#include <string.h>

static bool is_letter_or_digit(char c) { return adm_chars_in(c, ADM_CHARS_ALNUM); }

// Whether a word begins at `i` though the one before has not ended: camelCase, APIKey.
static bool is_hump(struct adm_str s, size_t i) {
    if (i == 0 || !adm_chars_in(s.data[i], ADM_CHARS_UPPER))
        return false;
    if (!adm_chars_in(s.data[i - 1], ADM_CHARS_UPPER))
        return true;
    return adm_chars_in(adm_chars_at(s, i + 1), ADM_CHARS_LOWER);
}

static void push(struct adm_words *words, struct adm_str word) {
    if (word.len == 0)
        return;
    if (words->count == ADM_WORDS_MAX) {
        memmove(words->items, words->items + 1, (ADM_WORDS_MAX - 1) * sizeof word);
        words->count--;
    }
    words->items[words->count++] = word;
}

void adm_words_split(struct adm_str name, struct adm_words *out) {
    size_t start = 0;
    out->count = 0;
    for (size_t i = 0; i < name.len; i++) {
        if (!is_letter_or_digit(name.data[i])) {
            push(out, adm_str_slice(name, start, i));
            start = i + 1;
        } else if (is_hump(name, i)) {
            push(out, adm_str_slice(name, start, i));
            start = i;
        }
    }
    push(out, adm_str_slice(name, start, name.len));
}

struct adm_str adm_words_without_digits(struct adm_str word) {
    while (word.len > 0 && adm_chars_in(word.data[word.len - 1], ADM_CHARS_DIGIT))
        word.len--;
    return word;
}

static int compare(struct adm_str word, const char *entry) {
    for (size_t i = 0; i < word.len; i++) {
        int difference = (unsigned char)adm_chars_lower(word.data[i]) - (unsigned char)entry[i];
        if (difference != 0 || entry[i] == '\0') // a word may hold NULs
            return difference == 0 ? 1 : difference;
    }
    return entry[word.len] == '\0' ? 0 : -1;
}

bool adm_words_in(struct adm_str word, const char *const *table, size_t count) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(word, table[middle]);
        if (order == 0)
            return true;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

bool adm_words_ends_in(struct adm_str word, const char *const *table, size_t count) {
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(table[i]);
        if (word.len > len && adm_chars_begins(word, word.len - len, table[i]))
            return true;
    }
    return false;
}
