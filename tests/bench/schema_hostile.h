// SPDX-License-Identifier: Apache-2.0
// Documents of about a megabyte that are made to be slow.
#pragma once

#include "core/text.h"

#define HOSTILE_BYTES ((size_t)1024 * 1024)

struct hostile {
    const char *name;
    // May write a little more than HOSTILE_BYTES: the rest is cut off.
    void (*write)(struct adm_text *out);
};

extern const struct hostile hostiles[];
extern const size_t hostile_count;
