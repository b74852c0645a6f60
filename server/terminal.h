// SPDX-License-Identifier: Apache-2.0
// What a stream is to its reader.
#pragma once

#include <stdbool.h>
#include <stdio.h>

// Whether colour is wanted on it: a terminal, not a dumb one, and no NO_COLOR.
bool adm_terminal_has_colour(FILE *out);
