// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/yaml_events.h"

#include "validators/schema/yaml_leaf.h"
#include "validators/schema/yaml_place.h"
#include "validators/schema/yaml_properties.h"
#include "validators/schema/yaml_refuse.h"

enum { SPARE_NODES = 64 };

static bool fail_memory(struct adm_error *err) {
    return adm_fail(err, ADM_MEMORY, "out of memory for the values of the document");
}

void adm_yaml_events_stop(struct adm_yaml_events *events, enum adm_yaml_refusal refusal,
                          struct adm_span span) {
    adm_yaml_refuse_at(events->found, refusal, span);
    events->stopped = true;
}

void adm_yaml_events_give_up(struct adm_yaml_events *events) {
    events->stopped = true;
    events->root = NULL;
}

static bool stop_at(struct adm_yaml_events *events, enum adm_yaml_refusal refusal,
                    struct adm_span span) {
    adm_yaml_events_stop(events, refusal, span);
    return true;
}

static bool is_tail(char c) { return ((unsigned char)c & 0xC0U) == 0x80U; }

uint32_t adm_yaml_events_offset(struct adm_yaml_events *events, const yaml_mark_t *mark) {
    struct adm_str text = events->text;
    size_t at = events->mark_offset;
    if (events->scan->ascii)
        return (uint32_t)(mark->index < text.len ? mark->index : text.len);
    for (; events->mark_index < mark->index && at < text.len; events->mark_index++)
        for (at++; at < text.len && is_tail(text.data[at]);)
            at++;
    for (; events->mark_index > mark->index; events->mark_index--)
        for (at--; is_tail(text.data[at]);)
            at--;
    events->mark_offset = at;
    return (uint32_t)at;
}

struct adm_node *adm_yaml_events_node(struct adm_yaml_events *events, struct adm_span span,
                                      struct adm_error *err) {
    if (events->spare_count == 0) {
        events->spare = adm_arena_alloc(events->arena, SPARE_NODES * sizeof *events->spare);
        if (events->spare == NULL) {
            (void)fail_memory(err);
            return NULL;
        }
        events->spare_count = SPARE_NODES;
    }
    struct adm_node *node = events->spare++;
    events->spare_count--;
    *node = (struct adm_node){.span = span};
    events->nodes++;
    if (events->nodes + events->expanded > ADM_YAML_READ_NODES_MAX)
        adm_yaml_events_stop(events, ADM_YAML_NODES, span);
    return node;
}

static bool open_container(struct adm_yaml_events *events, enum adm_node_type type,
                           struct adm_error *err) {
    const yaml_event_t *event = events->event;
    bool map = type == ADM_NODE_MAP;
    const yaml_char_t *name =
        map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor;
    const yaml_char_t *tag = map ? event->data.mapping_start.tag : event->data.sequence_start.tag;
    bool flow = map ? event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                    : event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    bool plain = name == NULL && tag == NULL;
    if (!plain)
        adm_yaml_properties_skip(events, (uint32_t)events->text.len);
    if (events->depth == ADM_YAML_READ_DEPTH_MAX)
        return stop_at(events, ADM_YAML_DEPTH,
                       (struct adm_span){events->span.start, events->span.start + 1});
    struct adm_yaml_frame *frame = &events->frames[events->depth];
    *frame = (struct adm_yaml_frame){.item = {.weight = 1, .height = 1},
                                     .first = events->pending_count,
                                     .flow = flow,
                                     .state = map ? ADM_YAML_KEY_AWAITED : ADM_YAML_KEY_NEVER};
    if (!plain) {
        (void)adm_yaml_properties_tag(events, tag);
        ADM_TRY(adm_yaml_properties_anchor(events, name, &frame->anchor, err));
    }
    struct adm_node *node = adm_yaml_events_node(events, events->span, err);
    if (node == NULL)
        return false;
    node->type = type;
    frame->item.node = node;
    events->flow_depth += flow ? 1 : 0;
    events->depth++;
    return true;
}

// A pair in a list (`[a: b]`) is a flow map without brackets.
static bool opens(struct adm_str text, uint32_t at) {
    return at < text.len && (text.data[at] == '[' || text.data[at] == '{');
}

