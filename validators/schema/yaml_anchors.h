// SPDX-License-Identifier: Apache-2.0
// The anchors of a document and what they name.
#pragma once

#include "core/arena.h"
#include "core/error.h"
#include "validators/schema/yaml_resolve.h"

// A value with what it costs to walk it, aliases expanded: values, the containers nested in it
// (itself included), and the aliases that lie within one another.
struct adm_yaml_item {
    struct adm_node *node; // NULL: refused, to be left out
    uint32_t weight, height, levels;
    enum adm_yaml_resolved resolved; // of a plain scalar
};

struct adm_yaml_anchor {
    struct adm_str name;
    struct adm_span span;      // of `&name`
    struct adm_yaml_item item; // once `closed`
    bool closed;
};

struct adm_yaml_anchors {
    struct adm_yaml_anchor *items; // in reading order
    uint16_t *order;               // their indexes, by name
    uint16_t count, capacity;
};

// The anchor, or NULL. Valid until the next one is added.
struct adm_yaml_anchor *adm_yaml_anchors_find(const struct adm_yaml_anchors *all,
                                              struct adm_str name);
// Adds a new name, of which there must be fewer than ADM_YAML_READ_ANCHORS_MAX, with the index
// count - 1. False without memory.
ADM_CHECKED bool adm_yaml_anchors_add(struct adm_yaml_anchors *all, struct adm_arena *arena,
                                      struct adm_str name, struct adm_span span);
