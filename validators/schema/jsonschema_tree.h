// SPDX-License-Identifier: Apache-2.0
// JSON text as a tree of the same nodes that documents are made of: schemas are compiled from it,
// and their defaults, choices and annotations are nodes of it.
#pragma once

#include "core/arena.h"
#include "core/error.h"
#include "validators/schema/yaml_tree.h"

#define ADM_JSONSCHEMA_TREE_BYTES_MAX ((size_t)4 * 1024 * 1024)
#define ADM_JSONSCHEMA_TREE_DEPTH_MAX 128

// Nodes and strings are the arena's; their spans are {0, 0}. Integers beyond int64 are not JSON
// here. ADM_SYNTAX with line and column, also for a key that stands twice; ADM_LIMIT; ADM_MEMORY.
ADM_CHECKED bool adm_jsonschema_tree_read(struct adm_str text, struct adm_arena *arena,
                                          const struct adm_node **out, struct adm_error *err);
