// SPDX-License-Identifier: Apache-2.0
// What the explanations of every keyword share: the words for a place and its subschema, and the
// spans to point at.
#pragma once

#include "core/text.h"
#include "validators/schema/explain.h"

// Most properties of an object that an unknown key is compared with.
#define ADM_EXPLAIN_WORDS_MAX 256

// What is known of the place above that of the violation, so that many of one object share it.
struct adm_explain_above {
    const struct adm_place *place;
    const struct adm_schema *schema; // what the data model says of it; NULL if nothing
    struct adm_str path;
};

// What many violations ask alike: a map may have thousands of unknown keys.
struct adm_explain_memo {
    const struct adm_node *node; // `absent` is of this map and this subschema
    const struct adm_schema *schema;
    struct adm_str absent[ADM_EXPLAIN_WORDS_MAX];
    size_t absent_count;
    const struct adm_schema *noted; // `note` is of this subschema
    struct adm_str note;
    struct adm_str *meant; // what each of the run's unknown keys means; NULL data: not yet asked
};

struct adm_explain_part {
    const struct adm_explain_options *options;
    const struct adm_jsonschema_run *run;
    struct adm_explain_absent *absent; // the options', or the run's own
    const bool *dropped;               // which of the run's violations follow from others
    size_t refused;                    // how many diagnostics there were before
    const struct adm_violation *violation;
    const struct adm_schema *schema;       // what the data model says of the place; NULL if nothing
    const struct adm_explain_above *above; // or NULL
    struct adm_arena *arena;
    struct adm_explain_memo *memo;
    struct adm_diagnostic *diagnostic; // that is being made
};

// The data model's subschema of a place, `$ref` not followed; NULL where it says nothing.
const struct adm_schema *adm_explain_part_schema(const struct adm_jsonschema *program,
                                                 const struct adm_place *place);
// The data model's subschema of a place below one with this subschema.
const struct adm_schema *adm_explain_part_schema_below(const struct adm_schema *schema,
                                                       const struct adm_place *place);
// The path of a place; a last key that may not be shown is left out.
struct adm_str adm_explain_part_path(const struct adm_explain_part *part,
                                     const struct adm_place *place);
// "storage profile": the title of the violated subschema, or of the data model's; may be empty.
struct adm_str adm_explain_part_noun(const struct adm_explain_part *part);
// The same with a word before it: "a credential mode", "an AWS account id".
struct adm_str adm_explain_part_a_noun(const struct adm_explain_part *part);
// Whether a noun takes "have" and "need": "resource requests".
bool adm_explain_part_is_plural(struct adm_str noun);
// How a sentence about the value begins: "account_id", "item 2 of regions", "this value".
struct adm_str adm_explain_part_subject(const struct adm_explain_part *part);
// Whether the value itself may be printed.
bool adm_explain_part_shows(const struct adm_explain_part *part);
// A key as it may be printed: cut at 64 bytes.
struct adm_str adm_explain_part_key(struct adm_str key, struct adm_arena *arena);
// Points at the value, or at the key of the object that lacks it when it is a default; with a
// reason where an alias or a merge brought it here.
void adm_explain_part_point(const struct adm_explain_part *part);
// Likewise at a key of the value, or at an element of it.
void adm_explain_part_point_member(const struct adm_explain_part *part,
                                   const struct adm_member *member);
// Adds a reason, if there is room.
void adm_explain_part_because(struct adm_diagnostic *diagnostic, struct adm_span span,
                              struct adm_str text);
// "a, b, c", sorted; at most `max`, then "…"; in the arena.
struct adm_str adm_explain_part_list(const struct adm_str *items, size_t count, size_t max,
                                     struct adm_arena *arena);
// A list's texts and numbers as they are written.
struct adm_str adm_explain_part_choices(const struct adm_node *choices, struct adm_arena *arena);
// An annotation that is a text, of the violated subschema; empty when there is none.
struct adm_str adm_explain_part_extra(const struct adm_explain_part *part, const char *name);
