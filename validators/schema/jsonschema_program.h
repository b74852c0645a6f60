// SPDX-License-Identifier: Apache-2.0
// The compiled program: for each subschema a list of operations, one a keyword, in the order in
// which they are carried out. Private to jsonschema_*. Everything lives in the program's arena and
// is read-only once it is compiled.
#pragma once

#include "core/arena.h"
#include "validators/schema/jsonschema.h"
#include "validators/schema/jsonschema_regex.h"

#define ADM_JSONSCHEMA_PROGRAM_ANY 0xFFU
#define ADM_JSONSCHEMA_PROGRAM_NUMBERS ((1U << ADM_NODE_INT) | (1U << ADM_NODE_FLOAT))
#define ADM_JSONSCHEMA_PROGRAM_TEXT (1U << ADM_NODE_TEXT)
#define ADM_JSONSCHEMA_PROGRAM_LIST (1U << ADM_NODE_LIST)
#define ADM_JSONSCHEMA_PROGRAM_MAP (1U << ADM_NODE_MAP)

enum adm_jsonschema_code {
    ADM_OP_FALSE,
    ADM_OP_TYPE,  // types of the schema
    ADM_OP_CONST, // value
    ADM_OP_ENUM,  // value: a list
    ADM_OP_MULTIPLE_OF,
    ADM_OP_MAXIMUM, // value
    ADM_OP_EXCLUSIVE_MAXIMUM,
    ADM_OP_MINIMUM,
    ADM_OP_EXCLUSIVE_MINIMUM,
    ADM_OP_LENGTH,      // bounds
    ADM_OP_PATTERN,     // regex
    ADM_OP_FORMAT,      // format
    ADM_OP_MAX_COUNT,   // limit; of elements or members
    ADM_OP_MIN_COUNT,   // limit
    ADM_OP_UNIQUE,      //
    ADM_OP_REQUIRED,    // keys
    ADM_OP_DEPENDENTS,  // keys, each with the keys or the schema that it demands
    ADM_OP_REF,         // schema
    ADM_OP_DYNAMIC_REF, // dynamic
    ADM_OP_ALL_OF,      // schemas
    ADM_OP_ANY_OF,
    ADM_OP_ONE_OF,
    ADM_OP_NOT,         // schema
    ADM_OP_CONDITION,   // condition
    ADM_OP_NAMES,       // schema
    ADM_OP_MEMBERS,     // object
    ADM_OP_ELEMENTS,    // array
    ADM_OP_CONTAINS,    // contains
    ADM_OP_UNEVALUATED, // schema: of the elements or members that nothing has looked at
    ADM_OP_COUNT,
};

struct adm_jsonschema_key {
    struct adm_str text;
    uint32_t hash;
    const struct adm_schema *schema;           // `properties`, `dependentSchemas`
    const struct adm_jsonschema_keys *demands; // `dependentRequired`
};

// In the schema's order; `slots` is a hash table of indices + 1. Lists of keys that nothing looks
// up
// (`required`) have none.
struct adm_jsonschema_keys {
    const struct adm_jsonschema_key *items;
    size_t count;
    const uint32_t *slots;
    uint32_t mask;
};

struct adm_jsonschema_pattern {
    const struct adm_jsonschema_regex *regex;
    const struct adm_schema *schema;
};

// `properties`, `patternProperties` and `additionalProperties`.
struct adm_jsonschema_object {
    struct adm_jsonschema_keys keys;
    const struct adm_str *names; // of the keys
    const struct adm_jsonschema_pattern *patterns;
    size_t pattern_count;
    const struct adm_schema *rest; // NULL: anything
};

// `prefixItems` and `items`.
struct adm_jsonschema_array {
    const struct adm_schema *const *prefix;
    size_t prefix_count;
    const struct adm_schema *rest; // NULL: anything
};

struct adm_jsonschema_contains {
    const struct adm_schema *schema;
    uint64_t least, most;
};

// `minLength`, `maxLength` in code points, and `pattern`, which is for those that fit.
struct adm_jsonschema_length {
    uint64_t least, most;
};

struct adm_jsonschema_condition {
    const struct adm_schema *test, *then, *otherwise; // the last two may be NULL
};

