// SPDX-License-Identifier: Apache-2.0
#include "core/yaml_build.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/yaml_keys.h"
#include "core/yaml_scalar.h"

enum { NODE_WEIGHT = 16, ANCHORS_MAX = 1000 };

struct mark {
    size_t line, column; // 1-based
};

static struct mark here(const struct adm_yaml_build *build) {
    return (struct mark){build->event->start_mark.line + 1, build->event->start_mark.column + 1};
}

static struct mark mark_of(const struct adm_yaml *node) {
    return (struct mark){node->line, node->column};
}

#define fail_at(build, mark, code, err, text)                                                      \
    adm_fail(err, code, "%s:%zu:%zu: " text, (build)->name, (mark).line, (mark).column)
#define fail_about(build, code, err, text, ...)                                                    \
    adm_fail(err, code, "%s:%zu:%zu: " text, (build)->name, here(build).line, here(build).column,  \
             __VA_ARGS__)

static bool fail_memory(const struct adm_yaml_build *build, struct adm_error *err) {
    return fail_at(build, here(build), ADM_MEMORY, err,
                   "the document is too large to be held; split it");
}

// NULL (with err) past the limits.
static struct adm_yaml *new_node(struct adm_yaml_build *build, enum adm_yaml_type type,
                                 struct adm_error *err) {
    if (build->nodes == ADM_YAML_NODES_MAX) {
        (void)fail_about(build, ADM_LIMIT, err, "more than %u values; split the file",
                         ADM_YAML_NODES_MAX);
        return NULL;
    }
    struct adm_yaml *node = adm_arena_array(build->arena, 1, sizeof *node);
    if (node == NULL) {
        (void)fail_memory(build, err);
        return NULL;
    }
    build->nodes++;
    node->type = type;
    node->line = (uint32_t)here(build).line;
    node->column = (uint32_t)here(build).column;
    return node;
}

// Names of anchors stay out of messages: an unquoted password may begin with * or &.
static struct adm_yaml_anchor *find_anchor(const struct adm_yaml_build *build, const char *name) {
    for (size_t i = 0; i < build->anchor_count; i++)
        if (strcmp(build->anchors[i].name, name) == 0)
            return &build->anchors[i];
    return NULL;
}

// Takes the name at once, so that an alias inside its own value is found to be one. `*out` stays
// NULL for a value without an anchor.
static bool open_anchor(struct adm_yaml_build *build, const yaml_char_t *anchor, const char **out,
                        struct adm_error *err) {
    const char *name = (const char *)anchor;
    if (name == NULL)
        return true;
    if (find_anchor(build, name) != NULL)
        return fail_at(build, here(build), ADM_INVALID, err,
                       "the anchor is defined a second time; give it another name, or quote the "
                       "value if it only begins with &");
    if (build->anchor_count == ANCHORS_MAX)
        return fail_about(build, ADM_LIMIT, err,
                          "more than %d anchors in a document; write the values out", ANCHORS_MAX);
    if (build->anchors == NULL)
        build->anchors = adm_arena_array(build->arena, ANCHORS_MAX, sizeof *build->anchors);
    const char *copy = adm_arena_copy(build->arena, adm_str_from(name)).data;
    if (build->anchors == NULL || copy == NULL)
        return fail_memory(build, err);
    build->anchors[build->anchor_count++] = (struct adm_yaml_anchor){.name = copy};
    *out = copy;
    return true;
}

static void close_anchor(const struct adm_yaml_build *build, const char *name,
                         struct adm_yaml_item item) {
    struct adm_yaml_anchor *anchor = name == NULL ? NULL : find_anchor(build, name);
    if (anchor != NULL)
        anchor->item = item;
}

static bool add_document(struct adm_yaml_build *build, struct adm_yaml *node,
                         struct adm_error *err) {
    if (build->count == build->capacity) {
        size_t capacity = build->capacity == 0 ? 8 : build->capacity * 2;
        struct adm_yaml **grown =
            adm_arena_grow(build->arena, build->documents, build->capacity * sizeof(void *),
                           capacity * sizeof(void *));
        if (grown == NULL)
            return fail_memory(build, err);
        build->documents = grown;
        build->capacity = capacity;
    }
    build->documents[build->count++] = node;
    return true;
}

static bool take_key(struct adm_yaml_build *build, struct adm_yaml *node, struct adm_error *err) {
    struct adm_yaml_frame *frame = &build->frames[build->depth - 1];
    if (node->type != ADM_YAML_SCALAR)
        return fail_at(build, mark_of(node), ADM_INVALID, err,
                       "a key must be text, not a list or a map");
    if (adm_yaml_scalar_of(node).kind == ADM_YAML_NULL)
        return fail_at(build, mark_of(node), ADM_INVALID, err,
                       "a key must be text, not null; quote it if the word is meant");
    frame->merges = frame->merges || adm_yaml_keys_is_merge(node);
    frame->key = node;
    return true;
}

// Puts a finished value where it belongs: the stream, a list, or a map as key or value.
static bool place(struct adm_yaml_build *build, struct adm_yaml_item item, struct adm_error *err) {
    if (build->depth == 0)
        return add_document(build, item.node, err);
    struct adm_yaml_frame *frame = &build->frames[build->depth - 1];
    frame->item.weight += item.weight;
    if (frame->item.node->type == ADM_YAML_MAP && frame->key == NULL)
        return take_key(build, item.node, err);
    if (item.height + 1 > frame->item.height)
        frame->item.height = item.height + 1;
    item.node->key = frame->key;
    frame->key = NULL;
    if (frame->last == NULL)
        frame->item.node->child = item.node;
    else
        frame->last->next = item.node;
    frame->last = item.node;
    frame->count++;
    return true;
}

