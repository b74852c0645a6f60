// SPDX-License-Identifier: Apache-2.0
// Whole files, with a limit.
#pragma once

#include "core/arena.h"
#include "core/error.h"

// Reads a regular file, pipe or device into the arena, with a NUL after it.
ADM_CHECKED bool adm_file_read(const char *path, size_t limit, struct adm_arena *arena,
                               struct adm_str *out, struct adm_error *err);
// What messages call standard input.
#define ADM_FILE_STDIN "<stdin>"
// The same for standard input, whatever it is.
ADM_CHECKED bool adm_file_read_stdin(size_t limit, struct adm_arena *arena, struct adm_str *out,
                                     struct adm_error *err);
