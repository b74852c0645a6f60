// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_compile.h"

#include <stdlib.h>
#include <string.h>

#include "validators/schema/jsonschema_applicator.h"
#include "validators/schema/jsonschema_keyword.h"
#include "validators/schema/jsonschema_reference.h"
#include "validators/schema/jsonschema_scan.h"
#include "validators/schema/jsonschema_tree.h"

static const size_t program_bytes = (size_t)256 * 1024 * 1024;
static const int reference_hops = 100;

bool adm_jsonschema_compile_fail(struct adm_jsonschema_compile *c, const struct adm_schema *schema,
                                 const char *keyword, const char *what) {
    return adm_fail(c->err, ADM_INVALID, "#%.*s%s%s: %s", ADM_STR_ARGS(schema->pointer),
                    keyword == NULL ? "" : "/", keyword == NULL ? "" : keyword, what);
}

bool adm_jsonschema_compile_fail_memory(struct adm_jsonschema_compile *c) {
    return adm_fail(c->err, ADM_MEMORY, "out of memory for a schema");
}

bool adm_jsonschema_compile_fail_because(struct adm_jsonschema_compile *c,
                                         const struct adm_schema *schema, const char *keyword) {
    if (c->err == NULL)
        return false;
    return adm_fail(c->err, c->err->code, "#%.*s/%s: %s", ADM_STR_ARGS(schema->pointer), keyword,
                    c->err->message);
}

static size_t slot_of(const struct adm_jsonschema_compile *c, const struct adm_node *source) {
    size_t at = ((size_t)source >> 4U) * 0x9E3779B97F4A7C15ULL >> 20U;
    for (at &= c->table_size - 1; c->table[at] != NULL && c->table[at]->source != source;)
        at = (at + 1) & (c->table_size - 1);
    return at;
}

struct adm_schema *adm_jsonschema_compile_find(const struct adm_jsonschema_compile *c,
                                               const struct adm_node *source) {
    return c->table_size == 0 ? NULL : c->table[slot_of(c, source)];
}

static bool grow(struct adm_jsonschema_compile *c) {
    size_t capacity = c->capacity == 0 ? 64 : c->capacity * 2;
    struct adm_schema **schemas =
        adm_arena_grow(c->arena, c->schemas, c->capacity * sizeof(struct adm_schema *),
                       capacity * sizeof(struct adm_schema *));
    struct adm_schema **table =
        adm_arena_array(c->arena, capacity * 2, sizeof(struct adm_schema *));
    if (schemas == NULL || table == NULL)
        return adm_jsonschema_compile_fail_memory(c);
    c->schemas = schemas;
    c->capacity = capacity;
    c->table = table;
    c->table_size = capacity * 2;
    for (size_t i = 0; i < c->count; i++)
        table[slot_of(c, schemas[i]->source)] = schemas[i];
    return true;
}

bool adm_jsonschema_compile_add(struct adm_jsonschema_compile *c, const struct adm_node *source,
                                struct adm_jsonschema_resource *resource, struct adm_str pointer,
                                struct adm_schema **out) {
    *out = adm_jsonschema_compile_find(c, source);
    if (*out != NULL)
        return true;
    if (c->count == ADM_JSONSCHEMA_COMPILE_SCHEMAS_MAX)
        return adm_fail(c->err, ADM_LIMIT, "more than %u subschemas",
                        ADM_JSONSCHEMA_COMPILE_SCHEMAS_MAX);
    if (c->count == c->capacity)
        ADM_TRY(grow(c));
    struct adm_schema *schema = adm_arena_array(c->arena, 1, sizeof *schema);
    if (schema == NULL)
        return adm_jsonschema_compile_fail_memory(c);
    schema->source = source;
    schema->resource = resource;
    schema->pointer = pointer;
    if (source->type != ADM_NODE_MAP && source->type != ADM_NODE_BOOL)
        return adm_jsonschema_compile_fail(c, schema, NULL, "a schema is an object or a boolean");
    c->schemas[c->count++] = schema;
    c->table[slot_of(c, source)] = schema;
    *out = schema;
    return true;
}

static bool compile_schema(struct adm_jsonschema_compile *c, struct adm_schema *schema) {
    c->op_count = 0;
    ADM_TRY(adm_jsonschema_keyword_compile(c, schema));
    ADM_TRY(adm_jsonschema_applicator_compile(c, schema));
    struct adm_jsonschema_op *ops = adm_arena_array(c->arena, c->op_count, sizeof *ops);
    if (ops == NULL)
        return adm_jsonschema_compile_fail_memory(c);
    if (c->op_count > 0)
        memcpy(ops, c->ops, c->op_count * sizeof *ops);
    schema->ops = ops;
    schema->op_count = c->op_count;
    schema->typed = c->op_count > 0 && ops[0].code == ADM_OP_TYPE;
    schema->noted = adm_jsonschema_program_get(schema, "x-floe-since") != NULL;
    c->program->noted = c->program->noted || schema->noted;
    return true;
}

