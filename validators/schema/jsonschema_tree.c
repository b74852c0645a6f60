// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_tree.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

struct level {
    json_t *json; // an object or array
    void *iterator;
    struct adm_member *members;
    uint32_t at, count;
};

struct builder {
    struct adm_arena *arena;
    struct adm_error *err;
    struct level levels[ADM_JSONSCHEMA_TREE_DEPTH_MAX];
    size_t depth;
};

static bool fail_memory(struct adm_error *err) {
    return adm_fail(err, ADM_MEMORY, "out of memory for a JSON text");
}

// The shortest digits that give the number back.
static void write_real(double number, char *out, size_t size) {
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, size, "%.*g", digits, number);
        if (strtod(out, NULL) == number)
            return;
    }
}

static bool set_number(struct builder *b, struct adm_node *node, const json_t *json) {
    char digits[32];
    if (json_is_integer(json)) {
        node->type = ADM_NODE_INT;
        node->integer = json_integer_value(json);
        node->number = (double)node->integer;
        snprintf(digits, sizeof digits, "%" PRId64, node->integer);
    } else {
        node->type = ADM_NODE_FLOAT;
        node->number = json_real_value(json);
        write_real(node->number, digits, sizeof digits);
    }
    node->text = adm_arena_copy(b->arena, adm_str_from(digits));
    return node->text.data != NULL || fail_memory(b->err);
}

static bool set_scalar(struct builder *b, struct adm_node *node, const json_t *json) {
    if (json_is_number(json))
        return set_number(b, node, json);
    if (json_is_string(json)) {
        struct adm_str text = {json_string_value(json), json_string_length(json)};
        node->type = ADM_NODE_TEXT;
        node->text = adm_arena_copy(b->arena, text);
        return node->text.data != NULL || fail_memory(b->err);
    }
    node->type = json_is_null(json) ? ADM_NODE_NULL : ADM_NODE_BOOL;
    node->truth = json_is_true(json);
    node->text = json_is_null(json) ? ADM_STR("null")
                 : node->truth      ? ADM_STR("true")
                                    : ADM_STR("false");
    return true;
}

static bool open_level(struct builder *b, struct adm_node *node, json_t *json) {
    bool map = json_is_object(json);
    size_t count = map ? json_object_size(json) : json_array_size(json);
    if (b->depth == ADM_JSONSCHEMA_TREE_DEPTH_MAX)
        return adm_fail(b->err, ADM_LIMIT, "JSON nested deeper than %d levels",
                        ADM_JSONSCHEMA_TREE_DEPTH_MAX);
    struct adm_member *members = adm_arena_array(b->arena, count, sizeof *members);
    if (members == NULL)
        return fail_memory(b->err);
    node->type = map ? ADM_NODE_MAP : ADM_NODE_LIST;
    node->children = members;
    node->count = (uint32_t)count;
    b->levels[b->depth++] = (struct level){.json = json,
                                           .iterator = map ? json_object_iter(json) : NULL,
                                           .members = members,
                                           .count = (uint32_t)count};
    return true;
}

static bool set_value(struct builder *b, struct adm_node *node, json_t *json) {
    *node = (struct adm_node){.type = ADM_NODE_NULL};
    if (json_is_object(json) || json_is_array(json))
        return open_level(b, node, json);
    return set_scalar(b, node, json);
}

static bool set_key(struct builder *b, struct level *level, struct adm_member *member) {
    if (level->iterator == NULL)
        return true;
    struct adm_str key = {json_object_iter_key(level->iterator),
                          json_object_iter_key_len(level->iterator)};
    member->key = adm_arena_copy(b->arena, key);
    if (member->key.data == NULL)
        return fail_memory(b->err);
    member->hash = adm_yaml_tree_hash(member->key);
    return true;
}

static bool next_member(struct builder *b) {
    struct level *level = &b->levels[b->depth - 1];
    if (level->at == level->count) {
        b->depth--;
        return true;
    }
    struct adm_member *member = &level->members[level->at];
    struct adm_node *node = adm_arena_alloc(b->arena, sizeof *node);
    if (node == NULL)
        return fail_memory(b->err);
    member->value = node;
    ADM_TRY(set_key(b, level, member));
    json_t *json = level->iterator == NULL ? json_array_get(level->json, level->at)
                                           : json_object_iter_value(level->iterator);
    level->at++;
    if (level->iterator != NULL)
        level->iterator = json_object_iter_next(level->json, level->iterator);
    return set_value(b, node, json);
}

static bool build(json_t *json, struct adm_arena *arena, const struct adm_node **out,
                  struct adm_error *err) {
    struct builder b = {.arena = arena, .err = err};
    struct adm_node *root = adm_arena_alloc(arena, sizeof *root);
    if (root == NULL)
        return fail_memory(err);
    ADM_TRY(set_value(&b, root, json));
    while (b.depth > 0)
        ADM_TRY(next_member(&b));
    *out = root;
    return true;
}

static enum adm_code code_of(const json_error_t *error) {
    enum json_error_code code = json_error_code(error);
    if (code == json_error_out_of_memory)
        return ADM_MEMORY;
    return code == json_error_stack_overflow ? ADM_LIMIT : ADM_SYNTAX;
}

bool adm_jsonschema_tree_read(struct adm_str text, struct adm_arena *arena,
                              const struct adm_node **out, struct adm_error *err) {
    if (text.len > ADM_JSONSCHEMA_TREE_BYTES_MAX)
        return adm_fail(err, ADM_LIMIT, "a JSON text of more than 4 MiB");
    json_error_t error;
    size_t flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL;
    json_auto_t *json = json_loadb(text.data == NULL ? "" : text.data, text.len, flags, &error);
    if (json == NULL)
        return adm_fail(err, code_of(&error), "line %d column %d: %s", error.line, error.column,
                        error.text);
    return build(json, arena, out, err);
}
