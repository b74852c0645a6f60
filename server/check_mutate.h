// SPDX-License-Identifier: Apache-2.0
// What a patch makes of an object, and how `check --mutate` shows it: as a YAML diff that hides
// whatever is neither the patch's nor structure.
#pragma once

#include <stdio.h>

#include "server/diff_tree.h"

struct adm_check_mutated {
    struct adm_diff_tree tree;
    const struct adm_json *object; // the result, to be judged
};

// Applies `patch` (a JSON Patch document of our mutators). Everything lives in the arena.
ADM_CHECKED bool adm_check_mutate_apply(const struct adm_json *object, struct adm_str patch,
                                        struct adm_arena *arena, struct adm_check_mutated *out,
                                        struct adm_error *err);
// Prints the diff, indented as the parts of a finding; `name` is the object's in the headers. False
// when there was no memory for it.
bool adm_check_mutate_print(const struct adm_check_mutated *mutated, struct adm_str name,
                            bool colour, FILE *out);