static bool add_scalar(struct adm_yaml_build *build, struct adm_error *err) {
    const char *anchor = NULL;
    struct adm_yaml *node = new_node(build, ADM_YAML_SCALAR, err);
    if (node == NULL)
        return false;
    ADM_TRY(open_anchor(build, build->event->data.scalar.anchor, &anchor, err));
    const char *tag = (const char *)build->event->data.scalar.tag;
    node->plain = tag == NULL && build->event->data.scalar.plain_implicit;
    node->text =
        adm_arena_copy(build->arena, (struct adm_str){(const char *)build->event->data.scalar.value,
                                                      build->event->data.scalar.length});
    if (node->text.data == NULL)
        return fail_memory(build, err);
    if (tag != NULL && !adm_yaml_scalar_tag(node, tag, build->arena))
        return fail_about(build, ADM_INVALID, err, "the value does not fit its tag %.64s", tag);
    struct adm_yaml_item item = {node, NODE_WEIGHT + node->text.len, 0};
    close_anchor(build, anchor, item);
    return place(build, item, err);
}

static bool open_container(struct adm_yaml_build *build, enum adm_yaml_type type,
                           struct adm_error *err) {
    const yaml_event_t *event = build->event;
    const yaml_char_t *name =
        type == ADM_YAML_MAP ? event->data.mapping_start.anchor : event->data.sequence_start.anchor;
    struct adm_yaml_frame frame = {.item = {.weight = NODE_WEIGHT, .height = 1}};
    if (build->depth == ADM_YAML_DEPTH_MAX)
        return fail_about(build, ADM_LIMIT, err, "nested deeper than %d levels; flatten it",
                          ADM_YAML_DEPTH_MAX);
    frame.item.node = new_node(build, type, err);
    if (frame.item.node == NULL)
        return false;
    struct adm_yaml_frame *outer = build->depth == 0 ? NULL : &build->frames[build->depth - 1];
    if (outer != NULL && outer->item.node->type == ADM_YAML_MAP && outer->key == NULL)
        return take_key(build, frame.item.node, err);
    ADM_TRY(open_anchor(build, name, &frame.anchor, err));
    build->frames[build->depth++] = frame;
    return true;
}

static bool check_keys(struct adm_yaml_build *build, const struct adm_yaml_frame *frame,
                       struct adm_error *err) {
    struct adm_yaml *map = frame->item.node;
    const struct adm_yaml *wrong = NULL;
    if (!adm_yaml_keys_repeated(map, frame->count, build->arena, &wrong))
        return fail_memory(build, err);
    if (wrong != NULL)
        return adm_fail(err, ADM_INVALID, "%s:%u:%u: the key `%.*s` stands here twice; remove one",
                        build->name, wrong->key->line, wrong->key->column,
                        (int)(wrong->key->text.len < 64 ? wrong->key->text.len : 64),
                        wrong->key->text.data);
    if (!frame->merges || adm_yaml_keys_merge(map, build->arena, &wrong))
        return true;
    if (wrong == NULL)
        return fail_memory(build, err);
    return fail_at(build, mark_of(wrong), ADM_INVALID, err,
                   "`<<` merges a map or a list of maps, and this is neither; quote \"<<\" if the "
                   "key is meant");
}

static bool close_container(struct adm_yaml_build *build, struct adm_error *err) {
    const struct adm_yaml_frame frame = build->frames[--build->depth];
    if (frame.item.node->type == ADM_YAML_MAP)
        ADM_TRY(check_keys(build, &frame, err));
    close_anchor(build, frame.anchor, frame.item);
    return place(build, frame.item, err);
}

static bool add_alias(struct adm_yaml_build *build, struct adm_error *err) {
    const char *name = (const char *)build->event->data.alias.anchor;
    const struct adm_yaml_anchor *anchor = find_anchor(build, name);
    if (anchor == NULL)
        return fail_at(build, here(build), ADM_INVALID, err,
                       "the alias names no anchor above it; define it first, or quote the value if "
                       "it only begins with *");
    struct adm_yaml_item item = anchor->item;
    if (item.node == NULL)
        return fail_at(build, here(build), ADM_INVALID, err,
                       "the alias stands inside the value that it names; write the value out");
    if (item.height + build->depth > ADM_YAML_DEPTH_MAX)
        return fail_about(build, ADM_LIMIT, err,
                          "nested deeper than %d levels by an alias; flatten it",
                          ADM_YAML_DEPTH_MAX);
    build->expanded += item.weight;
    if (build->expanded > ADM_YAML_ALIAS_BYTES_MAX)
        return fail_about(build, ADM_LIMIT, err,
                          "aliases expand to more than %zu MiB; write the values out",
                          ADM_YAML_ALIAS_BYTES_MAX / 1024 / 1024);
    struct adm_yaml *node = new_node(build, item.node->type, err);
    if (node == NULL)
        return false;
    node->plain = item.node->plain;
    node->text = item.node->text;
    node->child = item.node->child;
    item.node = node;
    return place(build, item, err);
}

bool adm_yaml_build_event(struct adm_yaml_build *build, struct adm_error *err) {
    switch (build->event->type) {
    case YAML_DOCUMENT_START_EVENT:
        build->anchor_count = 0;
        return true;
    case YAML_ALIAS_EVENT:
        return add_alias(build, err);
    case YAML_SCALAR_EVENT:
        return add_scalar(build, err);
    case YAML_SEQUENCE_START_EVENT:
        return open_container(build, ADM_YAML_LIST, err);
    case YAML_MAPPING_START_EVENT:
        return open_container(build, ADM_YAML_MAP, err);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return close_container(build, err);
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        break;
    }
    return true;
}
