// SPDX-License-Identifier: Apache-2.0
// The members of one map once they are all read: no key twice, and merge keys (`<<`) resolved as
// PyYAML does.
#pragma once

#include "core/arena.h"
#include "core/error.h"
#include "validators/schema/diagnostic.h"

// A `<<` among the members has a key without bytes (data NULL); the key "" has some.
static inline bool adm_yaml_map_is_merge(const struct adm_member *member) {
    return member->key.data == NULL;
}

// A second hash, for keys that were made to have one of the first (FNV-1a). Not secret either.
static inline uint32_t adm_yaml_map_rehash(struct adm_str key) {
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; i < key.len; i++)
        hash = (hash ^ (unsigned char)key.data[i]) * UINT64_C(0x100000001B3);
    return (uint32_t)(hash >> 32U ^ hash);
}

// Refuses each key that stands in the map before. `*index` is how to find one of many keys without
// `<<`, or NULL; in the arena of the diagnostics. False without memory.
ADM_CHECKED bool adm_yaml_map_unique(const struct adm_member *members, uint32_t count,
                                     struct adm_diagnostics *found,
                                     const struct adm_yaml_tree_index **index);
// Makes the members of a map that has `<<`, in the arena: the written ones, then those that are
// merged. Written keys win wherever they stand, of two `<<` the later, in a list of maps the
// earlier. Values under `<<` are maps and lists of maps. False without memory.
ADM_CHECKED bool adm_yaml_map_merge(const struct adm_member *members, uint32_t count,
                                    struct adm_arena *arena, struct adm_node *map);
