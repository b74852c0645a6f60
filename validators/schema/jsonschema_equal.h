// SPDX-License-Identifier: Apache-2.0
// Equality of values as JSON Schema means it: 1 is 1.0, the order of keys does not count; and
// finding equal elements without comparing all pairs.
#pragma once

#include "core/arena.h"
#include "core/error.h"
#include "validators/schema/yaml_tree.h"

// Work that is left to do. At 0 every answer is void, and whoever gave the budget gives up.
struct adm_jsonschema_budget {
    size_t left;
};

// False when the budget has run out.
bool adm_jsonschema_equal_values(const struct adm_node *a, const struct adm_node *b,
                                 struct adm_jsonschema_budget *budget);

// Two equal elements of a list; both NULL when all differ.
struct adm_jsonschema_twins {
    const struct adm_member *earlier, *later;
};

// The first element of a list that equals one before it, with that. Working memory is the arena's
// until it returns. ADM_MEMORY.
ADM_CHECKED bool adm_jsonschema_equal_elements(const struct adm_node *list, struct adm_arena *arena,
                                               struct adm_jsonschema_budget *budget,
                                               struct adm_jsonschema_twins *out,
                                               struct adm_error *err);
