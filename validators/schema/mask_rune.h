// SPDX-License-Identifier: Apache-2.0
// Code points on their way to a terminal: which never get there, and how wide the others are.
#pragma once

#include "core/text.h"

// The code point at `at` (< s.len) and its bytes; a byte that is no UTF-8 is U+FFFD and one byte.
size_t adm_mask_rune_next(struct adm_str s, size_t at, uint32_t *rune);
// Whether it steers a terminal, turns a line round, breaks it, or cannot be seen: controls,
// separators, every space but U+0020, bidirectional and other format characters, private use.
bool adm_mask_rune_is_unsafe(uint32_t rune);
// Columns of a terminal: 0 (combining marks), 2 (wide East Asian, emoji) or 1. By blocks, so a rare
// script's marks may count as 1: a caret is then off, nothing else.
size_t adm_mask_rune_width(uint32_t rune);
size_t adm_mask_rune_columns(struct adm_str s);
// Appends `s` with U+FFFD for whatever is unsafe or no UTF-8, and with the line breaks that
// `breaks` allows.
void adm_mask_rune_append(struct adm_text *out, struct adm_str s, bool breaks);
