// SPDX-License-Identifier: Apache-2.0
// From a schema's text to its program. First every subschema of a text is found, with its base URI
// and anchors; then each becomes operations, and references bring in further texts. Private to
// jsonschema_*.
#pragma once

#include "core/error.h"
#include "validators/schema/jsonschema_program.h"

#define ADM_JSONSCHEMA_COMPILE_SCHEMAS_MAX 100000U
#define ADM_JSONSCHEMA_COMPILE_NAMES_MAX 2000U // resources and anchors
#define ADM_JSONSCHEMA_COMPILE_OPS_MAX 64

struct adm_jsonschema_text;

struct adm_jsonschema_compile {
    struct adm_jsonschema *program;
    struct adm_arena *arena; // the program's
    const struct adm_jsonschema_options *options;
    struct adm_error *err;
    struct adm_schema **schemas; // every subschema, in the order in which they were found
    size_t count, capacity, scanned;
    struct adm_schema **table; // the same by source
    size_t table_size;
    struct adm_jsonschema_resource *resources;
    struct adm_jsonschema_text *texts;                            // that were read
    size_t names;                                                 // resources and anchors so far
    struct adm_jsonschema_op ops[ADM_JSONSCHEMA_COMPILE_OPS_MAX]; // of the subschema at work
    size_t op_count;
};

// Records a failure at a keyword (or NULL) of a subschema. Returns false.
bool adm_jsonschema_compile_fail(struct adm_jsonschema_compile *c, const struct adm_schema *schema,
                                 const char *keyword, const char *what);
bool adm_jsonschema_compile_fail_memory(struct adm_jsonschema_compile *c);
// Like adm_jsonschema_compile_fail, about the error that is in c->err.
bool adm_jsonschema_compile_fail_because(struct adm_jsonschema_compile *c,
                                         const struct adm_schema *schema, const char *keyword);
// The subschema that a node is, or NULL.
struct adm_schema *adm_jsonschema_compile_find(const struct adm_jsonschema_compile *c,
                                               const struct adm_node *source);
// The same; found for the first time when it is none yet. It is scanned later.
ADM_CHECKED bool adm_jsonschema_compile_add(struct adm_jsonschema_compile *c,
                                            const struct adm_node *source,
                                            struct adm_jsonschema_resource *resource,
                                            struct adm_str pointer, struct adm_schema **out);