// Apart, so that the many scalars save no registers for it.
__attribute__((noinline)) static bool close_container(struct adm_yaml_events *events,
                                                      struct adm_error *err) {
    const struct adm_yaml_frame *frame = &events->frames[--events->depth];
    struct adm_node *node = frame->item.node;
    // The event that ends a block collection stands before the next token, wherever that is.
    bool bracket = frame->flow && opens(events->text, node->span.start);
    node->span.end = bracket ? events->span.end : frame->end;
    if (node->span.end < node->span.start)
        node->span.end = node->span.start;
    events->flow_depth -= frame->flow ? 1 : 0;
    if (!adm_yaml_place_members(events, frame))
        return fail_memory(err);
    if (node->type == ADM_NODE_MAP && node->count > ADM_YAML_READ_KEYS_MAX)
        return stop_at(events, ADM_YAML_KEYS_MERGED, node->span);
    if (frame->anchor != 0)
        adm_yaml_properties_close(events, frame->anchor, &frame->item);
    return adm_yaml_place_value(events, &frame->item, node->span, (struct adm_span){0, 0}, err);
}

// The value that the alias stands for; one without a node, and a refusal, when there is none.
static struct adm_yaml_item resolve_alias(struct adm_yaml_events *events) {
    struct adm_str name = adm_str_from((const char *)events->event->data.alias.anchor);
    const struct adm_yaml_anchor *anchor = adm_yaml_anchors_find(&events->anchors, name);
    if (anchor == NULL) {
        adm_yaml_refuse_at(events->found, ADM_YAML_ANCHOR_UNKNOWN, events->span);
        return (struct adm_yaml_item){0};
    }
    if (anchor->closed && anchor->item.resolved == ADM_YAML_RESOLVED)
        return anchor->item;
    enum adm_yaml_refusal refusal = anchor->closed ? ADM_YAML_ALIAS_ODD : ADM_YAML_ALIAS_RECURSIVE;
    adm_yaml_refuse_because(events->found, refusal, events->span,
                            (struct adm_label){anchor->span, ADM_STR("it refers to this")});
    return (struct adm_yaml_item){0};
}

static bool take_alias(struct adm_yaml_events *events, struct adm_error *err) {
    struct adm_yaml_item item = resolve_alias(events);
    events->alias = events->span;
    item.levels++;
    if (events->depth + item.height > ADM_YAML_READ_DEPTH_MAX)
        return stop_at(events, ADM_YAML_ALIAS_DEPTH, events->span);
    events->expanded += item.weight;
    if (events->nodes + events->expanded > ADM_YAML_READ_NODES_MAX) {
        adm_yaml_refuse_budget(events->found, events->span, item.levels);
        events->stopped = true;
        return true;
    }
    return adm_yaml_place_value(events, &item, events->span, events->span, err);
}

static bool open_document(struct adm_yaml_events *events) {
    if (events->documents++ == 0)
        return true;
    struct adm_span line = {events->span.start, events->span.start};
    while (line.end < events->text.len && events->text.data[line.end] == '-')
        line.end++;
    return stop_at(events, ADM_YAML_SECOND_DOCUMENT, line);
}

// Code points are bytes as long as there is only ASCII.
static inline uint32_t offset_of(struct adm_yaml_events *events, const yaml_mark_t *mark) {
    if (!events->scan->ascii || mark->index > events->text.len)
        return adm_yaml_events_offset(events, mark);
    return (uint32_t)mark->index;
}

bool adm_yaml_events_take(struct adm_yaml_events *events, struct adm_error *err) {
    const yaml_event_t *event = events->event;
    uint32_t start = offset_of(events, &event->start_mark);
    const struct adm_span span = {start, offset_of(events, &event->end_mark)};
    events->span = span;
    // Most are scalars. They get the span as a value: what was just stored in two halves is slow to
    // load as one.
    if (event->type == YAML_SCALAR_EVENT)
        return adm_yaml_leaf_take(events, span, err);
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        return open_document(events);
    case YAML_ALIAS_EVENT:
        return take_alias(events, err);
    case YAML_SEQUENCE_START_EVENT:
        return open_container(events, ADM_NODE_LIST, err);
    case YAML_MAPPING_START_EVENT:
        return open_container(events, ADM_NODE_MAP, err);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return close_container(events, err);
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT:
    case YAML_SCALAR_EVENT:
        break;
    }
    return true;
}
