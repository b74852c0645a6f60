// SPDX-License-Identifier: Apache-2.0
// From libyaml's events to the tree: depth, node and alias budgets, keys. One value a stream; the
// arena owns everything it makes.
#pragma once

#include <yaml.h>

#include "core/yaml.h"

// A value with what it costs to walk it: text bytes and 16 for each value (what an alias to it adds
// to the whole), and the containers nested in it, itself included.
struct adm_yaml_item {
    struct adm_yaml *node;
    size_t weight;
    unsigned height;
};

struct adm_yaml_frame {
    struct adm_yaml_item item; // the open list or map
    struct adm_yaml *last;     // its newest value
    struct adm_yaml *key;      // a map's key that waits for its value
    const char *anchor;        // in the arena, or NULL
    size_t count;              // values
    bool merges;               // has a key `<<`
};

struct adm_yaml_anchor {
    const char *name;
    struct adm_yaml_item item; // node NULL while it is open
};

struct adm_yaml_build {
    const char *name; // of the file
    struct adm_arena *arena;
    const yaml_event_t *event; // the current one; the caller's
    struct adm_yaml_frame frames[ADM_YAML_DEPTH_MAX];
    size_t depth;
    struct adm_yaml **documents;
    size_t count, capacity;
    struct adm_yaml_anchor *anchors; // of the current document
    size_t anchor_count;
    size_t nodes;
    size_t expanded; // weight that aliases added
};

// Takes the event that `build->event` points to; those of stream and document ends do nothing.
ADM_CHECKED bool adm_yaml_build_event(struct adm_yaml_build *build, struct adm_error *err);
