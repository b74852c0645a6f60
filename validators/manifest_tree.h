// SPDX-License-Identifier: Apache-2.0
// From the events of a parser to one document's JSON nodes: depth, node and alias budgets, anchors,
// keys. Three parsers drive it (manifest_plain, manifest_yaml, manifest_json). One value a stream;
// the arena owns everything it makes.
#pragma once

#include "validators/manifest_scalar.h"

// Nodes that a stream may have, what aliases make included.
#define ADM_MANIFEST_NODES_MAX 2000000U
// What aliases may add to a stream: bytes of text and 16 for each value.
#define ADM_MANIFEST_ALIAS_BYTES_MAX ((size_t)4 * 1024 * 1024)
#define ADM_MANIFEST_ALIASES_MAX 20000U
#define ADM_MANIFEST_ANCHORS_MAX 1000U // in a document
// Nodes that maps with duplicate or merge keys may move: each of them may hold all the others.
#define ADM_MANIFEST_MOVED_MAX ((size_t)8 * ADM_MANIFEST_NODES_MAX)

struct adm_manifest_anchor {
    struct adm_str name;
    const struct adm_json *nodes; // a copy, since maps around it may move; NULL while it is open
    size_t weight;                // text bytes and 16 for each node
    unsigned height;              // containers nested in it, itself included
};

struct adm_manifest_frame {
    uint32_t node;      // index of the container
    uint32_t values;    // that it has so far
    uint64_t seen;      // a filter over its keys
    unsigned height;    // containers nested in it, itself included
    uint32_t anchor;    // index and 1, or 0
    uint32_t merge_key; // index of the key `<<` whose value is read, or 0
    bool map;
    bool wants_key;
    bool may_repeat; // two of its keys may be alike
    bool merges;     // has a key `<<`
};

struct adm_manifest_tree {
    struct adm_str text; // the stream, for places in messages
    struct adm_arena *arena;
    struct adm_error *err;
    size_t at;              // offset of what is being read
    struct adm_json *nodes; // of the current document
    uint32_t count, capacity;
    struct adm_manifest_frame frames[ADM_JSON_DEPTH_MAX];
    size_t depth;
    bool limited;    // an error is one of limits or memory: no other reader would do better
    bool complete;   // the document's value has ended
    bool duplicates; // some map of it has a key twice
    struct adm_manifest_anchor *anchors;
    uint32_t anchor_count;
    size_t total, aliases, expanded, moved; // of the stream
};

// Forgets what was made of an unfinished document and begins one.
void adm_manifest_tree_begin(struct adm_manifest_tree *tree);
// The finished document's value; the next one begins behind it.
const struct adm_json *adm_manifest_tree_take(struct adm_manifest_tree *tree);

// Events. All fail with a place: ADM_INVALID (null or non-scalar key, unknown alias, text that does
// not fit its tag, a merge of what is no map), ADM_LIMIT, ADM_MEMORY.
ADM_CHECKED bool adm_manifest_tree_scalar(struct adm_manifest_tree *tree,
                                          const struct adm_manifest_scalar *scalar);
ADM_CHECKED bool adm_manifest_tree_open(struct adm_manifest_tree *tree, bool map,
                                        struct adm_str anchor);
ADM_CHECKED bool adm_manifest_tree_close(struct adm_manifest_tree *tree);
ADM_CHECKED bool adm_manifest_tree_alias(struct adm_manifest_tree *tree, struct adm_str name);

// The same for what a parser has typed itself: a node without children, the text of a key.
ADM_CHECKED bool adm_manifest_tree_value(struct adm_manifest_tree *tree, struct adm_json node);
ADM_CHECKED bool adm_manifest_tree_key(struct adm_manifest_tree *tree, struct adm_str key);
static inline bool adm_manifest_tree_wants_key(const struct adm_manifest_tree *tree) {
    return tree->depth > 0 && tree->frames[tree->depth - 1].wants_key;
}
// `count` nodes outside the document's, counted; NULL (and tree->err) past the limits.
struct adm_json *adm_manifest_tree_extra(struct adm_manifest_tree *tree, size_t count);

// For manifest_keys: fails at the current place.
bool adm_manifest_tree_fail(struct adm_manifest_tree *tree, enum adm_code code, const char *what);
bool adm_manifest_tree_fail_memory(struct adm_manifest_tree *tree);
