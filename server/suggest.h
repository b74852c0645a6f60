// SPDX-License-Identifier: Apache-2.0
// "Did you mean …?" for mistyped verbs, flags and configuration keys.
#pragma once

#include <stddef.h>

// The candidate nearest to `word`, or NULL when none is near. Words longer than 64 bytes have none.
const char *adm_suggest_nearest(const char *word, const char *const *candidates, size_t count);
