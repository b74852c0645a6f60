// SPDX-License-Identifier: Apache-2.0
// The position in front of a reader's message.
#pragma once

#include <stdint.h>

struct adm_check_position {
    uint32_t line, column;
};

// Reads "<before>LINE<between>COLUMN: " at the start of `message` and returns what follows; NULL,
// with `out` untouched, when it does not begin so.
const char *adm_check_position_read(const char *message, const char *before, const char *between,
                                    struct adm_check_position *out);
