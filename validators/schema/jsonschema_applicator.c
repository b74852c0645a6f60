// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_applicator.h"

#include "validators/schema/jsonschema_keys.h"
#include "validators/schema/jsonschema_keyword.h"
#include "validators/schema/jsonschema_reference.h"
#include "validators/schema/jsonschema_scan.h"

static const struct adm_node *get(const struct adm_schema *schema, const char *keyword) {
    return adm_jsonschema_program_get(schema, keyword);
}

// The subschema that a keyword has; NULL without it. The scan has seen that it is one.
static struct adm_schema *child(const struct adm_jsonschema_compile *c,
                                const struct adm_schema *schema, const char *keyword) {
    const struct adm_node *source = get(schema, keyword);
    return source == NULL ? NULL : adm_jsonschema_compile_find(c, source);
}

static void add(struct adm_jsonschema_compile *c, enum adm_jsonschema_code code,
                enum adm_keyword keyword, unsigned applies, const struct adm_schema *schema) {
    struct adm_jsonschema_op op = {
        .code = code, .keyword = keyword, .applies = applies, .u.schema = schema};
    if (schema != NULL)
        adm_jsonschema_keyword_add(c, &op);
}

static bool compile_reference(struct adm_jsonschema_compile *c, struct adm_schema *schema) {
    struct adm_str anchor = {0};
    if (get(schema, "$ref") == NULL)
        return true;
    ADM_TRY(adm_jsonschema_reference_resolve(c, schema, "$ref", &schema->reference, &anchor));
    add(c, ADM_OP_REF, ADM_KEYWORD_FALSE, ADM_JSONSCHEMA_PROGRAM_ANY, schema->reference);
    return true;
}

static bool compile_dynamic(struct adm_jsonschema_compile *c, struct adm_schema *schema) {
    if (get(schema, "$dynamicRef") == NULL)
        return true;
    struct adm_jsonschema_dynamic *dynamic = adm_arena_array(c->arena, 1, sizeof *dynamic);
    if (dynamic == NULL)
        return adm_jsonschema_compile_fail_memory(c);
    ADM_TRY(adm_jsonschema_reference_resolve(c, schema, "$dynamicRef", &dynamic->schema,
                                             &dynamic->anchor));
    struct adm_jsonschema_op op = {
        .code = ADM_OP_DYNAMIC_REF, .applies = ADM_JSONSCHEMA_PROGRAM_ANY, .u.dynamic = dynamic};
    adm_jsonschema_keyword_add(c, &op);
    return true;
}

// An array of subschemas; NULL (and true) without the keyword.
static bool list(struct adm_jsonschema_compile *c, const struct adm_schema *schema,
                 const char *keyword, const struct adm_jsonschema_schemas **out) {
    const struct adm_node *value = get(schema, keyword);
    *out = NULL;
    if (value == NULL)
        return true;
    struct adm_jsonschema_schemas *schemas = adm_arena_array(c->arena, 1, sizeof *schemas);
    const struct adm_schema **items =
        adm_arena_array(c->arena, value->count, sizeof(struct adm_schema *));
    if (schemas == NULL || items == NULL)
        return adm_jsonschema_compile_fail_memory(c);
    for (uint32_t i = 0; i < value->count; i++)
        items[i] = adm_jsonschema_compile_find(c, value->children[i].value);
    *schemas = (struct adm_jsonschema_schemas){.items = items, .count = value->count};
    *out = schemas;
    return true;
}

static const struct {
    const char *keyword;
    enum adm_jsonschema_code code;
    enum adm_keyword violation;
} branches[] = {
    {"allOf", ADM_OP_ALL_OF, ADM_KEYWORD_FALSE},
    {"anyOf", ADM_OP_ANY_OF, ADM_KEYWORD_ANY_OF},
    {"oneOf", ADM_OP_ONE_OF, ADM_KEYWORD_ONE_OF},
};

static bool compile_branches(struct adm_jsonschema_compile *c, struct adm_schema *schema) {
    for (size_t i = 0; i < sizeof branches / sizeof *branches; i++) {
        struct adm_jsonschema_op op = {.code = branches[i].code,
                                       .keyword = branches[i].violation,
                                       .applies = ADM_JSONSCHEMA_PROGRAM_ANY};
        ADM_TRY(list(c, schema, branches[i].keyword, &op.u.schemas));
        if (op.u.schemas != NULL)
            adm_jsonschema_keyword_add(c, &op);
    }
    return true;
}

