// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_program.h"

static inline bool is_key(const struct adm_jsonschema_key *key, struct adm_str text,
                          uint32_t hash) {
    return key->hash == hash && adm_str_equal(key->text, text);
}

const struct adm_jsonschema_key *adm_jsonschema_program_key(const struct adm_jsonschema_keys *keys,
                                                            struct adm_str text, uint32_t hash) {
    if (keys->slots != NULL) {
        for (uint32_t at = hash & keys->mask; keys->slots[at] != 0; at = (at + 1) & keys->mask) {
            const struct adm_jsonschema_key *key = &keys->items[keys->slots[at] - 1];
            if (is_key(key, text, hash))
                return key;
        }
        return NULL;
    }
    for (size_t i = 0; i < keys->count; i++) {
        if (is_key(&keys->items[i], text, hash))
            return &keys->items[i];
    }
    return NULL;
}

// The first on the way along `$ref` that has what is looked for.
const struct adm_schema *adm_jsonschema_program_child(const struct adm_schema *schema,
                                                      struct adm_str key, uint32_t hash) {
    for (const struct adm_schema *at = schema; at != NULL; at = at->reference) {
        if (at->object == NULL)
            continue;
        const struct adm_jsonschema_key *found =
            adm_jsonschema_program_key(&at->object->keys, key, hash);
        if (found != NULL)
            return found->schema;
        const struct adm_schema *rest = at->object->rest;
        if (rest != NULL)
            return rest->takes == 0 ? NULL : rest; // `false` is no subschema of anything
    }
    return NULL;
}

const struct adm_node *adm_jsonschema_program_get(const struct adm_schema *schema,
                                                  const char *keyword) {
    if (schema == NULL || schema->source->type != ADM_NODE_MAP)
        return NULL;
    struct adm_str key = adm_str_from(keyword);
    for (uint32_t i = 0; i < schema->source->count; i++) {
        if (adm_str_equal(schema->source->children[i].key, key))
            return schema->source->children[i].value;
    }
    return NULL;
}

const struct adm_member *adm_jsonschema_program_member(const struct adm_node *map,
                                                       const struct adm_jsonschema_key *key) {
    for (uint32_t i = 0; i < map->count; i++) {
        if (map->children[i].hash == key->hash && adm_str_equal(map->children[i].key, key->text))
            return &map->children[i];
    }
    return NULL;
}
