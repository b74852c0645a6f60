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

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }
static size_t larger(size_t a, size_t b) { return a > b ? a : b; }

// The word folded, and a bit for each letter that it has (by the low bits: some share one).
struct word {
    char letters[WORD_MAX];
    uint64_t bits;
    size_t len;
};

static void fold(struct adm_str text, struct word *word) {
    word->bits = 0;
    word->len = text.len;
    for (size_t i = 0; i < text.len; i++) {
        word->letters[i] = folded(text.data[i]);
        word->bits |= UINT64_C(1) << ((unsigned char)word->letters[i] % 64U);
    }
}

// Each letter that the other has not costs an edit at least.
static bool is_far(const struct word *a, const struct word *b, size_t limit) {
    size_t only_a = (size_t)__builtin_popcountll(a->bits & ~b->bits);
    size_t only_b = (size_t)__builtin_popcountll(b->bits & ~a->bits);
    return larger(only_a, only_b) > limit;
}

// Three rows of the matrix: two back for the swap, one back, and the one that is being made.
struct rows {
    uint8_t cells[3][WORD_MAX + 2];
};

static size_t cell(const struct rows *rows, const char *left, const char *right, size_t i,
                   size_t j) {
    const uint8_t *before = rows->cells[(i + 2) % 3];
    const uint8_t *current = rows->cells[i % 3];
    size_t best = smaller(before[j] + 1U, current[j - 1] + 1U);
    best = smaller(best, before[j - 1] + (*left == *right ? 0U : 1U));
    if (i > 1 && j > 1 && left[0] == right[-1] && left[-1] == right[0])
        best = smaller(best, rows->cells[(i + 1) % 3][j - 2] + 1U);
    return best;
}

// The row's least cell: what follows is no smaller, but for a swap across the row. Cells further
// from the diagonal than the limit are beyond it: just those next to the others are filled in.
static size_t make_row(struct rows *rows, const struct word *a, const struct word *b, size_t i,
                       size_t limit) {
    uint8_t *row = rows->cells[i % 3];
    size_t first = i > limit ? i - limit : 1, last = smaller(b->len, i + limit);
    size_t least = i;
    row[first - 1] = first == 1 ? (uint8_t)i : UINT8_MAX;
    for (size_t j = first; j <= last; j++) {
        size_t value = cell(rows, a->letters + i - 1, b->letters + j - 1, i, j);
        row[j] = (uint8_t)value;
        least = smaller(least, value);
    }
    row[last + 1] = UINT8_MAX;
    return least;
}

static size_t distance(const struct word *a, const struct word *b, size_t limit) {
    struct rows rows;
    size_t before = 0;
    for (size_t j = 0; j <= b->len; j++)
        rows.cells[0][j] = (uint8_t)j;
    for (size_t i = 1; i <= a->len; i++) {
        size_t least = make_row(&rows, a, b, i, limit);
        if (smaller(least, before) > limit)
            return SIZE_MAX;
        before = least;
    }
    size_t found = rows.cells[a->len % 3][b->len];
    return found > limit ? SIZE_MAX : found;
}

size_t adm_near_within(struct adm_str a, struct adm_str b, size_t limit) {
    struct word left, right;
    if (a.len > WORD_MAX || b.len > WORD_MAX ||
        larger(a.len, b.len) - smaller(a.len, b.len) > limit)
        return SIZE_MAX;
    limit = smaller(limit, WORD_MAX); // no two words are further apart
    fold(a, &left);
    fold(b, &right);
    return is_far(&left, &right, limit) ? SIZE_MAX : distance(&left, &right, limit);
}

bool adm_near_same(struct adm_str a, struct adm_str b) {
    bool same = a.len == b.len && a.len <= WORD_MAX;
    for (size_t i = 0; same && i < a.len; i++)
        same = folded(a.data[i]) == folded(b.data[i]);
    return same;
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
                   : adm_near_within(nearest->typed, word, nearest->distance);
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
