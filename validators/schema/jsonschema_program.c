// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_program.h"

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
