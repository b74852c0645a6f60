// SPDX-License-Identifier: Apache-2.0
// Texts of YAML that span lines or have escapes, as they are meant.
#pragma once

#include "core/arena.h"
#include "core/error.h"

// Joins lines: blanks around a line end go, one line end is a space, each further one a line end.
// `quote` is '\'' (two are one), '"' (escapes) or 0. False on an escape that is not among
// \" \\ \/ \n \t \r \uXXXX, and without memory.
ADM_CHECKED bool adm_manifest_fold(struct adm_str raw, char quote, struct adm_arena *arena,
                                   struct adm_str *out);

struct adm_manifest_block {
    bool folded; // `>`
    int chomp;   // -1 `-`, 0, 1 `+`
    size_t indent;
};
// The text of a block scalar whose lines begin at `*at` (a line's start). `*at` moves to the line
// behind it. False when a tab disturbs the indentation, and without memory.
ADM_CHECKED bool adm_manifest_fold_block(const struct adm_manifest_block *block, const char **at,
                                         const char *end, struct adm_arena *arena,
                                         struct adm_str *out);
