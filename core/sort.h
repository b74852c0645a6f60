// SPDX-License-Identifier: Apache-2.0
// Sorting what strangers send: in place, n log n whatever they thought of, no recursion and no
// allocation (qsort has one or the other).
#pragma once

#include <stddef.h>

// Sorts `count` elements of `size` bytes (at most ADM_SORT_SIZE_MAX) by `compare` (<0, 0, >0). Not
// stable: where that matters, `compare` must tell equal elements apart.
void adm_sort_heap(void *items, size_t count, size_t size,
                   int (*compare)(const void *a, const void *b));

#define ADM_SORT_SIZE_MAX 64