static bool compile_condition(struct adm_jsonschema_compile *c, struct adm_schema *schema) {
    const struct adm_schema *test = child(c, schema, "if");
    if (test == NULL)
        return true;
    struct adm_jsonschema_condition *condition = adm_arena_array(c->arena, 1, sizeof *condition);
    if (condition == NULL)
        return adm_jsonschema_compile_fail_memory(c);
    *condition = (struct adm_jsonschema_condition){
        .test = test, .then = child(c, schema, "then"), .otherwise = child(c, schema, "else")};
    struct adm_jsonschema_op op = {
        .code = ADM_OP_CONDITION, .applies = ADM_JSONSCHEMA_PROGRAM_ANY, .u.condition = condition};
    adm_jsonschema_keyword_add(c, &op);
    return true;
}

static bool compile_dependents(struct adm_jsonschema_compile *c, struct adm_schema *schema) {
    const struct adm_node *value = get(schema, "dependentSchemas");
    if (value == NULL)
        return true;
    struct adm_jsonschema_keys *keys = adm_arena_array(c->arena, 1, sizeof *keys);
    if (keys == NULL)
        return adm_jsonschema_compile_fail_memory(c);
    ADM_TRY(adm_jsonschema_keys_schemas(c, value, keys));
    struct adm_jsonschema_op op = {.code = ADM_OP_DEPENDENTS,
                                   .keyword = ADM_KEYWORD_DEPENDENT_REQUIRED,
                                   .applies = ADM_JSONSCHEMA_PROGRAM_MAP,
                                   .u.keys = keys};
    adm_jsonschema_keyword_add(c, &op);
    return true;
}

static bool compile_patterns(struct adm_jsonschema_compile *c, const struct adm_schema *schema,
                             struct adm_jsonschema_object *object) {
    const struct adm_node *value = get(schema, "patternProperties");
    if (value == NULL)
        return true;
    struct adm_jsonschema_pattern *patterns =
        adm_arena_array(c->arena, value->count, sizeof *patterns);
    if (patterns == NULL)
        return adm_jsonschema_compile_fail_memory(c);
    for (uint32_t i = 0; i < value->count; i++) {
        const struct adm_member *member = &value->children[i];
        patterns[i].schema = adm_jsonschema_compile_find(c, member->value);
        if (!adm_jsonschema_regex_new(member->key, c->arena, &patterns[i].regex, c->err))
            return adm_jsonschema_compile_fail_because(c, schema, "patternProperties");
    }
    object->patterns = patterns;
    object->pattern_count = value->count;
    return true;
}

static bool compile_names(struct adm_jsonschema_compile *c, struct adm_jsonschema_object *object) {
    struct adm_str *names = adm_arena_array(c->arena, object->keys.count, sizeof *names);
    if (names == NULL)
        return adm_jsonschema_compile_fail_memory(c);
    for (size_t i = 0; i < object->keys.count; i++)
        names[i] = object->keys.items[i].text;
    object->names = names;
    return true;
}

static bool compile_members(struct adm_jsonschema_compile *c, struct adm_schema *schema) {
    if (get(schema, "properties") == NULL && get(schema, "patternProperties") == NULL &&
        get(schema, "additionalProperties") == NULL)
        return true;
    struct adm_jsonschema_object *object = adm_arena_array(c->arena, 1, sizeof *object);
    if (object == NULL)
        return adm_jsonschema_compile_fail_memory(c);
    ADM_TRY(adm_jsonschema_keys_schemas(c, get(schema, "properties"), &object->keys));
    ADM_TRY(compile_names(c, object));
    ADM_TRY(compile_patterns(c, schema, object));
    object->rest = child(c, schema, "additionalProperties");
    schema->object = object;
    struct adm_jsonschema_op op = {.code = ADM_OP_MEMBERS,
                                   .keyword = ADM_KEYWORD_ADDITIONAL_PROPERTIES,
                                   .applies = ADM_JSONSCHEMA_PROGRAM_MAP,
                                   .u.object = object};
    adm_jsonschema_keyword_add(c, &op);
    return true;
}

