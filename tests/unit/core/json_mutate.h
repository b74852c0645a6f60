// SPDX-License-Identifier: Apache-2.0
// Deterministic mutations of JSON texts: edits of the structure (most stay JSON) and of the bytes
// (most do not).
#pragma once

#include <stdint.h>

#include "core/str.h"

enum { MUTATE_TEXT_MAX = 16384, MUTATE_VALUES_MAX = 512 };

// A valid text and where its values are. `start` of a member is its key's quote.
struct mutate_seed {
    struct adm_str text; // at most 4096 bytes
    struct {
        uint32_t start, value, end; // [start, end) with the key, [value, end) without
    } values[MUTATE_VALUES_MAX];
    size_t value_count;
};

struct mutate_random {
    uint64_t state;
};

// A number below `below`.
size_t mutate_below(struct mutate_random *random, size_t below);
// Finds the values of a valid text.
void mutate_scan(struct adm_str text, struct mutate_seed *out);
// One mutant of the seed into `out` (MUTATE_TEXT_MAX bytes); returns its length.
size_t mutate_once(const struct mutate_seed *seed, struct mutate_random *random, char *out);
