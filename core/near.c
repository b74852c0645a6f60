// SPDX-License-Identifier: Apache-2.0
#include "core/near.h"

enum { WORD_MAX = ADM_NEAR_WORD_MAX };

static char folded(char c) {
    if (c == '-')
        return '_';
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    return c;
}

static size_t fold(struct adm_str word, char *out) {
    for (size_t i = 0; i < word.len; i++)
        out[i] = folded(word.data[i]);
    return word.len;
}

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

// Three rows of the matrix: two back for the swap, one back, and the one that is being made.
struct rows {
    size_t cells[3][WORD_MAX + 1];
};

static size_t cell(const struct rows *rows, struct adm_str a, struct adm_str b, size_t i,
                   size_t j) {
    const size_t *before = rows->cells[(i + 2) % 3];
    const size_t *current = rows->cells[i % 3];
    const char *left = a.data + i - 1;
    const char *right = b.data + j - 1;
    size_t best = smaller(before[j] + 1, current[j - 1] + 1);
    best = smaller(best, before[j - 1] + (*left == *right ? 0 : 1));
    if (i > 1 && j > 1 && left[0] == right[-1] && left[-1] == right[0])
        best = smaller(best, rows->cells[(i + 1) % 3][j - 2] + 1);
    return best;
}

size_t adm_near_distance(struct adm_str a, struct adm_str b) {
    char left[WORD_MAX], right[WORD_MAX];
    struct rows rows;
    if (a.len > WORD_MAX || b.len > WORD_MAX)
        return SIZE_MAX;
    a = (struct adm_str){left, fold(a, left)};
    b = (struct adm_str){right, fold(b, right)};
    for (size_t j = 0; j <= b.len; j++)
        rows.cells[0][j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        rows.cells[i % 3][0] = i;
        for (size_t j = 1; j <= b.len; j++)
            rows.cells[i % 3][j] = cell(&rows, a, b, i, j);
    }
    return rows.cells[a.len % 3][b.len];
}

// What the nearest word so far is better than.
struct nearest {
    struct adm_str typed;
    size_t distance;
    bool same_case; // of the first letter: `gdpr` is nearer to `gdprr` than `GDPR`
};

static struct nearest begin(struct adm_str typed) {
    size_t limit = typed.len < 6 ? 1 : typed.len / 3;
    return (struct nearest){typed, typed.len < 2 ? 0 : limit + 1, true};
}

static bool is_nearer(struct nearest *nearest, struct adm_str word) {
    size_t d = nearest->distance == 0 && nearest->typed.len < 2
                   ? SIZE_MAX
                   : adm_near_distance(nearest->typed, word);
    bool same_case = d != SIZE_MAX && word.len > 0 && word.data[0] == nearest->typed.data[0];
    bool tie = d == nearest->distance && same_case && !nearest->same_case;
    if (d >= nearest->distance && !tie)
        return false;
    nearest->distance = d;
    nearest->same_case = same_case;
    return true;
}

size_t adm_near_index(struct adm_str typed, const struct adm_str *words, size_t count) {
    struct nearest nearest = begin(typed);
    size_t best = count;
    for (size_t i = 0; i < count; i++)
        best = is_nearer(&nearest, words[i]) ? i : best;
    return best;
}

const char *adm_near_word(struct adm_str typed, const char *const *words, size_t count) {
    struct nearest nearest = begin(typed);
    const char *best = NULL;
    for (size_t i = 0; i < count; i++)
        best = is_nearer(&nearest, adm_str_from(words[i])) ? words[i] : best;
    return best;
}
