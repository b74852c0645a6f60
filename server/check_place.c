// SPDX-License-Identifier: Apache-2.0
#include "server/check_place.h"

// A path is words, not a pointer: keys hold dots, so the longest key that fits is taken.
static bool fits(struct adm_str key, struct adm_str path) {
    if (key.len == 0 || key.len > path.len || !adm_str_equal(key, adm_str_slice(path, 0, key.len)))
        return false;
    return key.len == path.len || path.data[key.len] == '.' || path.data[key.len] == '[' ||
           path.data[key.len] == ']';
}

static const struct adm_yaml *member(const struct adm_yaml *map, struct adm_str path,
                                     size_t *taken) {
    const struct adm_yaml *best = NULL;
    for (const struct adm_yaml *value = map->child; value != NULL; value = value->next) {
        if (!fits(value->key->text, path) ||
            (best != NULL && best->key->text.len >= value->key->text.len))
            continue;
        best = value;
        *taken = value->key->text.len;
    }
    return best;
}

static const struct adm_yaml *element(const struct adm_yaml *list, struct adm_str path,
                                      size_t *taken) {
    size_t index = 0, at = 0;
    for (; at < path.len && path.data[at] >= '0' && path.data[at] <= '9' && at < 9; at++)
        index = index * 10 + (size_t)(path.data[at] - '0');
    const struct adm_yaml *value = at == 0 ? NULL : list->child;
    for (; value != NULL && index > 0; index--)
        value = value->next;
    *taken = at;
    return value;
}

static struct adm_str skip_marks(struct adm_str path) {
    size_t at = 0;
    while (at < path.len && (path.data[at] == '.' || path.data[at] == '[' || path.data[at] == ']'))
        at++;
    return adm_str_slice(path, at, path.len);
}

struct adm_check_place adm_check_place_of(const struct adm_yaml *root, struct adm_str path) {
    const struct adm_yaml *node = root;
    struct adm_check_place place = {0};
    for (path = skip_marks(path); node != NULL && path.len > 0; path = skip_marks(path)) {
        size_t taken = 0;
        if (node->type == ADM_YAML_SCALAR)
            break;
        bool is_map = node->type == ADM_YAML_MAP;
        node = is_map ? member(node, path, &taken) : element(node, path, &taken);
        if (node == NULL)
            break;
        place = is_map ? (struct adm_check_place){node->key->line, node->key->column}
                       : (struct adm_check_place){node->line, node->column};
        path = adm_str_slice(path, taken, path.len);
    }
    return place;
}
