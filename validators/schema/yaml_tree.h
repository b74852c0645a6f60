// SPDX-License-Identifier: Apache-2.0
// platform.yaml as a tree with positions, read as its consumer reads it (PyYAML 6.0.3's pure
// SafeLoader) or refused: whatever is accepted here is accepted there, with equal values. The
// policy and the files of `check` are read as the API server reads them instead: core/yaml.h.
//
// Everything lives in the arena that the reader was given; strings and spans point into the text
// or the arena. Nodes are immutable and may be shared: an alias is another way to the same node.
#pragma once

#include <string.h>

#include "core/str.h"

enum adm_node_type {
    ADM_NODE_NULL,
    ADM_NODE_BOOL,
    ADM_NODE_INT,
    ADM_NODE_FLOAT,     // infinities and NaN included
    ADM_NODE_TIMESTAMP, // a date or a time: no JSON type
    ADM_NODE_TEXT,
    ADM_NODE_LIST,
    ADM_NODE_MAP,
};

// Bytes [start, end) of the document's text.
struct adm_span {
    uint32_t start, end;
};

struct adm_member;

// Of a map with many keys: where each member is, by its key's hash. One more than it, 0 for none;
// open addressing from `hash & last` on.
struct adm_yaml_tree_index {
    uint32_t last; // a power of two less one
    uint32_t slots[];
};

struct adm_node {
    enum adm_node_type type;
    bool plain;           // a scalar without quotes, not a block scalar
    bool truth;           // of a BOOL
    bool wide;            // an INT beyond int64: only `number` and `text` have it
    bool implied;         // not in the text: a default; its span is what it is a default of
    struct adm_span span; // of the value itself, its anchor (`&x `) not included
    uint32_t count;       // of children
    const struct adm_member *children; // in reading order, keys that `<<` merged in last
    struct adm_str text;               // of a scalar: its text, folded and unescaped
    double number;                     // of an INT or FLOAT: the nearest double
    union {
        int64_t integer;                         // of an INT that is not `wide`
        const struct adm_yaml_tree_index *index; // of a MAP; NULL: its members are looked through
    };
};

// A value where it stands: in a map under its key, in a list without one.
struct adm_member {
    struct adm_str key;
    uint32_t hash; // adm_yaml_tree_hash(key)
    struct adm_span key_span;
    const struct adm_node *value;
    // The `*alias` that stands here, or the `<<` that merged this key in; {0, 0} for a value that
    // is written here.
    struct adm_span via;
};

struct adm_document {
    struct adm_str text;         // as given, a byte order mark left out
    const struct adm_node *root; // NULL when the text is no usable YAML
    const uint32_t *lines;       // byte offset of each line's start
    uint32_t line_count;
};

// 1-based; the column counts code points, as editors do.
struct adm_position {
    uint32_t line, column;
};

// At most eight bytes that end at the key's end.
static inline uint64_t adm_yaml_tree_last_word(struct adm_str key) {
    uint64_t word = 0;
    uint32_t first = 0, last = 0;
    if (key.len >= sizeof word) {
        memcpy(&word, key.data + key.len - sizeof word, sizeof word);
        return word;
    }
    if (key.len >= sizeof first) {
        memcpy(&first, key.data, sizeof first);
        memcpy(&last, key.data + key.len - sizeof last, sizeof last);
        return (uint64_t)last << 32U | first;
    }
    for (size_t i = 0; i < key.len; i++)
        word = word << 8U | (unsigned char)key.data[i];
    return word;
}

// For looking keys up: fast, not secret. Differs from machine to machine.
static inline uint32_t adm_yaml_tree_hash(struct adm_str key) {
    const uint64_t odd = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t hash = key.len, word = 0;
    for (size_t at = 0; key.len - at > sizeof word; at += sizeof word) {
        memcpy(&word, key.data + at, sizeof word);
        hash = (hash ^ word) * odd;
        hash ^= hash >> 32U;
    }
    hash = (hash ^ adm_yaml_tree_last_word(key)) * odd;
    return (uint32_t)(hash >> 32U ^ hash);
}

// The member of a map, or NULL.
const struct adm_member *adm_yaml_tree_find(const struct adm_node *map, struct adm_str key);
// Its value, or NULL; also for a NULL `map`, so that calls can be chained.
const struct adm_node *adm_yaml_tree_get(const struct adm_node *map, const char *key);
bool adm_yaml_tree_is(const struct adm_node *node, enum adm_node_type type);
// A text's bytes; empty for anything else and for NULL.
struct adm_str adm_yaml_tree_text(const struct adm_node *node);
// Where a byte of the text stands. `offset` may be the text's length.
struct adm_position adm_yaml_tree_position(const struct adm_document *document, uint32_t offset);
// The 1-based line's text without its line break.
struct adm_str adm_yaml_tree_line(const struct adm_document *document, uint32_t line);