struct adm_jsonschema_dynamic {
    const struct adm_schema *schema; // what it is without a dynamic scope
    struct adm_str anchor;           // empty: just that
};

struct adm_jsonschema_schemas {
    const struct adm_schema *const *items;
    size_t count;
};

struct adm_jsonschema_op {
    enum adm_jsonschema_code code;
    enum adm_keyword keyword; // that a violation names
    unsigned applies;         // to values of these types
    union {
        const struct adm_node *value;
        const struct adm_schema *schema;
        const struct adm_jsonschema_regex *regex;
        const struct adm_jsonschema_object *object;
        const struct adm_jsonschema_array *array;
        const struct adm_jsonschema_keys *keys;
        const struct adm_jsonschema_contains *contains;
        const struct adm_jsonschema_condition *condition;
        const struct adm_jsonschema_dynamic *dynamic;
        const struct adm_jsonschema_schemas *schemas;
        bool (*format)(struct adm_str text, struct adm_arena *arena);
        struct adm_jsonschema_length length;
        uint64_t limit;
    } u;
};

struct adm_jsonschema_anchor {
    struct adm_str name;
    struct adm_schema *schema;
    bool dynamic;
    const struct adm_jsonschema_anchor *next;
};

// A schema resource: what has a URI of its own.
struct adm_jsonschema_resource {
    struct adm_str uri; // absolute where the texts say so, without a fragment
    struct adm_schema *root;
    const struct adm_jsonschema_anchor *anchors;
    unsigned vocabularies;
    struct adm_jsonschema_resource *next;
};

struct adm_schema {
    // What a run looks at first, so that it is together:
    const struct adm_schema *judge; // itself, or what it refers to and adds nothing to
    const struct adm_jsonschema_op *ops;
    size_t op_count;
    unsigned types; // of `type`; 0: any
    unsigned takes; // types that the type, choices and references leave
    unsigned idle;  // types of values that no operation can refuse or annotate
    bool never;     // is `false`
    bool tracks;    // has `unevaluatedProperties` or `unevaluatedItems`
    bool noted;     // has `x-floe-since`
    bool typed;     // the first operation is ADM_OP_TYPE
    const struct adm_jsonschema_object *object;
    const struct adm_schema *reference;         // `$ref`
    const struct adm_jsonschema_key **defaults; // the object's keys with a fallback, in its order
    size_t default_count;
    const struct adm_node *fallback; // `default`, its own or along `$ref`
    const struct adm_jsonschema_array *array;
    const struct adm_node *choices; // `enum`, or a list of the one `const`
    const struct adm_node *source;  // a MAP or BOOL
    struct adm_jsonschema_resource *resource;
    struct adm_str pointer; // JSON pointer from the root of its text
};

struct adm_jsonschema {
    struct adm_arena arena;
    const struct adm_schema *root;
    bool noted; // some schema has `x-floe-since`
};

// The key's entry, or NULL. Here, as it is called for every key of a document.
static inline const struct adm_jsonschema_key *
adm_jsonschema_program_key(const struct adm_jsonschema_keys *keys, struct adm_str text,
                           uint32_t hash) {
    if (keys->slots == NULL)
        return NULL;
    for (uint32_t at = hash & keys->mask; keys->slots[at] != 0; at = (at + 1) & keys->mask) {
        const struct adm_jsonschema_key *key = &keys->items[keys->slots[at] - 1];
        if (key->hash == hash && adm_str_equal(key->text, text))
            return key;
    }
    return NULL;
}
// adm_jsonschema_child for a key whose hash is known.
const struct adm_schema *adm_jsonschema_program_child(const struct adm_schema *schema,
                                                      struct adm_str key, uint32_t hash);
// A member of a subschema's source by keyword, or NULL.
const struct adm_node *adm_jsonschema_program_get(const struct adm_schema *schema,
                                                  const char *keyword);
// The member of a map that a key names, or NULL.
static inline const struct adm_member *
adm_jsonschema_program_member(const struct adm_node *map, const struct adm_jsonschema_key *key) {
    for (uint32_t i = 0; i < map->count; i++) {
        if (map->children[i].hash == key->hash && adm_str_equal(map->children[i].key, key->text))
            return &map->children[i];
    }
    return NULL;
}
