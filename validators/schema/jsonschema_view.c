// SPDX-License-Identifier: Apache-2.0
// What a subschema says of itself.
#include "validators/schema/jsonschema_program.h"

static struct adm_str text_of(const struct adm_schema *schema, const char *keyword) {
    const struct adm_node *node = adm_jsonschema_program_get(schema, keyword);
    return node == NULL || node->type != ADM_NODE_TEXT ? (struct adm_str){0} : node->text;
}

const struct adm_schema *adm_jsonschema_root(const struct adm_jsonschema *program) {
    return program->root;
}

struct adm_str adm_jsonschema_title(const struct adm_schema *schema) {
    return text_of(schema, "title");
}

struct adm_str adm_jsonschema_description(const struct adm_schema *schema) {
    return text_of(schema, "description");
}

const struct adm_node *adm_jsonschema_extra(const struct adm_schema *schema, const char *name) {
    return adm_jsonschema_program_get(schema, name);
}

const struct adm_node *adm_jsonschema_default(const struct adm_schema *schema) {
    return adm_jsonschema_program_get(schema, "default");
}

const struct adm_node *adm_jsonschema_example(const struct adm_schema *schema) {
    const struct adm_node *all = adm_jsonschema_program_get(schema, "examples");
    bool some = all != NULL && all->type == ADM_NODE_LIST && all->count > 0;
    return some ? all->children[0].value : NULL;
}

unsigned adm_jsonschema_types(const struct adm_schema *schema) {
    return schema == NULL ? 0 : schema->types;
}

const struct adm_node *adm_jsonschema_choices(const struct adm_schema *schema) {
    return schema == NULL ? NULL : schema->choices;
}

struct adm_str adm_jsonschema_pattern(const struct adm_schema *schema) {
    return text_of(schema, "pattern");
}

const struct adm_node *adm_jsonschema_number(const struct adm_schema *schema, const char *keyword) {
    const struct adm_node *node = adm_jsonschema_program_get(schema, keyword);
    bool number = node != NULL && (node->type == ADM_NODE_INT || node->type == ADM_NODE_FLOAT);
    return number ? node : NULL;
}

const struct adm_str *adm_jsonschema_properties(const struct adm_schema *schema, size_t *count) {
    bool none = schema == NULL || schema->object == NULL;
    *count = none ? 0 : schema->object->keys.count;
    return none ? NULL : schema->object->names;
}

bool adm_jsonschema_knows(const struct adm_schema *schema, const struct adm_member *member) {
    return schema != NULL && schema->object != NULL &&
           adm_jsonschema_program_key(&schema->object->keys, member->key, member->hash) != NULL;
}

bool adm_jsonschema_requires(const struct adm_schema *schema, struct adm_str key) {
    const struct adm_node *list = adm_jsonschema_program_get(schema, "required");
    for (uint32_t i = 0; list != NULL && i < list->count; i++) {
        if (adm_str_equal(list->children[i].value->text, key))
            return true;
    }
    return false;
}

const struct adm_schema *adm_jsonschema_target(const struct adm_schema *schema) {
    while (schema != NULL && schema->reference != NULL)
        schema = schema->reference;
    return schema;
}

const struct adm_schema *adm_jsonschema_child(const struct adm_schema *schema, struct adm_str key) {
    return adm_jsonschema_program_child(schema, key, adm_yaml_tree_hash(key));
}

const struct adm_schema *adm_jsonschema_items(const struct adm_schema *schema) {
    for (const struct adm_schema *at = schema; at != NULL; at = at->reference) {
        if (at->array != NULL)
            return at->array->rest;
    }
    return NULL;
}

const struct adm_schema *adm_jsonschema_then(const struct adm_schema *schema) {
    for (size_t i = 0; schema != NULL && i < schema->op_count; i++)
        if (schema->ops[i].code == ADM_OP_CONDITION)
            return schema->ops[i].u.condition->then;
    return NULL;
}
