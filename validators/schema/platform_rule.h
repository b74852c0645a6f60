// SPDX-License-Identifier: Apache-2.0
// What the rules about platform.yaml that no schema can say have in common: a row names the values
// that it judges and has a function of its own, which sees one of them at a time. Rules look at
// values of the right type only: the schema has spoken of the others.
#pragma once

#include "core/error.h"
#include "validators/schema/diagnostic.h"
#include "validators/schema/explain_absent.h"
#include "validators/schema/jsonschema.h"

// A document, and where what is found goes.
struct adm_platform_check {
    const struct adm_node *root;
    const struct adm_schema *schema; // of the root: which values may be shown
    struct adm_arena *arena;
    struct adm_diagnostics *out;
    enum adm_rule rule;                      // of the diagnostics
    unsigned on;                             // which rows run; see adm_platform_rule
    const void *settings;                    // what the rules' own header says
    const struct adm_explain_absent *absent; // keys that are missing for a reason that is told
};

struct adm_platform_rule {
    const char *at; // "storage.*.credentials", at most 8 steps; "" is the root
    void (*judge)(struct adm_platform_check *check, const struct adm_place *place);
    unsigned on; // runs when it shares a bit with the check; 0: always
};

struct adm_platform_rules {
    const struct adm_platform_rule *rows;
    size_t count;
};

// Rows as one tree of steps, so that what rows share is looked up once. Immutable.
struct adm_platform_rule_plan;

// Makes the plan of all rows of `count` tables, which it refers to, in the arena.
ADM_CHECKED bool adm_platform_rule_plan_new(const struct adm_platform_rules *const *tables,
                                            size_t count, struct adm_arena *arena,
                                            const struct adm_platform_rule_plan **out,
                                            struct adm_error *err);
// Calls every row that is on for every value that it names. Places live as long as the call.
void adm_platform_rule_run(const struct adm_platform_rule_plan *plan,
                           struct adm_platform_check *check);

// Adds a diagnostic. An empty path is `place`'s, the rule is the check's.
void adm_platform_rule_say(struct adm_platform_check *check, const struct adm_place *place,
                           struct adm_diagnostic said);

// A value that demands a key beside or below it.
struct adm_platform_need {
    const struct adm_node *because;
    const char *who;   // "oauth2 credentials need"
    const char *key;   // "client_secret"
    const char *write; // "client_secret:\n  secret_ref: <name>"
};
// Says `needs-key` unless the map at `place` has the key with more than null or an empty text; what
// stands empty is what there is to edit.
void adm_platform_rule_need(struct adm_platform_check *check, const struct adm_place *place,
                            const struct adm_platform_need *need);
// The same of several keys (at most 4) that one value demands: those that are not there are told in
// one sentence.
void adm_platform_rule_needs(struct adm_platform_check *check, const struct adm_place *place,
                             const struct adm_platform_need *needs, size_t count);
// Whether the map at `place` lacks the key for a reason that is told: it stands there misspelt, or
// could not be read. Then nothing follows from its absence.
bool adm_platform_rule_is_told(const struct adm_platform_check *check,
                               const struct adm_place *place, const char *key);

// Says of a key that has no effect, with the value that makes it so (NULL: nothing written).
void adm_platform_rule_idle(struct adm_platform_check *check, const struct adm_place *place,
                            const char *key, const struct adm_node *because, const char *message);

// A name that must be a key of a map in the same file.
struct adm_platform_name {
    struct adm_str key;            // whose value it is; its subschema has x-floe-names
    const struct adm_node *value;  // a text, or nothing is judged
    struct adm_span span;          // what there is to edit
    bool trusted;                  // the value is a default: it may be shown
    const char *at;                // the map of the names: "storage"
    const char *user;              // "layer"
    const struct adm_place *whose; // the layer, whose key is its name; or NULL
    const char *does;              // "uses"
    const char *what;              // "storage profile"
    const char *plural;            // "profiles"
    enum adm_severity severity;
};
// Says `dangling-ref` when the value, which stands in the map at `place`, is none of the names.
void adm_platform_rule_name(struct adm_platform_check *check, const struct adm_place *place,
                            const struct adm_platform_name *name);

// What stands under a key of `place`; NULL where nothing does.
const struct adm_place *adm_platform_rule_below(struct adm_platform_check *check,
                                                const struct adm_place *place, struct adm_str key);
// The value at "a.b.c" of the document, or NULL.
const struct adm_node *adm_platform_rule_find(const struct adm_platform_check *check,
                                              const char *path);
// The subschema that judges a place, or NULL.
const struct adm_schema *adm_platform_rule_schema(const struct adm_platform_check *check,
                                                  const struct adm_place *place);
bool adm_platform_rule_is_true(const struct adm_node *map, const char *key);
bool adm_platform_rule_is_false(const struct adm_node *map, const char *key);
// A number, or the default where the key is absent; NaN where it is no number.
double adm_platform_rule_number(const struct adm_node *map, const char *key, double absent);
// A text's bytes, or the default where the key is absent; empty where it is no text.
struct adm_str adm_platform_rule_text(const struct adm_node *map, const char *key,
                                      const char *absent);
// The key as it may be shown in backticks, or `…`.
struct adm_str adm_platform_rule_shown_key(struct adm_platform_check *check,
                                           const struct adm_place *place);
// "place.key", in the arena.
struct adm_str adm_platform_rule_path(struct adm_platform_check *check,
                                      const struct adm_place *place, const char *key);
// The span of a key of the map, or of the map itself without one.
struct adm_span adm_platform_rule_key_span(const struct adm_node *map, const char *key);
