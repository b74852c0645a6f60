// SPDX-License-Identifier: Apache-2.0
#include "validators/manifest_tree.h"

#include <string.h>

#include "validators/manifest_keys.h"
#include "validators/manifest_text.h"

enum { NODE_WEIGHT = 16, FIRST_NODES = 1024, BYTES_A_NODE = 16 };

bool adm_manifest_tree_fail(struct adm_manifest_tree *tree, enum adm_code code, const char *what) {
    tree->limited = tree->limited || code == ADM_LIMIT || code == ADM_MEMORY;
    return adm_manifest_text_fail(tree->text, tree->at, code, what, tree->err);
}

bool adm_manifest_tree_fail_memory(struct adm_manifest_tree *tree) {
    return adm_manifest_tree_fail(tree, ADM_MEMORY,
                                  "the manifest needs more memory than is allowed; split it");
}

void adm_manifest_tree_begin(struct adm_manifest_tree *tree) {
    tree->total -= tree->count;
    tree->count = 0;
    tree->depth = 0;
    tree->anchor_count = 0;
    tree->complete = false;
    tree->duplicates = false;
}

const struct adm_json *adm_manifest_tree_take(struct adm_manifest_tree *tree) {
    const struct adm_json *root = tree->nodes;
    tree->nodes += tree->count;
    tree->capacity -= tree->count;
    tree->count = 0;
    return root;
}

// Apart, so that adding a node stays short. The document moves to a block of twice its size.
__attribute__((noinline)) static bool grow(struct adm_manifest_tree *tree, uint32_t more) {
    size_t left = tree->at < tree->text.len ? tree->text.len - tree->at : 0;
    size_t expected = left / BYTES_A_NODE + FIRST_NODES;
    size_t capacity = (size_t)tree->count * 2 + more;
    capacity = capacity > expected ? capacity : expected;
    struct adm_json *nodes = adm_arena_alloc(tree->arena, capacity * sizeof *nodes);
    if (nodes == NULL)
        return adm_manifest_tree_fail_memory(tree);
    if (tree->count > 0)
        memcpy(nodes, tree->nodes, tree->count * sizeof *nodes);
    tree->nodes = nodes;
    tree->capacity = (uint32_t)capacity;
    return true;
}

static bool count_nodes(struct adm_manifest_tree *tree, size_t more) {
    if (more > ADM_MANIFEST_NODES_MAX - tree->total)
        return adm_manifest_tree_fail(tree, ADM_LIMIT,
                                      "more than 2000000 values; split the manifest");
    tree->total += more;
    return true;
}

// Room for `more` nodes, counted.
static inline bool reserve(struct adm_manifest_tree *tree, uint32_t more) {
    ADM_TRY(count_nodes(tree, more));
    return tree->capacity - tree->count >= more || grow(tree, more);
}

struct adm_json *adm_manifest_tree_extra(struct adm_manifest_tree *tree, size_t count) {
    struct adm_json *nodes = NULL;
    if (!count_nodes(tree, count))
        return NULL;
    nodes = adm_arena_alloc(tree->arena, count * sizeof *nodes);
    if (nodes == NULL)
        (void)adm_manifest_tree_fail_memory(tree);
    return nodes;
}

static struct adm_manifest_frame *top(struct adm_manifest_tree *tree) {
    return tree->depth == 0 ? NULL : &tree->frames[tree->depth - 1];
}

static void end_value(struct adm_manifest_tree *tree, unsigned height) {
    struct adm_manifest_frame *frame = top(tree);
    if (frame == NULL) {
        tree->complete = true;
        return;
    }
    if (height + 1 > frame->height)
        frame->height = height + 1;
    frame->values++;
    frame->wants_key = frame->map;
    frame->merge_key = 0;
}

// A container or text under `<<` that no alias made.
static void note_inline_merge(struct adm_manifest_tree *tree) {
    const struct adm_manifest_frame *frame = top(tree);
    if (frame != NULL && frame->merge_key != 0)
        tree->nodes[frame->merge_key].count = ADM_MANIFEST_MERGE_INLINE;
}

static bool fail_scalar(struct adm_manifest_tree *tree) {
    if (tree->arena->exhausted)
        return adm_manifest_tree_fail_memory(tree);
    return adm_manifest_tree_fail(tree, ADM_INVALID, "the value does not fit its tag; correct it");
}

// A text node written where it belongs: copying one that was just made waits for its writes.
static bool add_text_node(struct adm_manifest_tree *tree, struct adm_str text, uint32_t count) {
    ADM_TRY(reserve(tree, 1));
    struct adm_json *node = &tree->nodes[tree->count++];
    node->data = text.data;
    node->len = (uint32_t)text.len;
    node->span = 1;
    node->count = count;
    node->type = ADM_JSON_STRING;
    return true;
}

