// SPDX-License-Identifier: Apache-2.0
// JSON Schema draft 2020-12 over the YAML tree: compiled once into an immutable program that any
// number of threads may run; a run allocates in its arena only, and does not recurse.
//
// Beyond the standard, the engine keeps every keyword that begins with `x-floe-` as an annotation
// (adm_jsonschema_extra): schemas/README.md says what they mean.
#pragma once

#include "core/error.h"
#include "validators/schema/place.h"

struct adm_jsonschema; // a program
struct adm_schema;     // one subschema of it

// A document that `$ref` may name.
struct adm_jsonschema_document {
    struct adm_str uri;  // absolute, without a fragment
    struct adm_str text; // JSON
};

struct adm_jsonschema_options {
    struct adm_str uri; // of the schema itself, when it has no `$id`; may be empty
    const struct adm_jsonschema_document *documents;
    size_t document_count;
    bool assert_formats; // `format` is an annotation unless asked
};

// Compiles a schema and whatever it refers to; the draft's metaschemas are built in. ADM_SYNTAX:
// not JSON; ADM_INVALID: no schema (with the JSON pointer of the place), a reference that nothing
// answers, a pattern that ECMA-262 does not have; ADM_LIMIT; ADM_MEMORY. Freed by
// adm_jsonschema_free (NULL is fine).
ADM_CHECKED bool adm_jsonschema_new(struct adm_str text,
                                    const struct adm_jsonschema_options *options,
                                    struct adm_jsonschema **out, struct adm_error *err);
void adm_jsonschema_free(struct adm_jsonschema *program);
const struct adm_schema *adm_jsonschema_root(const struct adm_jsonschema *program);

enum adm_keyword {
    ADM_KEYWORD_FALSE, // the schema `false`
    ADM_KEYWORD_TYPE,
    ADM_KEYWORD_ENUM,
    ADM_KEYWORD_CONST,
    ADM_KEYWORD_MULTIPLE_OF,
    ADM_KEYWORD_MAXIMUM,
    ADM_KEYWORD_EXCLUSIVE_MAXIMUM,
    ADM_KEYWORD_MINIMUM,
    ADM_KEYWORD_EXCLUSIVE_MINIMUM,
    ADM_KEYWORD_MAX_LENGTH,
    ADM_KEYWORD_MIN_LENGTH,
    ADM_KEYWORD_PATTERN,
    ADM_KEYWORD_FORMAT,
    ADM_KEYWORD_MAX_ITEMS,
    ADM_KEYWORD_MIN_ITEMS,
    ADM_KEYWORD_UNIQUE_ITEMS,
    ADM_KEYWORD_CONTAINS,     // fewer than minContains
    ADM_KEYWORD_MAX_CONTAINS, // more than maxContains
    ADM_KEYWORD_MAX_PROPERTIES,
    ADM_KEYWORD_MIN_PROPERTIES,
    ADM_KEYWORD_REQUIRED,
    ADM_KEYWORD_DEPENDENT_REQUIRED,
    ADM_KEYWORD_PROPERTY_NAMES,
    ADM_KEYWORD_ADDITIONAL_PROPERTIES,  // `false`: an unknown key
    ADM_KEYWORD_UNEVALUATED_PROPERTIES, // `false`: likewise
    ADM_KEYWORD_ADDITIONAL_ITEMS,       // `items: false` after prefixItems
    ADM_KEYWORD_UNEVALUATED_ITEMS,
    ADM_KEYWORD_ANY_OF, // no branch fits, and the value's type chooses none
    ADM_KEYWORD_ONE_OF,
    ADM_KEYWORD_NOT,
};

struct adm_violation {
    enum adm_keyword keyword;
    const struct adm_schema *schema; // the subschema that has the keyword
    const struct adm_place *place;   // of the value that it judged
    struct adm_str missing;          // REQUIRED, DEPENDENT_REQUIRED: the key that is not there
    // The key at fault in place->node: ADDITIONAL_, UNEVALUATED_PROPERTIES, PROPERTY_NAMES; the key
    // that demands the missing one: DEPENDENT_REQUIRED; the element at fault: UNIQUE_ITEMS (the
    // later one), ADDITIONAL_ITEMS, UNEVALUATED_ITEMS. Else NULL.
    const struct adm_member *member;
    const struct adm_member *other; // UNIQUE_ITEMS: the earlier one
    bool too_complex;               // PATTERN: the match hit its limit
};

