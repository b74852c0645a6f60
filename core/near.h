// SPDX-License-Identifier: Apache-2.0
// "Did you mean …?" for mistyped words.
//
// A distance is Damerau and Levenshtein's (a letter more, less, another, or two swapped: the
// restricted form), after case and `-`/`_` are folded: `Iam-Role` is 0 from `iam_role`.
#pragma once

#include "core/str.h"

// Longest word that is compared, in bytes; a longer one is far from everything.
#define ADM_NEAR_WORD_MAX 64

// The distance in bytes when it is at most `limit`; else, or when a word is too long, SIZE_MAX.
size_t adm_near_within(struct adm_str a, struct adm_str b, size_t limit);
// Whether the distance is 0.
bool adm_near_same(struct adm_str a, struct adm_str b);
// The word nearest to `typed`, of several the first one that begins in the same case: at most a
// third of `typed` wrong, or one letter of a short one; a single letter is near to nothing. `count`
// (NULL) when none is near.
size_t adm_near_index(struct adm_str typed, const struct adm_str *words, size_t count);
const char *adm_near_word(struct adm_str typed, const char *const *words, size_t count);
