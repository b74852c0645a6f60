// SPDX-License-Identifier: Apache-2.0
// The in-situ JSON reader of the request path. Strict RFC 8259: UTF-8 checked, duplicate keys
// refused, depth limited, no BOM, no trailing text, lone surrogates refused. Strings are decoded in
// place, so the text is overwritten and must outlive the tree; nodes live in the arena.
//
// Nodes stand in document order: a container is followed by its children; an object's members are a
// string node (the key) and its value. `span` skips a whole subtree.
#pragma once

#include <stdint.h>

#include "core/arena.h"
#include "core/error.h"

// Zero bytes that must follow the text, writable.
#define ADM_JSON_PADDING 32
#define ADM_JSON_DEPTH_MAX 64
// Most keys that one adm_json_equal looks at in search of members that stand elsewhere: objects
// from the API server are sorted, so equal ones need no search.
#define ADM_JSON_SEARCH_MAX ((size_t)32 * 1024 * 1024)

enum adm_json_type {
    ADM_JSON_NULL,
    ADM_JSON_BOOL,
    ADM_JSON_NUMBER,
    ADM_JSON_STRING,
    ADM_JSON_ARRAY,
    ADM_JSON_OBJECT,
};

struct adm_json {
    const char *data; // string: decoded bytes; number, bool: the literal
    uint32_t len;     // bytes at data
    uint32_t span;    // nodes in this subtree, itself included
    uint32_t count;   // elements of an array, members of an object
    enum adm_json_type type;
};

// Parses `len` bytes (< 1 GiB) at `text`, with ADM_JSON_PADDING zero bytes after them. Errors:
// ADM_SYNTAX with "line L column C" (1-based, bytes), ADM_LIMIT for depth, ADM_MEMORY.
ADM_CHECKED bool adm_json_parse(char *text, size_t len, struct adm_arena *arena,
                                const struct adm_json **out, struct adm_error *err);
// The same for borrowed bytes: copies them into the arena first.
ADM_CHECKED bool adm_json_parse_copy(struct adm_str text, struct adm_arena *arena,
                                     const struct adm_json **out, struct adm_error *err);

// All of these take NULL for "absent" and answer as for an absent value.
bool adm_json_is(const struct adm_json *node, enum adm_json_type type);
// The member's value, or NULL when absent or when `object` is not an object.
const struct adm_json *adm_json_get(const struct adm_json *object, const char *key);
const struct adm_json *adm_json_find(const struct adm_json *object, struct adm_str key);
// A string's bytes; empty for anything else.
struct adm_str adm_json_text(const struct adm_json *node);
// Text of object[key]; empty unless it is a string.
struct adm_str adm_json_get_text(const struct adm_json *object, const char *key);
bool adm_json_is_true(const struct adm_json *node);
// A number written as an integer that fits (no fraction, no exponent).
bool adm_json_int(const struct adm_json *node, int64_t *out);
// Any number's nearest double; false when it is not a number or overflows.
bool adm_json_double(const struct adm_json *node, double *out);
// Deep equality: objects regardless of order, numbers by literal or by value. NULL equals NULL.
// Trees that would need more than ADM_JSON_SEARCH_MAX count as different.
bool adm_json_equal(const struct adm_json *a, const struct adm_json *b);

// Walks an array's elements or an object's members; nothing for other nodes and NULL:
//   struct adm_json_iter it = adm_json_iter(node);
//   while (adm_json_next(&it)) use(it.key, it.index, it.value);
struct adm_json_iter {
    const struct adm_json *value; // the current element
    struct adm_str key;           // its key; empty in an array
    uint32_t index;               // its position
    uint32_t left;                // private
    const struct adm_json *next;  // private
    bool keyed;                   // private
};
struct adm_json_iter adm_json_iter(const struct adm_json *container);
bool adm_json_next(struct adm_json_iter *it);
