// SPDX-License-Identifier: Apache-2.0
#include "server/suggest.h"

#include <string.h>

enum { WORD_MAX = 64 };

static size_t smallest(size_t a, size_t b, size_t c) {
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

// Levenshtein's distance with one row.
static size_t distance(const char *a, const char *b) {
    size_t row[WORD_MAX + 1];
    size_t width = strlen(b);
    for (size_t j = 0; j <= width; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1] != '\0'; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            size_t above = row[j];
            size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = smallest(above + 1, row[j - 1] + 1, changed);
            diagonal = above;
        }
    }
    return row[width];
}

const char *adm_suggest_nearest(const char *word, const char *const *candidates, size_t count) {
    size_t len = strlen(word);
    const char *best = NULL;
    // A third of the word may be wrong, at most three letters: more is another word.
    size_t limit = len / 3 < 3 ? len / 3 : 3;
    size_t nearest = (limit == 0 ? 1 : limit) + 1;
    for (size_t i = 0; i < count && len <= WORD_MAX; i++) {
        if (strlen(candidates[i]) > WORD_MAX)
            continue;
        size_t d = distance(word, candidates[i]);
        if (d < nearest) {
            nearest = d;
            best = candidates[i];
        }
    }
    return best;
}
