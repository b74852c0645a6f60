// SPDX-License-Identifier: Apache-2.0
// One gzip member (RFC 1952), strictly: no optional header fields, no second member, nothing after.
#pragma once

#include "core/arena.h"
#include "core/error.h"

// Whether the size that the member announces is within the limits below.
bool adm_gunzip_fits(struct adm_str packed);
// Inflates into the arena (a NUL follows), at most ADM_HELM_INFLATED_MAX bytes and, after 8 MiB,
// 200 times the input. False on anything else than one plain member with the right CRC and size.
ADM_CHECKED bool adm_gunzip_one(struct adm_str packed, struct adm_arena *arena,
                                struct adm_str *out);