static bool compile_elements(struct adm_jsonschema_compile *c, struct adm_schema *schema) {
    const struct adm_jsonschema_schemas *prefix = NULL;
    const struct adm_schema *rest = child(c, schema, "items");
    ADM_TRY(list(c, schema, "prefixItems", &prefix));
    if (rest == NULL && prefix == NULL)
        return true;
    struct adm_jsonschema_array *array = adm_arena_array(c->arena, 1, sizeof *array);
    if (array == NULL)
        return adm_jsonschema_compile_fail_memory(c);
    array->rest = rest;
    array->prefix = prefix == NULL ? NULL : prefix->items;
    array->prefix_count = prefix == NULL ? 0 : prefix->count;
    schema->array = array;
    struct adm_jsonschema_op op = {.code = ADM_OP_ELEMENTS,
                                   .keyword = ADM_KEYWORD_ADDITIONAL_ITEMS,
                                   .applies = ADM_JSONSCHEMA_PROGRAM_LIST,
                                   .u.array = array};
    adm_jsonschema_keyword_add(c, &op);
    return true;
}

// `minContains` and `maxContains` are the validation vocabulary's.
static bool compile_contains(struct adm_jsonschema_compile *c, struct adm_schema *schema) {
    const struct adm_schema *contained = child(c, schema, "contains");
    if (contained == NULL)
        return true;
    struct adm_jsonschema_contains *contains = adm_arena_array(c->arena, 1, sizeof *contains);
    if (contains == NULL)
        return adm_jsonschema_compile_fail_memory(c);
    *contains = (struct adm_jsonschema_contains){contained, 1, UINT64_MAX};
    bool counted = (schema->resource->vocabularies & ADM_JSONSCHEMA_SCAN_VALIDATION) != 0;
    const struct adm_node *least = counted ? get(schema, "minContains") : NULL;
    const struct adm_node *most = counted ? get(schema, "maxContains") : NULL;
    if (least != NULL)
        ADM_TRY(adm_jsonschema_keyword_count(c, schema, "minContains", least, &contains->least));
    if (most != NULL)
        ADM_TRY(adm_jsonschema_keyword_count(c, schema, "maxContains", most, &contains->most));
    struct adm_jsonschema_op op = {.code = ADM_OP_CONTAINS,
                                   .keyword = ADM_KEYWORD_CONTAINS,
                                   .applies = ADM_JSONSCHEMA_PROGRAM_LIST,
                                   .u.contains = contains};
    adm_jsonschema_keyword_add(c, &op);
    return true;
}

static void compile_unevaluated(struct adm_jsonschema_compile *c, struct adm_schema *schema) {
    const struct adm_schema *items = child(c, schema, "unevaluatedItems");
    const struct adm_schema *properties = child(c, schema, "unevaluatedProperties");
    add(c, ADM_OP_UNEVALUATED, ADM_KEYWORD_UNEVALUATED_ITEMS, ADM_JSONSCHEMA_PROGRAM_LIST, items);
    add(c, ADM_OP_UNEVALUATED, ADM_KEYWORD_UNEVALUATED_PROPERTIES, ADM_JSONSCHEMA_PROGRAM_MAP,
        properties);
    schema->tracks = items != NULL || properties != NULL;
}

bool adm_jsonschema_applicator_compile(struct adm_jsonschema_compile *c,
                                       struct adm_schema *schema) {
    unsigned known = schema->resource->vocabularies;
    ADM_TRY(compile_reference(c, schema));
    ADM_TRY(compile_dynamic(c, schema));
    if ((known & ADM_JSONSCHEMA_SCAN_APPLICATOR) != 0) {
        ADM_TRY(compile_branches(c, schema));
        add(c, ADM_OP_NOT, ADM_KEYWORD_NOT, ADM_JSONSCHEMA_PROGRAM_ANY, child(c, schema, "not"));
        ADM_TRY(compile_condition(c, schema));
        ADM_TRY(compile_dependents(c, schema));
        const struct adm_schema *names = child(c, schema, "propertyNames");
        add(c, ADM_OP_NAMES, ADM_KEYWORD_PROPERTY_NAMES, ADM_JSONSCHEMA_PROGRAM_MAP, names);
        ADM_TRY(compile_members(c, schema));
        ADM_TRY(compile_elements(c, schema));
        ADM_TRY(compile_contains(c, schema));
    }
    if ((known & ADM_JSONSCHEMA_SCAN_UNEVALUATED) != 0)
        compile_unevaluated(c, schema);
    return true;
}
