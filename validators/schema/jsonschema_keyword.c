// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_keyword.h"

#include <assert.h>

#include "validators/schema/jsonschema_format.h"
#include "validators/schema/jsonschema_keys.h"
#include "validators/schema/jsonschema_number.h"
#include "validators/schema/jsonschema_scan.h"

struct row;
typedef bool compile_row(struct adm_jsonschema_compile *c, struct adm_schema *schema,
                         const struct row *row, const struct adm_node *value);

struct row {
    const char *keyword;
    compile_row *compile;
    enum adm_jsonschema_code code;
    enum adm_keyword violation;
    unsigned applies;
};

void adm_jsonschema_keyword_add(struct adm_jsonschema_compile *c,
                                const struct adm_jsonschema_op *op) {
    assert(c->op_count < ADM_JSONSCHEMA_COMPILE_OPS_MAX); // there are fewer keywords
    c->ops[c->op_count++] = *op;
}

static struct adm_jsonschema_op op_of(const struct row *row) {
    return (struct adm_jsonschema_op){
        .code = row->code, .keyword = row->violation, .applies = row->applies};
}

static bool is_number(const struct adm_node *node) {
    return node->type == ADM_NODE_INT || node->type == ADM_NODE_FLOAT;
}

static const struct {
    const char *name;
    unsigned types;
} type_names[] = {
    {"null", 1U << ADM_NODE_NULL},           {"boolean", 1U << ADM_NODE_BOOL},
    {"integer", 1U << ADM_NODE_INT},         {"number", ADM_JSONSCHEMA_PROGRAM_NUMBERS},
    {"string", ADM_JSONSCHEMA_PROGRAM_TEXT}, {"array", ADM_JSONSCHEMA_PROGRAM_LIST},
    {"object", ADM_JSONSCHEMA_PROGRAM_MAP},
};

static unsigned type_of(const struct adm_node *name) {
    for (size_t i = 0; i < sizeof type_names / sizeof *type_names; i++) {
        if (name->type == ADM_NODE_TEXT && adm_str_is(name->text, type_names[i].name))
            return type_names[i].types;
    }
    return 0;
}

static bool compile_type(struct adm_jsonschema_compile *c, struct adm_schema *schema,
                         const struct row *row, const struct adm_node *value) {
    struct adm_jsonschema_op op = op_of(row);
    unsigned types = type_of(value);
    bool known = types != 0 || (value->type == ADM_NODE_LIST && value->count > 0);
    for (uint32_t i = 0; value->type == ADM_NODE_LIST && i < value->count; i++) {
        unsigned one = type_of(value->children[i].value);
        known = known && one != 0;
        types |= one;
    }
    if (!known)
        return adm_jsonschema_compile_fail(c, schema, row->keyword, "no type of JSON Schema");
    schema->types = types;
    adm_jsonschema_keyword_add(c, &op);
    return true;
}

static bool compile_const(struct adm_jsonschema_compile *c, struct adm_schema *schema,
                          const struct row *row, const struct adm_node *value) {
    struct adm_jsonschema_op op = op_of(row);
    struct adm_member *only = adm_arena_array(c->arena, 1, sizeof *only);
    struct adm_node *list = adm_arena_array(c->arena, 1, sizeof *list);
    if (only == NULL || list == NULL)
        return adm_jsonschema_compile_fail_memory(c);
    only->value = value;
    *list = (struct adm_node){.type = ADM_NODE_LIST, .count = 1, .children = only};
    if (schema->choices == NULL)
        schema->choices = list;
    op.u.value = value;
    adm_jsonschema_keyword_add(c, &op);
    return true;
}

static bool compile_enum(struct adm_jsonschema_compile *c, struct adm_schema *schema,
                         const struct row *row, const struct adm_node *value) {
    struct adm_jsonschema_op op = op_of(row);
    if (value->type != ADM_NODE_LIST)
        return adm_jsonschema_compile_fail(c, schema, row->keyword, "must be an array");
    schema->choices = value;
    op.u.value = value;
    adm_jsonschema_keyword_add(c, &op);
    return true;
}

static bool compile_bound(struct adm_jsonschema_compile *c, struct adm_schema *schema,
                          const struct row *row, const struct adm_node *value) {
    struct adm_jsonschema_op op = op_of(row);
    if (!is_number(value))
        return adm_jsonschema_compile_fail(c, schema, row->keyword, "must be a number");
    if (row->code == ADM_OP_MULTIPLE_OF && !(value->number > 0))
        return adm_jsonschema_compile_fail(c, schema, row->keyword, "must be more than 0");
    op.u.value = value;
    adm_jsonschema_keyword_add(c, &op);
    return true;
}