static unsigned types_of_choices(const struct adm_node *choices) {
    unsigned types = 0;
    for (uint32_t i = 0; i < choices->count; i++) {
        unsigned type = 1U << choices->children[i].value->type;
        types |=
            (type & ADM_JSONSCHEMA_PROGRAM_NUMBERS) != 0 ? ADM_JSONSCHEMA_PROGRAM_NUMBERS : type;
    }
    return types;
}

// The types of values of which the schema says no more than that it takes them.
static unsigned idle_types(const struct adm_schema *schema) {
    unsigned idle = ADM_JSONSCHEMA_PROGRAM_ANY;
    for (size_t i = 0; i < schema->op_count; i++) {
        const struct adm_jsonschema_op *op = &schema->ops[i];
        idle &= op->code == ADM_OP_TYPE ? schema->types : ~op->applies;
    }
    return idle;
}

// Where a schema is no more than a `$ref` within its resource, what that leads to. The references
// end.
static const struct adm_schema *judge_of(const struct adm_schema *schema) {
    const struct adm_schema *at = schema;
    while (at->op_count == 1 && at->ops[0].code == ADM_OP_REF && !at->noted && !at->tracks &&
           at->reference != NULL && at->reference->resource == at->resource)
        at = at->reference;
    return at;
}

static bool is_false(const struct adm_schema *schema) {
    return schema->source->type == ADM_NODE_BOOL && !schema->source->truth;
}

// What a schema says with those that it refers to; refuses circles.
static bool follow(struct adm_jsonschema_compile *c, struct adm_schema *schema) {
    unsigned takes = ADM_JSONSCHEMA_PROGRAM_ANY;
    int hops = 0;
    const struct adm_schema *at = schema;
    do {
        if (hops++ == reference_hops)
            return adm_jsonschema_compile_fail(c, schema, "$ref", "leads back to itself");
        if (at->types != 0)
            takes &= at->types;
        if (at->choices != NULL)
            takes &= types_of_choices(at->choices);
        if (is_false(at))
            takes = 0;
        if (schema->fallback == NULL)
            schema->fallback = adm_jsonschema_default(at);
        at = at->reference;
    } while (at != NULL);
    schema->takes = takes;
    schema->never = is_false(schema);
    schema->idle = idle_types(schema);
    schema->judge = judge_of(schema);
    return true;
}

// The keys with a default; most have none.
static bool list_defaults(struct adm_jsonschema_compile *c, struct adm_schema *schema) {
    size_t count = schema->object == NULL ? 0 : schema->object->keys.count;
    schema->defaults = adm_arena_array(c->arena, count, sizeof(void *));
    if (schema->defaults == NULL)
        return adm_jsonschema_compile_fail_memory(c);
    for (size_t i = 0; i < count; i++)
        if (schema->object->keys.items[i].schema->fallback != NULL)
            schema->defaults[schema->default_count++] = &schema->object->keys.items[i];
    return true;
}

static bool compile(struct adm_jsonschema_compile *c, struct adm_str text) {
    const struct adm_node *source = NULL;
    struct adm_schema *root = NULL;
    ADM_TRY(adm_jsonschema_tree_read(text, c->arena, &source, c->err));
    struct adm_str uri = adm_jsonschema_scan_base(c);
    ADM_TRY(adm_jsonschema_scan_text(c, source, uri, &root));
    // References find more of them meanwhile.
    for (size_t i = 0; i < c->count; i++)
        ADM_TRY(compile_schema(c, c->schemas[i]));
    for (size_t i = 0; i < c->count; i++)
        ADM_TRY(follow(c, c->schemas[i]));
    for (size_t i = 0; i < c->count; i++)
        ADM_TRY(list_defaults(c, c->schemas[i]));
    c->program->root = root;
    return true;
}

bool adm_jsonschema_new(struct adm_str text, const struct adm_jsonschema_options *options,
                        struct adm_jsonschema **out, struct adm_error *err) {
    static const struct adm_jsonschema_options none = {0};
    struct adm_jsonschema *program = calloc(1, sizeof *program);
    if (program == NULL)
        return adm_fail(err, ADM_MEMORY, "out of memory for a schema");
    adm_arena_init(&program->arena, program_bytes);
    struct adm_jsonschema_compile c = {.program = program,
                                       .arena = &program->arena,
                                       .options = options == NULL ? &none : options,
                                       .err = err};
    if (!compile(&c, text)) {
        adm_jsonschema_free(program);
        return false;
    }
    *out = program;
    return true;
}

void adm_jsonschema_free(struct adm_jsonschema *program) {
    if (program == NULL)
        return;
    adm_arena_destroy(&program->arena);
    free(program);
}
