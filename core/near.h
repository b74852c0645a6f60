// SPDX-License-Identifier: Apache-2.0
// "Did you mean …?" for mistyped words.
#pragma once

#include "core/str.h"

// The word nearest to `typed`: at most a third of it wrong (one letter of two), and at most three
// letters. NULL when none is near; texts longer than 64 bytes are near to nothing.
const char *adm_near_word(struct adm_str typed, const char *const *words, size_t count);
