// SPDX-License-Identifier: Apache-2.0
// From libyaml's events to the tree: depth, node and alias budgets, keys, spans. The arena owns
// everything it makes.
#pragma once

#include <yaml.h>

#include "validators/schema/yaml_anchors.h"
#include "validators/schema/yaml_gaps.h"
#include "validators/schema/yaml_read.h"
#include "validators/schema/yaml_scan.h"
#include "validators/schema/yaml_words.h"

enum adm_yaml_key {
    ADM_YAML_KEY_NEVER, // a list
    ADM_YAML_KEY_AWAITED,
    ADM_YAML_KEY_TEXT,
    ADM_YAML_KEY_MERGE,
    ADM_YAML_KEY_REFUSED, // its value is left out
};

// An open list or map.
struct adm_yaml_frame {
    struct adm_yaml_item item;
    uint32_t anchor; // 1 + its index, or 0
    uint32_t first;  // of its members among the pending ones
    uint32_t end;    // byte offset of where its last child ends
    enum adm_yaml_key state;
    bool merges; // has a `<<`
    bool flow;
};

struct adm_yaml_events {
    struct adm_arena *arena;
    struct adm_diagnostics *found;
    struct adm_str text;
    const struct adm_yaml_scan *scan;
    const yaml_event_t *event;      // the current one; the caller's
    struct adm_span span;           // of the event, what it is tagged and anchored with left out
    size_t mark_index, mark_offset; // a code point of the text and its byte
    struct adm_member *pending;     // members of all open frames, the innermost last; a map's last
                                    // one may wait for its value
    uint32_t pending_count, pending_capacity;
    struct adm_node *spare; // nodes that are not used yet
    uint32_t spare_count;
    struct adm_yaml_anchors anchors;
    struct adm_yaml_gaps gaps;
    struct adm_node key;    // a scalar that is only a key
    struct adm_span quoted; // the last quoted scalar
    struct adm_span alias;  // the last alias
    uint32_t nodes;         // written in the text
    uint32_t expanded;      // that aliases add
    uint32_t documents, depth, flow_depth;
    bool stopped; // refused what reading cannot go on after
    const struct adm_node *root;
    struct adm_yaml_frame frames[ADM_YAML_READ_DEPTH_MAX];
};

// A new node; NULL (with err) without memory.
struct adm_node *adm_yaml_events_node(struct adm_yaml_events *events, struct adm_span span,
                                      struct adm_error *err);
// Ends reading without a tree.
void adm_yaml_events_give_up(struct adm_yaml_events *events);
// Refuses what reading cannot go on after.
void adm_yaml_events_stop(struct adm_yaml_events *events, enum adm_yaml_refusal refusal,
                          struct adm_span span);
// Takes the event that `events->event` points to. False without memory.
ADM_CHECKED bool adm_yaml_events_take(struct adm_yaml_events *events, struct adm_error *err);
// The byte offset of one of libyaml's marks, which count code points. Fast when near the last one.
uint32_t adm_yaml_events_offset(struct adm_yaml_events *events, const yaml_mark_t *mark);
