// SPDX-License-Identifier: Apache-2.0
// A patched object as lines of YAML, as kubectl writes it, each with its sign; what must not be
// shown is hidden (server/diff_shown.h). The same tree always gives the same lines.
#pragma once

#include "server/diff_lines.h"
#include "server/diff_tree.h"

// Lines live in the arena. ADM_MEMORY.
ADM_CHECKED bool adm_diff_yaml_write(const struct adm_diff_tree *tree, struct adm_arena *arena,
                                     struct adm_diff_lines *out, struct adm_error *err);
