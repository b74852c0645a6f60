// SPDX-License-Identifier: Apache-2.0
// A whole-value regular expression (PCRE2, UTF, anchored at both ends, no white space trimmed),
// with match and heap limits: a match that is too complex counts as no match. Compiled once,
// read-only.
#pragma once

#include "core/arena.h"
#include "core/error.h"

struct adm_pattern;

// ADM_SYNTAX with PCRE2's message and offset. Freed by adm_pattern_free.
ADM_CHECKED bool adm_pattern_new(struct adm_str expression, struct adm_pattern **out,
                                 struct adm_error *err);
void adm_pattern_free(struct adm_pattern *pattern);
// Whether the whole of `value` matches. Working memory (20 KiB to 2 MiB) comes from the arena and
// is given back before it returns.
bool adm_pattern_matches(const struct adm_pattern *pattern, struct adm_str value,
                         struct adm_arena *arena);
