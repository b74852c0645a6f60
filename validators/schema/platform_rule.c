// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/platform_rule.h"

#include <math.h>

enum { PLACES_MAX = 64 };

void adm_platform_rule_say(struct adm_platform_check *check, const struct adm_place *place,
                           struct adm_diagnostic said) {
    said.rule = check->rule;
    if (said.path.len == 0 && !adm_diagnostic_is_full(check->out))
        said.path = adm_place_path(place, check->arena);
    adm_diagnostic_add(check->out, &said);
}

bool adm_platform_rule_is_true(const struct adm_node *map, const char *key) {
    const struct adm_node *node = adm_yaml_tree_get(map, key);
    return adm_yaml_tree_is(node, ADM_NODE_BOOL) && node->truth;
}

bool adm_platform_rule_is_false(const struct adm_node *map, const char *key) {
    const struct adm_node *node = adm_yaml_tree_get(map, key);
    return adm_yaml_tree_is(node, ADM_NODE_BOOL) && !node->truth;
}

double adm_platform_rule_number(const struct adm_node *map, const char *key, double absent) {
    const struct adm_node *node = adm_yaml_tree_get(map, key);
    if (node == NULL)
        return absent;
    bool number = node->type == ADM_NODE_INT || node->type == ADM_NODE_FLOAT;
    return number ? node->number : NAN;
}

struct adm_str adm_platform_rule_text(const struct adm_node *map, const char *key,
                                      const char *absent) {
    const struct adm_node *node = adm_yaml_tree_get(map, key);
    return node == NULL ? adm_str_from(absent) : adm_yaml_tree_text(node);
}

const struct adm_place *adm_platform_rule_below(struct adm_platform_check *check,
                                                const struct adm_place *place, struct adm_str key) {
    const struct adm_member *member = adm_yaml_tree_find(place->node, key);
    struct adm_place *child = member == NULL ? NULL : adm_arena_alloc(check->arena, sizeof *child);
    if (child != NULL)
        *child = (struct adm_place){
            .parent = place,
            .member = member,
            .node = member->value,
            .index = (uint32_t)(member - place->node->children),
        };
    return child;
}

const struct adm_node *adm_platform_rule_find(const struct adm_platform_check *check,
                                              const char *path) {
    struct adm_str rest = adm_str_from(path);
    const struct adm_node *node = check->root;
    while (rest.len > 0 && node != NULL) {
        size_t end = adm_str_index(rest, '.');
        const struct adm_member *member = adm_yaml_tree_find(node, adm_str_slice(rest, 0, end));
        node = member == NULL ? NULL : member->value;
        rest = adm_str_slice(rest, end + 1, rest.len);
    }
    return node;
}

const struct adm_schema *adm_platform_rule_schema(const struct adm_platform_check *check,
                                                  const struct adm_place *place) {
    const struct adm_place *way[PLACES_MAX];
    size_t count = 0;
    for (; place->parent != NULL && count < PLACES_MAX; place = place->parent)
        way[count++] = place;
    const struct adm_schema *schema = check->schema;
    for (; count > 0 && schema != NULL; count--)
        schema = way[count - 1]->parent->node->type == ADM_NODE_LIST
                     ? adm_jsonschema_items(adm_jsonschema_target(schema))
                     : adm_jsonschema_child(schema, way[count - 1]->member->key);
    return schema;
}
