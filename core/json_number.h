// SPDX-License-Identifier: Apache-2.0
// JSON's numbers (RFC 8259, section 6): -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?
#pragma once

#include <stdbool.h>

// Goes over the number at `from`, as far as it is one; `*end` is where that ends. False when it is
// none. Something that is no digit must follow the text, a NUL for one.
bool adm_json_number_end(char *from, char **end);
