// SPDX-License-Identifier: Apache-2.0
// A file of `validate`: its text, and what its place says about it.
#pragma once

#include "core/arena.h"
#include "core/error.h"

struct adm_validate_input {
    const char *name;           // as messages call it
    struct adm_str text;        // in the arena
    struct adm_str environment; // that its folder names (…/platform/<environment>/platform.yaml)
};

// Reads a file or standard input ("-"). Beside what cannot be read, ADM_INVALID for a Kubernetes
// manifest.
ADM_CHECKED bool adm_validate_input_read(const char *path, struct adm_arena *arena,
                                         struct adm_validate_input *out, struct adm_error *err);