// In an open map.
static bool add_key_node(struct adm_manifest_tree *tree, struct adm_str key, bool merges) {
    struct adm_manifest_frame *frame = &tree->frames[tree->depth - 1];
    unsigned hash = (unsigned)key.len * 7U;
    if (key.len > 0)
        hash += (unsigned char)key.data[0] + (unsigned char)key.data[key.len - 1] * 5U +
                (unsigned char)key.data[key.len / 2] * 3U;
    uint64_t bit = (uint64_t)1 << (hash & 63U);
    frame->may_repeat = frame->may_repeat || (frame->seen & bit) != 0;
    frame->seen |= bit;
    frame->wants_key = false;
    if (!merges)
        return add_text_node(tree, key, 0);
    frame->merges = true;
    frame->merge_key = tree->count;
    return add_text_node(tree, key, ADM_MANIFEST_MERGE_ALIAS);
}

// The newest anchor of the name, which is the one that counts; names of anchors stay out of
// messages: an unquoted password may begin with * or &.
static struct adm_manifest_anchor *find_anchor(struct adm_manifest_tree *tree,
                                               struct adm_str name) {
    for (size_t i = tree->anchor_count; i > 0; i--)
        if (adm_str_equal(tree->anchors[i - 1].name, name))
            return &tree->anchors[i - 1];
    return NULL;
}

// `*out` is its index and 1, or 0 without an anchor.
static bool open_anchor(struct adm_manifest_tree *tree, struct adm_str name, uint32_t *out) {
    *out = 0;
    if (name.len == 0)
        return true;
    if (tree->anchor_count == ADM_MANIFEST_ANCHORS_MAX)
        return adm_manifest_tree_fail(tree, ADM_LIMIT,
                                      "more than 1000 anchors in a document; write the values out");
    if (tree->anchors == NULL)
        tree->anchors =
            adm_arena_array(tree->arena, ADM_MANIFEST_ANCHORS_MAX, sizeof *tree->anchors);
    struct adm_str copy = adm_arena_copy(tree->arena, name);
    if (tree->anchors == NULL || copy.data == NULL)
        return adm_manifest_tree_fail_memory(tree);
    tree->anchors[tree->anchor_count++] = (struct adm_manifest_anchor){.name = copy};
    *out = tree->anchor_count;
    return true;
}

static bool close_anchor(struct adm_manifest_tree *tree, uint32_t index,
                         const struct adm_json *nodes, unsigned height) {
    if (index == 0)
        return true;
    struct adm_manifest_anchor *anchor = &tree->anchors[index - 1];
    struct adm_json *copy = adm_manifest_tree_extra(tree, nodes->span);
    if (copy == NULL)
        return false;
    memcpy(copy, nodes, nodes->span * sizeof *copy);
    anchor->nodes = copy;
    anchor->height = height;
    for (size_t i = 0; i < copy->span; i++)
        anchor->weight += NODE_WEIGHT + copy[i].len;
    return true;
}

static bool add_key(struct adm_manifest_tree *tree, const struct adm_manifest_scalar *scalar) {
    struct adm_json key;
    uint32_t anchor = 0;
    ADM_TRY(open_anchor(tree, scalar->anchor, &anchor));
    if (!adm_manifest_scalar_key(scalar, tree->arena, &key)) {
        bool said = tree->arena->exhausted || scalar->tag != NULL;
        return said ? fail_scalar(tree)
                    : adm_manifest_tree_fail(
                          tree, ADM_INVALID,
                          "a key must be text, not null; quote it if the word is meant");
    }
    if (anchor != 0) {
        struct adm_json value;
        if (!adm_manifest_scalar_value(scalar, tree->arena, &value))
            return fail_scalar(tree);
        ADM_TRY(close_anchor(tree, anchor, &value, 0));
    }
    return add_key_node(tree, adm_json_text(&key), adm_manifest_scalar_merges(scalar));
}

bool adm_manifest_tree_value(struct adm_manifest_tree *tree, struct adm_json node) {
    note_inline_merge(tree);
    ADM_TRY(reserve(tree, 1));
    tree->nodes[tree->count++] = node;
    end_value(tree, 0);
    return true;
}

static bool add_text(struct adm_manifest_tree *tree, struct adm_str text) {
    note_inline_merge(tree);
    ADM_TRY(add_text_node(tree, text, 0));
    end_value(tree, 0);
    return true;
}

// Text without a tag or an anchor, which nothing has to be found out about.
static bool is_bare_text(const struct adm_manifest_scalar *scalar) {
    return scalar->tag == NULL && scalar->anchor.len == 0 &&
           (!scalar->plain ||
            (adm_manifest_scalar_is_text(scalar->text) && scalar->text.data[0] != '<'));
}

