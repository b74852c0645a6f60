// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_keys.h"

#include <string.h>

static bool make_slots(struct adm_jsonschema_compile *c, struct adm_jsonschema_keys *keys) {
    if (keys->count == 0)
        return true;
    uint32_t size = 8;
    while (size < keys->count * 2)
        size *= 2;
    uint32_t *slots = adm_arena_array(c->arena, size, sizeof *slots);
    if (slots == NULL)
        return adm_jsonschema_compile_fail_memory(c);
    for (uint32_t i = 0; i < keys->count; i++) {
        uint32_t at = keys->items[i].hash & (size - 1);
        while (slots[at] != 0)
            at = (at + 1) & (size - 1);
        slots[at] = i + 1;
    }
    keys->slots = slots;
    keys->mask = size - 1;
    return true;
}

static struct adm_str text_at(const struct adm_node *value, uint32_t index) {
    const struct adm_member *member = &value->children[index];
    return value->type == ADM_NODE_LIST ? member->value->text : member->key;
}

// The texts are put side by side: a run compares most of them, and each that stood alone would be a
// line of the processor's cache.
static struct adm_jsonschema_key *make_items(struct adm_jsonschema_compile *c,
                                             const struct adm_node *value,
                                             struct adm_jsonschema_keys *keys) {
    size_t bytes = 0;
    for (uint32_t i = 0; i < value->count; i++)
        bytes += text_at(value, i).len;
    struct adm_jsonschema_key *items = adm_arena_array(c->arena, value->count, sizeof *items);
    char *texts = adm_arena_alloc(c->arena, bytes);
    if (items == NULL || texts == NULL)
        return NULL;
    for (uint32_t i = 0; i < value->count; i++) {
        struct adm_str text = text_at(value, i);
        if (text.len > 0)
            memcpy(texts, text.data, text.len);
        items[i].text = (struct adm_str){texts, text.len};
        items[i].hash = adm_yaml_tree_hash(items[i].text);
        texts += text.len;
    }
    *keys = (struct adm_jsonschema_keys){.items = items, .count = value->count};
    return items;
}

bool adm_jsonschema_keys_list(struct adm_jsonschema_compile *c, const struct adm_schema *schema,
                              const char *keyword, const struct adm_node *value,
                              const struct adm_jsonschema_keys **out) {
    static const char demand[] = "must be an array of strings";
    if (value->type != ADM_NODE_LIST)
        return adm_jsonschema_compile_fail(c, schema, keyword, demand);
    for (uint32_t i = 0; i < value->count; i++) {
        if (value->children[i].value->type != ADM_NODE_TEXT)
            return adm_jsonschema_compile_fail(c, schema, keyword, demand);
    }
    struct adm_jsonschema_keys *keys = adm_arena_array(c->arena, 1, sizeof *keys);
    if (keys == NULL || make_items(c, value, keys) == NULL)
        return adm_jsonschema_compile_fail_memory(c);
    *out = keys;
    return true;
}

bool adm_jsonschema_keys_demands(struct adm_jsonschema_compile *c, const struct adm_schema *schema,
                                 const char *keyword, const struct adm_node *value,
                                 const struct adm_jsonschema_keys **out) {
    if (value->type != ADM_NODE_MAP)
        return adm_jsonschema_compile_fail(c, schema, keyword, "must be an object");
    struct adm_jsonschema_keys *keys = adm_arena_array(c->arena, 1, sizeof *keys);
    struct adm_jsonschema_key *items = keys == NULL ? NULL : make_items(c, value, keys);
    if (items == NULL)
        return adm_jsonschema_compile_fail_memory(c);
    for (uint32_t i = 0; i < value->count; i++)
        ADM_TRY(adm_jsonschema_keys_list(c, schema, keyword, value->children[i].value,
                                         &items[i].demands));
    ADM_TRY(make_slots(c, keys));
    *out = keys;
    return true;
}

bool adm_jsonschema_keys_schemas(struct adm_jsonschema_compile *c, const struct adm_node *value,
                                 struct adm_jsonschema_keys *out) {
    *out = (struct adm_jsonschema_keys){0};
    if (value == NULL)
        return true;
    struct adm_jsonschema_key *items = make_items(c, value, out);
    if (items == NULL)
        return adm_jsonschema_compile_fail_memory(c);
    for (uint32_t i = 0; i < value->count; i++)
        items[i].schema = adm_jsonschema_compile_find(c, value->children[i].value);
    return make_slots(c, out);
}
