// SPDX-License-Identifier: Apache-2.0
// Digests that name a value without showing it.
#pragma once

#include "core/arena.h"

// First 12 hex digits of HMAC-SHA256(key, value), in the arena: equal values can be recognised
// within one installation, and nobody without the key can guess them. Empty when GnuTLS fails.
struct adm_str adm_fingerprint_of(struct adm_str key, struct adm_str value,
                                  struct adm_arena *arena);
// Lower-case hex of `len` bytes into `out` (2 × len + 1 bytes).
void adm_fingerprint_hex(const unsigned char *bytes, size_t len, char *out);
