// SPDX-License-Identifier: Apache-2.0
#include "core/json_keys.h"

#include <string.h>

#include "core/sort.h"

enum { PAIRS_MAX = 16 };

static const struct adm_json *next_key(const struct adm_json *key) { return key + 1 + key[1].span; }

static bool same(const struct adm_json *a, const struct adm_json *b) {
    return a->len == b->len && memcmp(a->data, b->data, a->len) == 0;
}

static int compare(const void *a, const void *b) {
    const struct adm_json *const *left = a;
    const struct adm_json *const *right = b;
    return adm_str_compare(adm_json_text(*left), adm_json_text(*right));
}

// The members' keys (nodes) sorted by bytes, in the arena; NULL without memory.
static const struct adm_json **sorted(const struct adm_json *object, struct adm_arena *arena) {
    const struct adm_json **keys =
        adm_arena_array(arena, object->count + 1U, sizeof(struct adm_json *));
    if (keys == NULL)
        return NULL;
    const struct adm_json *key = object + 1;
    for (size_t i = 0; i < object->count; i++, key = next_key(key))
        keys[i] = key;
    adm_sort_heap(keys, object->count, sizeof(struct adm_json *), compare);
    return keys;
}

static bool pairs_are_distinct(const struct adm_json *object) {
    const struct adm_json *keys[PAIRS_MAX];
    const struct adm_json *key = object + 1;
    for (size_t i = 0; i < object->count; i++, key = next_key(key)) {
        for (size_t k = 0; k < i; k++)
            if (same(keys[k], key))
                return false;
        keys[i] = key;
    }
    return true;
}

bool adm_json_keys_are_distinct(const struct adm_json *object, struct adm_arena *arena, bool *out) {
    if (object->count <= PAIRS_MAX) {
        *out = pairs_are_distinct(object);
        return true;
    }
    const struct adm_json **keys = sorted(object, arena);
    if (keys == NULL)
        return false;
    size_t i = 1;
    while (i < object->count && !same(keys[i - 1], keys[i]))
        i++;
    *out = i == object->count;
    return true;
}
