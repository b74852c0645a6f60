// SPDX-License-Identifier: Apache-2.0
// UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing beyond U+10FFFF.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/str.h"

// Bytes of the well-formed sequence at `at` (1..4), or 0. Reads at most up to the first bad byte,
// so a NUL after the text is enough.
size_t adm_utf8_length(const char *at);
// The same for the byte `at` (below text.len) of a text that no NUL need follow: its end counts as
// one.
size_t adm_utf8_at(struct adm_str text, size_t at);
// Writes a rune (a valid scalar value) and returns its bytes, 1..4.
size_t adm_utf8_encode(uint32_t rune, char *out);
