// SPDX-License-Identifier: Apache-2.0
// Standard base64 (RFC 4648 §4), canonical form only: padded, no white space, unused bits zero.
#pragma once

#include "core/text.h"

// Decodes into the arena (a NUL follows). False when `encoded` is not canonical or memory ran out;
// an empty text decodes to an empty slice.
ADM_CHECKED bool adm_base64_decode(struct adm_str encoded, struct adm_arena *arena,
                                   struct adm_str *out);
// Appends the encoding of `bytes`.
void adm_base64_encode(struct adm_str bytes, struct adm_text *out);