bool adm_jsonschema_keyword_count(struct adm_jsonschema_compile *c, const struct adm_schema *schema,
                                  const char *keyword, const struct adm_node *value,
                                  uint64_t *out) {
    if (!adm_jsonschema_number_is_integer(value) || !(value->number >= 0))
        return adm_jsonschema_compile_fail(c, schema, keyword, "must be a count");
    if (value->type == ADM_NODE_INT)
        *out = (uint64_t)value->integer;
    else
        *out = value->number < 1e18 ? (uint64_t)value->number : UINT64_MAX;
    return true;
}

static bool compile_limit(struct adm_jsonschema_compile *c, struct adm_schema *schema,
                          const struct row *row, const struct adm_node *value) {
    struct adm_jsonschema_op op = op_of(row);
    ADM_TRY(adm_jsonschema_keyword_count(c, schema, row->keyword, value, &op.u.limit));
    adm_jsonschema_keyword_add(c, &op);
    return true;
}

// Both lengths in one operation: a text is counted once, and what is too long meets no pattern.
static bool compile_length(struct adm_jsonschema_compile *c, struct adm_schema *schema,
                           const struct row *row, const struct adm_node *value) {
    struct adm_jsonschema_op op = op_of(row);
    const struct adm_node *other = adm_jsonschema_program_get(schema, "minLength");
    if (row->violation == ADM_KEYWORD_MIN_LENGTH &&
        adm_jsonschema_program_get(schema, "maxLength") != NULL)
        return true; // it is in the other's operation
    op.u.length.most = UINT64_MAX;
    if (row->violation == ADM_KEYWORD_MAX_LENGTH)
        ADM_TRY(adm_jsonschema_keyword_count(c, schema, row->keyword, value, &op.u.length.most));
    if (other != NULL)
        ADM_TRY(adm_jsonschema_keyword_count(c, schema, "minLength", other, &op.u.length.least));
    adm_jsonschema_keyword_add(c, &op);
    return true;
}

static bool compile_pattern(struct adm_jsonschema_compile *c, struct adm_schema *schema,
                            const struct row *row, const struct adm_node *value) {
    struct adm_jsonschema_op op = op_of(row);
    if (value->type != ADM_NODE_TEXT)
        return adm_jsonschema_compile_fail(c, schema, row->keyword, "must be a string");
    if (!adm_jsonschema_regex_new(value->text, c->arena, &op.u.regex, c->err))
        return adm_jsonschema_compile_fail_because(c, schema, row->keyword);
    adm_jsonschema_keyword_add(c, &op);
    return true;
}

static bool compile_format(struct adm_jsonschema_compile *c, struct adm_schema *schema,
                           const struct row *row, const struct adm_node *value) {
    struct adm_jsonschema_op op = op_of(row);
    unsigned known = schema->resource->vocabularies;
    if (!c->options->assert_formats && (known & ADM_JSONSCHEMA_SCAN_FORMAT_ASSERTION) == 0)
        return true;
    if (value->type != ADM_NODE_TEXT)
        return adm_jsonschema_compile_fail(c, schema, row->keyword, "must be a string");
    op.u.format = adm_jsonschema_format_find(value->text);
    if (op.u.format != NULL)
        adm_jsonschema_keyword_add(c, &op);
    return true;
}

static bool compile_unique(struct adm_jsonschema_compile *c, struct adm_schema *schema,
                           const struct row *row, const struct adm_node *value) {
    struct adm_jsonschema_op op = op_of(row);
    if (value->type != ADM_NODE_BOOL)
        return adm_jsonschema_compile_fail(c, schema, row->keyword, "must be a boolean");
    if (value->truth)
        adm_jsonschema_keyword_add(c, &op);
    return true;
}

static bool compile_required(struct adm_jsonschema_compile *c, struct adm_schema *schema,
                             const struct row *row, const struct adm_node *value) {
    struct adm_jsonschema_op op = op_of(row);
    ADM_TRY(adm_jsonschema_keys_list(c, schema, row->keyword, value, &op.u.keys));
    if (op.u.keys->count > 0)
        adm_jsonschema_keyword_add(c, &op);
    return true;
}

