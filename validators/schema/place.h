// SPDX-License-Identifier: Apache-2.0
// A way from a document's root to a value: shared nodes (aliases) have several.
#pragma once

#include "core/arena.h"
#include "validators/schema/yaml_tree.h"

struct adm_place {
    const struct adm_place *parent;  // NULL at the root
    const struct adm_member *member; // NULL at the root
    const struct adm_node *node;
    uint32_t index; // in the parent
};

// "catalogs.default.credentials", "services[0]", "attributes.\"deployment.environment\"": keys that
// are not plain words are quoted; longer than 64 bytes cut; those that are more likely a broken
// line (with a space, a quote, a control character, …) are only `…`. Empty at the root.
struct adm_str adm_place_path(const struct adm_place *place, struct adm_arena *arena);
// The same of a place whose parent's path is known.
struct adm_str adm_place_path_below(struct adm_str above, const struct adm_place *place,
                                    struct adm_arena *arena);
