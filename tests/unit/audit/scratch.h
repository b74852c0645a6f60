// SPDX-License-Identifier: Apache-2.0
// A directory of its own for a test, and what its files hold.
#pragma once

#include "core/arena.h"

// Made by setup, removed with its files by teardown.
void scratch_setup(void);
void scratch_teardown(void);
// The path of a file in there; in the arena.
const char *scratch_path(const char *name);
// The whole file, NUL after it; empty when it cannot be read.
struct adm_str scratch_read(const char *path);
void scratch_write(const char *path, const char *text);

extern struct adm_arena scratch_arena;