static bool compile_dependents(struct adm_jsonschema_compile *c, struct adm_schema *schema,
                               const struct row *row, const struct adm_node *value) {
    struct adm_jsonschema_op op = op_of(row);
    ADM_TRY(adm_jsonschema_keys_demands(c, schema, row->keyword, value, &op.u.keys));
    adm_jsonschema_keyword_add(c, &op);
    return true;
}

#define NUMBERS ADM_JSONSCHEMA_PROGRAM_NUMBERS
#define TEXT ADM_JSONSCHEMA_PROGRAM_TEXT
#define LIST ADM_JSONSCHEMA_PROGRAM_LIST
#define MAP ADM_JSONSCHEMA_PROGRAM_MAP
#define ANY ADM_JSONSCHEMA_PROGRAM_ANY

// In the order in which they are carried out.
static const struct row rows[] = {
    {"type", compile_type, ADM_OP_TYPE, ADM_KEYWORD_TYPE, ANY},
    {"enum", compile_enum, ADM_OP_ENUM, ADM_KEYWORD_ENUM, ANY},
    {"const", compile_const, ADM_OP_CONST, ADM_KEYWORD_CONST, ANY},
    {"multipleOf", compile_bound, ADM_OP_MULTIPLE_OF, ADM_KEYWORD_MULTIPLE_OF, NUMBERS},
    {"maximum", compile_bound, ADM_OP_MAXIMUM, ADM_KEYWORD_MAXIMUM, NUMBERS},
    {"exclusiveMaximum", compile_bound, ADM_OP_EXCLUSIVE_MAXIMUM, ADM_KEYWORD_EXCLUSIVE_MAXIMUM,
     NUMBERS},
    {"minimum", compile_bound, ADM_OP_MINIMUM, ADM_KEYWORD_MINIMUM, NUMBERS},
    {"exclusiveMinimum", compile_bound, ADM_OP_EXCLUSIVE_MINIMUM, ADM_KEYWORD_EXCLUSIVE_MINIMUM,
     NUMBERS},
    {"maxLength", compile_length, ADM_OP_LENGTH, ADM_KEYWORD_MAX_LENGTH, TEXT},
    {"minLength", compile_length, ADM_OP_LENGTH, ADM_KEYWORD_MIN_LENGTH, TEXT},
    {"pattern", compile_pattern, ADM_OP_PATTERN, ADM_KEYWORD_PATTERN, TEXT},
    {"format", compile_format, ADM_OP_FORMAT, ADM_KEYWORD_FORMAT, TEXT},
    {"maxItems", compile_limit, ADM_OP_MAX_COUNT, ADM_KEYWORD_MAX_ITEMS, LIST},
    {"minItems", compile_limit, ADM_OP_MIN_COUNT, ADM_KEYWORD_MIN_ITEMS, LIST},
    {"uniqueItems", compile_unique, ADM_OP_UNIQUE, ADM_KEYWORD_UNIQUE_ITEMS, LIST},
    {"maxProperties", compile_limit, ADM_OP_MAX_COUNT, ADM_KEYWORD_MAX_PROPERTIES, MAP},
    {"minProperties", compile_limit, ADM_OP_MIN_COUNT, ADM_KEYWORD_MIN_PROPERTIES, MAP},
    {"required", compile_required, ADM_OP_REQUIRED, ADM_KEYWORD_REQUIRED, MAP},
    {"dependentRequired", compile_dependents, ADM_OP_DEPENDENTS, ADM_KEYWORD_DEPENDENT_REQUIRED,
     MAP},
};

// Before any vocabulary could say otherwise.
static bool is_active(const struct adm_schema *schema, const struct row *row) {
    return row->code == ADM_OP_FORMAT ||
           (schema->resource->vocabularies & ADM_JSONSCHEMA_SCAN_VALIDATION) != 0;
}

bool adm_jsonschema_keyword_compile(struct adm_jsonschema_compile *c, struct adm_schema *schema) {
    if (schema->source->type == ADM_NODE_BOOL && !schema->source->truth) {
        struct adm_jsonschema_op op = {
            .code = ADM_OP_FALSE, .keyword = ADM_KEYWORD_FALSE, .applies = ANY};
        adm_jsonschema_keyword_add(c, &op);
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct adm_node *value = adm_jsonschema_program_get(schema, rows[i].keyword);
        if (value != NULL && is_active(schema, &rows[i]))
            ADM_TRY(rows[i].compile(c, schema, &rows[i], value));
    }
    return true;
}