// A value that a subschema with `x-floe-since` accepted.
struct adm_jsonschema_note {
    const struct adm_schema *schema;
    const struct adm_place *place;
};

// Called for every subschema that judges a value outside not/if and failed branches; on the way to
// a violation, too. For excerpts: which values may be shown. The place lives as long as the call.
typedef void adm_jsonschema_seen(void *context, const struct adm_schema *schema,
                                 const struct adm_place *place);

struct adm_jsonschema_run {
    // In:
    struct adm_arena *arena;
    size_t limit;              // most violations and notes kept; 0 asks only for `valid`
    adm_jsonschema_seen *seen; // or NULL
    void *context;
    // Out, in the arena:
    bool valid;
    struct adm_violation *violations;
    size_t count;
    struct adm_jsonschema_note *notes;
    size_t note_count;
};

// Judges a value. Of `anyOf` and `oneOf` with no fitting branch, the branch whose `type` takes the
// value is reported in detail, if there is just one such. False (with err) when it cannot judge:
// ADM_MEMORY, or ADM_LIMIT past a million steps or 256 nested subschemas.
ADM_CHECKED bool adm_jsonschema_validate(const struct adm_jsonschema *program,
                                         const struct adm_node *root,
                                         struct adm_jsonschema_run *run, struct adm_error *err);

// What a subschema says. Strings and nodes belong to the program; empty, NULL or 0 when the
// subschema (which may be NULL) does not say it. None follows `$ref`, but for adm_jsonschema_child
// and adm_jsonschema_target.
struct adm_str adm_jsonschema_title(const struct adm_schema *schema);
struct adm_str adm_jsonschema_description(const struct adm_schema *schema);
// An `x-floe-…` annotation's value; NULL when it is not there.
const struct adm_node *adm_jsonschema_extra(const struct adm_schema *schema, const char *name);
const struct adm_node *adm_jsonschema_default(const struct adm_schema *schema);
const struct adm_node *adm_jsonschema_example(const struct adm_schema *schema); // the first
// `type` as bits 1 << enum adm_node_type ("integer" is INT, "number" INT and FLOAT); 0: any.
unsigned adm_jsonschema_types(const struct adm_schema *schema);
// `enum`, or `const` as a list of one; NULL when there is neither. A LIST node.
const struct adm_node *adm_jsonschema_choices(const struct adm_schema *schema);
struct adm_str adm_jsonschema_pattern(const struct adm_schema *schema);
// A keyword with a number ("minimum", "maxLength", …), or NULL. An INT or FLOAT node.
const struct adm_node *adm_jsonschema_number(const struct adm_schema *schema, const char *keyword);
// Keys that `properties` names, in the schema's order.
const struct adm_str *adm_jsonschema_properties(const struct adm_schema *schema, size_t *count);
// Whether `properties` names the member's key.
bool adm_jsonschema_knows(const struct adm_schema *schema, const struct adm_member *member);
bool adm_jsonschema_requires(const struct adm_schema *schema, struct adm_str key);
// The subschema of a property (`properties`, else `additionalProperties`), or NULL.
const struct adm_schema *adm_jsonschema_child(const struct adm_schema *schema, struct adm_str key);
const struct adm_schema *adm_jsonschema_items(const struct adm_schema *schema);
// The subschema of `then`, or NULL.
const struct adm_schema *adm_jsonschema_then(const struct adm_schema *schema);
// Follows `$ref` as long as there is one.
const struct adm_schema *adm_jsonschema_target(const struct adm_schema *schema);

// A copy of the tree in which every absent property with a `default` has it (implied nodes, with
// the span of the key of the object that lacks it), defaults of defaults included. Subtrees without
// absent properties are shared. `properties`, `additionalProperties`, `items` and `$ref` are
// followed, the branches of conditions are not.
ADM_CHECKED bool adm_jsonschema_fill(const struct adm_jsonschema *program,
                                     const struct adm_node *root, struct adm_arena *arena,
                                     const struct adm_node **out, struct adm_error *err);
