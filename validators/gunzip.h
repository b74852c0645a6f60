// SPDX-License-Identifier: Apache-2.0
// One gzip member (RFC 1952), strictly: no optional header fields, no second member, nothing after.
#pragma once

#include "core/arena.h"
#include "core/error.h"

// Where the member announces a size below both limits: at most ADM_HELM_INFLATED_MAX bytes and,
// after 8 MiB, 200 times the input.
bool adm_gunzip_fits(struct adm_str packed);
// The inflated size that the member announces; 0 for what is too short to be one, or to inflate to
// that much (deflate reaches 1032:1).
size_t adm_gunzip_announced(struct adm_str packed);
// Inflates into the arena, within the limits above; ADM_JSON_PADDING writable zero bytes follow.
// False on anything else than one plain member with the right CRC and size.
ADM_CHECKED bool adm_gunzip_one(struct adm_str packed, struct adm_arena *arena,
                                struct adm_str *out);
