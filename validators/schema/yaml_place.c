// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/yaml_place.h"

#include <string.h>

#include "validators/schema/yaml_map.h"
#include "validators/schema/yaml_refuse.h"

// NULL (with err) without memory.
static struct adm_member *push_member(struct adm_yaml_events *events, struct adm_error *err) {
    if (events->pending_count == events->pending_capacity) {
        uint32_t capacity = events->pending_capacity == 0 ? 128 : events->pending_capacity * 2;
        struct adm_member *grown =
            adm_arena_grow(events->arena, events->pending, events->pending_capacity * sizeof *grown,
                           capacity * sizeof *grown);
        if (grown == NULL) {
            (void)adm_fail(err, ADM_MEMORY, "out of memory for the values of the document");
            return NULL;
        }
        events->pending = grown;
        events->pending_capacity = capacity;
    }
    return &events->pending[events->pending_count++];
}

static enum adm_yaml_refusal key_refusal(enum adm_node_type type) {
    switch (type) {
    case ADM_NODE_NULL:
        return ADM_YAML_KEY_NULL;
    case ADM_NODE_BOOL:
        return ADM_YAML_KEY_BOOL;
    case ADM_NODE_TIMESTAMP:
        return ADM_YAML_KEY_TIMESTAMP;
    case ADM_NODE_INT:
    case ADM_NODE_FLOAT:
        return ADM_YAML_KEY_NUMBER;
    case ADM_NODE_TEXT:
    case ADM_NODE_LIST:
    case ADM_NODE_MAP:
        break;
    }
    return ADM_YAML_KEY_CONTAINER;
}

// A key that is no text still has one (`on`), under which its value can be judged.
static void take_key(struct adm_yaml_events *events, struct adm_yaml_frame *frame,
                     const struct adm_yaml_item *item, struct adm_span span) {
    const struct adm_node *node = item->node;
    frame->state = ADM_YAML_KEY_REFUSED;
    frame->member = (struct adm_member){.key_span = span};
    if (events->pending_count - frame->first == ADM_YAML_READ_KEYS_MAX)
        adm_yaml_events_stop(events, ADM_YAML_KEYS, span);
    if (node == NULL)
        return;
    if (item->resolved == ADM_YAML_RESOLVED_MERGE) {
        frame->state = ADM_YAML_KEY_MERGE;
        frame->merges = true;
        return;
    }
    if (node->type != ADM_NODE_TEXT)
        adm_yaml_refuse_at(events->found, key_refusal(node->type), span);
    if (node->type == ADM_NODE_LIST || node->type == ADM_NODE_MAP || node->type == ADM_NODE_NULL)
        return;
    frame->state = ADM_YAML_KEY_TEXT;
    frame->member.key = node->text;
    frame->member.hash = adm_yaml_tree_hash(node->text);
}

static bool is_mergeable(const struct adm_node *node) {
    bool maps = node->type == ADM_NODE_LIST;
    for (uint32_t i = 0; maps && i < node->count; i++)
        maps = node->children[i].value->type == ADM_NODE_MAP;
    return maps || node->type == ADM_NODE_MAP;
}

// Whether the value is to be kept; clears the way for the next key.
static bool settle_key(struct adm_yaml_events *events, struct adm_yaml_frame *frame,
                       const struct adm_node *node, struct adm_span span) {
    enum adm_yaml_key state = frame->state;
    frame->state = ADM_YAML_KEY_AWAITED;
    if (state != ADM_YAML_KEY_MERGE || node == NULL || is_mergeable(node))
        return state != ADM_YAML_KEY_REFUSED && node != NULL;
    const struct adm_label reason = {frame->member.key_span, ADM_STR("merged here")};
    struct adm_span place = span.end > span.start ? span : frame->member.key_span;
    adm_yaml_refuse_because(events->found, ADM_YAML_MERGE, place, reason);
    return false;
}

// Puts a finished value where it belongs. `span` is where it stands, `via` the alias or {0, 0}.
bool adm_yaml_place_value(struct adm_yaml_events *events, const struct adm_yaml_item *item,
                          struct adm_span span, struct adm_span via, struct adm_error *err) {
    if (events->depth == 0) {
        events->root = item->node;
        return true;
    }
    struct adm_yaml_frame *frame = &events->frames[events->depth - 1];
    frame->end = span.end;
    if (frame->state == ADM_YAML_KEY_AWAITED) {
        take_key(events, frame, item, span);
        return true;
    }
    frame->item.weight += item->weight;
    if (item->levels > frame->item.levels)
        frame->item.levels = item->levels;
    if (item->height + 1 > frame->item.height)
        frame->item.height = item->height + 1;
    if (frame->state == ADM_YAML_KEY_NEVER ? item->node == NULL
                                           : !settle_key(events, frame, item->node, span))
        return true;
    struct adm_member *member = push_member(events, err);
    if (member == NULL)
        return false;
    *member = frame->member;
    member->value = item->node;
    member->via = via;
    return true;
}

bool adm_yaml_place_members(struct adm_yaml_events *events, const struct adm_yaml_frame *frame) {
    struct adm_node *node = frame->item.node;
    uint32_t count = events->pending_count - frame->first;
    events->pending_count = frame->first;
    if (count == 0)
        return true;
    const struct adm_member *members = events->pending + frame->first;
    if (node->type == ADM_NODE_MAP && !adm_yaml_map_unique(members, count, events->found))
        return false;
    if (frame->merges)
        return adm_yaml_map_merge(members, count, events->arena, node);
    struct adm_member *children = adm_arena_alloc(events->arena, count * sizeof *children);
    if (children == NULL)
        return false;
    memcpy(children, members, count * sizeof *children);
    node->children = children;
    node->count = count;
    return true;
}