bool adm_manifest_tree_scalar(struct adm_manifest_tree *tree,
                              const struct adm_manifest_scalar *scalar) {
    if (is_bare_text(scalar))
        return adm_manifest_tree_wants_key(tree) ? add_key_node(tree, scalar->text, false)
                                                 : add_text(tree, scalar->text);
    if (adm_manifest_tree_wants_key(tree))
        return add_key(tree, scalar);
    uint32_t anchor = 0;
    note_inline_merge(tree);
    ADM_TRY(open_anchor(tree, scalar->anchor, &anchor));
    ADM_TRY(reserve(tree, 1));
    struct adm_json *node = &tree->nodes[tree->count];
    if (!adm_manifest_scalar_value(scalar, tree->arena, node))
        return fail_scalar(tree);
    tree->count++;
    ADM_TRY(close_anchor(tree, anchor, node, 0));
    end_value(tree, 0);
    return true;
}

bool adm_manifest_tree_key(struct adm_manifest_tree *tree, struct adm_str key) {
    return add_key_node(tree, key, false);
}

bool adm_manifest_tree_open(struct adm_manifest_tree *tree, bool map, struct adm_str anchor) {
    if (adm_manifest_tree_wants_key(tree))
        return adm_manifest_tree_fail(tree, ADM_INVALID, "a key must be text, not a list or a map");
    if (tree->depth == ADM_JSON_DEPTH_MAX)
        return adm_manifest_tree_fail(tree, ADM_LIMIT, "nested deeper than 64 levels; flatten it");
    struct adm_manifest_frame frame = {
        .node = tree->count, .height = 1, .map = map, .wants_key = map};
    note_inline_merge(tree);
    ADM_TRY(open_anchor(tree, anchor, &frame.anchor));
    ADM_TRY(reserve(tree, 1));
    tree->nodes[tree->count++] =
        (struct adm_json){.span = 1, .type = map ? ADM_JSON_OBJECT : ADM_JSON_ARRAY};
    tree->frames[tree->depth++] = frame;
    return true;
}

bool adm_manifest_tree_close(struct adm_manifest_tree *tree) {
    const struct adm_manifest_frame frame = tree->frames[--tree->depth];
    struct adm_json *node = &tree->nodes[frame.node];
    node->span = tree->count - frame.node;
    node->count = frame.values;
    if (frame.may_repeat || frame.merges)
        ADM_TRY(adm_manifest_keys_settle(tree, &frame));
    ADM_TRY(close_anchor(tree, frame.anchor, node, frame.height));
    end_value(tree, frame.height);
    return true;
}

static bool alias_as_key(struct adm_manifest_tree *tree, const struct adm_json *value) {
    if (value->type == ADM_JSON_OBJECT || value->type == ADM_JSON_ARRAY)
        return adm_manifest_tree_fail(tree, ADM_INVALID, "a key must be text, not a list or a map");
    if (value->type == ADM_JSON_NULL)
        return adm_manifest_tree_fail(tree, ADM_INVALID, "a key must be text, not null");
    return add_key_node(tree, (struct adm_str){value->data, value->len}, false);
}

bool adm_manifest_tree_alias(struct adm_manifest_tree *tree, struct adm_str name) {
    const struct adm_manifest_anchor *anchor = find_anchor(tree, name);
    if (anchor == NULL)
        return adm_manifest_tree_fail(tree, ADM_INVALID,
                                      "the alias names no anchor above it; quote the value if it "
                                      "only begins with *");
    if (anchor->nodes == NULL)
        return adm_manifest_tree_fail(tree, ADM_INVALID,
                                      "the alias stands inside the value that it names; write the "
                                      "value out");
    tree->expanded += anchor->weight;
    tree->aliases++;
    if (tree->expanded > ADM_MANIFEST_ALIAS_BYTES_MAX || tree->aliases > ADM_MANIFEST_ALIASES_MAX)
        return adm_manifest_tree_fail(tree, ADM_LIMIT,
                                      "aliases expand to too much; write the values out");
    if (anchor->height + tree->depth > ADM_JSON_DEPTH_MAX)
        return adm_manifest_tree_fail(tree, ADM_LIMIT,
                                      "nested deeper than 64 levels by an alias; flatten it");
    if (adm_manifest_tree_wants_key(tree))
        return alias_as_key(tree, anchor->nodes);
    ADM_TRY(reserve(tree, anchor->nodes->span));
    memcpy(tree->nodes + tree->count, anchor->nodes, anchor->nodes->span * sizeof *tree->nodes);
    tree->count += anchor->nodes->span;
    end_value(tree, anchor->height);
    return true;
}
