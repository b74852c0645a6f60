// SPDX-License-Identifier: Apache-2.0
// The literal prefilter: where in a text one of some 250 windows of four bytes may stand. One table
// of 64 Ki entries, indexed by byte pairs: the low half of an entry says in which buckets the pair
// begins a window, the high half in which it ends one. A position is a candidate when the pair at p
// and the pair at p + 2 agree on a bucket. Built once before main, immutable after.
#pragma once

#include "core/str.h"

struct adm_scan;
struct adm_token;

// What a candidate leads to: a row of a token table, or a reader.
struct adm_prefilter_literal {
    const struct adm_token *token;
    void (*read)(struct adm_scan *scan, size_t at);
    // Four characters. `?` is any byte, `#` a digit, `%` a letter, a digit or one of _ - .
    char window[5];
    uint8_t back; // bytes from the start of the token to the window
    bool fold;    // letters in either case
};

// The first candidate at or after `from`, or text.len; the buckets that agreed in `found`.
size_t adm_prefilter_find(struct adm_str text, size_t from, uint32_t *found);
// Calls what the literals that really stand at `at` lead to.
void adm_prefilter_dispatch(struct adm_scan *scan, size_t at, uint32_t found);
