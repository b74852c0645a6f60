// SPDX-License-Identifier: Apache-2.0
#include "core/near.h"

enum { WORD_MAX = 64 };

static size_t smallest(size_t a, size_t b, size_t c) {
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

// Levenshtein's distance with one row.
static size_t distance(struct adm_str a, struct adm_str b) {
    size_t row[WORD_MAX + 1];
    for (size_t j = 0; j <= b.len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t above = row[j];
            size_t changed = diagonal + (a.data[i - 1] == b.data[j - 1] ? 0 : 1);
            row[j] = smallest(above + 1, row[j - 1] + 1, changed);
            diagonal = above;
        }
    }
    return row[b.len];
}

const char *adm_near_word(struct adm_str typed, const char *const *words, size_t count) {
    // A third of the word may be wrong, at most three letters: more is another word.
    size_t limit = typed.len == 2 ? 1 : typed.len < 9 ? typed.len / 3 : 3;
    size_t nearest = limit + 1;
    const char *best = NULL;
    for (size_t i = 0; i < count && typed.len > 0 && typed.len <= WORD_MAX; i++) {
        struct adm_str word = adm_str_from(words[i]);
        size_t d = word.len > WORD_MAX ? nearest : distance(typed, word);
        if (d < nearest) {
            nearest = d;
            best = words[i];
        }
    }
    return best;
}
