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

// A key that is no text still has one (`on`), under which its value can be judged. Apart, as is
// what takes a value: together they would save registers for each other.
__attribute__((noinline)) static bool take_key(struct adm_yaml_events *events,
                                               struct adm_yaml_frame *frame,
                                               const struct adm_yaml_item *item,
                                               struct adm_span span, struct adm_error *err) {
    const struct adm_node *node = item->node;
    frame->state = ADM_YAML_KEY_REFUSED;
    if (events->pending_count - frame->first == ADM_YAML_READ_KEYS_MAX)
        adm_yaml_events_stop(events, ADM_YAML_KEYS, span);
    if (node == NULL)
        return true;
    bool merges = item->resolved == ADM_YAML_RESOLVED_MERGE;
    if (node->type != ADM_NODE_TEXT)
        adm_yaml_refuse_at(events->found, key_refusal(node->type), span);
    if (node->type == ADM_NODE_LIST || node->type == ADM_NODE_MAP || node->type == ADM_NODE_NULL)
        return true;
    struct adm_member *member = push_member(events, err);
    if (member == NULL)
        return false;
    frame->state = merges ? ADM_YAML_KEY_MERGE : ADM_YAML_KEY_TEXT;
    frame->merges = frame->merges || merges;
    member->key = merges ? (struct adm_str){0} : node->text;
    member->hash = merges ? 0 : adm_yaml_tree_hash(node->text);
    member->key_span = span;
    return true;
}

static bool is_mergeable(const struct adm_node *node) {
    bool maps = node->type == ADM_NODE_LIST;
    for (uint32_t i = 0; maps && i < node->count; i++)
        maps = node->children[i].value->type == ADM_NODE_MAP;
    return maps || node->type == ADM_NODE_MAP;
}

// Whether the key that waits, if there is one, gets the value; clears the way for the next key.
static bool settle_key(struct adm_yaml_events *events, struct adm_yaml_frame *frame,
                       const struct adm_node *node, struct adm_span span) {
    enum adm_yaml_key state = frame->state;
    frame->state = ADM_YAML_KEY_AWAITED;
    if (state == ADM_YAML_KEY_REFUSED)
        return false;
    if (node != NULL && (state != ADM_YAML_KEY_MERGE || is_mergeable(node)))
        return true;
    struct adm_span key = events->pending[--events->pending_count].key_span;
    if (node == NULL)
        return false;
    const struct adm_label reason = {key, ADM_STR("merged here")};
    adm_yaml_refuse_because(events->found, ADM_YAML_MERGE, span.end > span.start ? span : key,
                            reason);
    return false;
}

// Of a list: a new one.
static struct adm_member *element(struct adm_yaml_events *events, struct adm_error *err) {
    struct adm_member *member = push_member(events, err);
    if (member != NULL)
        *member = (struct adm_member){0};
    return member;
}

bool adm_yaml_place_value(struct adm_yaml_events *events, const struct adm_yaml_item *item,
                          struct adm_span span, struct adm_span via, struct adm_error *err) {
    struct adm_node *node = item->node;
    if (events->depth == 0) {
        events->root = node;
        return true;
    }
    struct adm_yaml_frame *frame = &events->frames[events->depth - 1];
    frame->end = span.end;
    if (frame->state == ADM_YAML_KEY_AWAITED)
        return take_key(events, frame, item, span, err);
    frame->item.weight += item->weight;
    if (item->levels > frame->item.levels)
        frame->item.levels = item->levels;
    if (item->height + 1 > frame->item.height)
        frame->item.height = item->height + 1;
    bool list = frame->state == ADM_YAML_KEY_NEVER;
    if (list ? node == NULL : !settle_key(events, frame, node, span))
        return true;
    struct adm_member *member =
        list ? element(events, err) : &events->pending[events->pending_count - 1];
    if (member == NULL)
        return false;
    member->value = node;
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
    const struct adm_yaml_tree_index *index = NULL;
    if (node->type == ADM_NODE_MAP && !adm_yaml_map_unique(members, count, events->found, &index))
        return false;
    if (frame->merges)
        return adm_yaml_map_merge(members, count, events->arena, node);
    struct adm_member *children = adm_arena_alloc(events->arena, count * sizeof *children);
    if (children == NULL)
        return false;
    memcpy(children, members, count * sizeof *children);
    node->children = children;
    node->count = count;
    node->index = index;
    return true;
}
