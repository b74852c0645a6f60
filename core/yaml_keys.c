// SPDX-License-Identifier: Apache-2.0
#include "core/yaml_keys.h"

#include "core/sort.h"

enum { PAIRS_MAX = 16 };

bool adm_yaml_keys_is_merge(const struct adm_yaml *key) {
    return key->plain && adm_str_is(key->text, "<<");
}

// By text; of equal keys by address, which in one array is the order of application.
static int compare(const void *a, const void *b) {
    const struct adm_yaml *const *x = a;
    const struct adm_yaml *const *y = b;
    int order = adm_str_compare((*x)->key->text, (*y)->key->text);
    uintptr_t left = (uintptr_t)*x, right = (uintptr_t)*y;
    return order != 0 ? order : (left > right) - (left < right);
}

static bool is_before(const struct adm_yaml *a, const struct adm_yaml *b) {
    return a->line != b->line ? a->line < b->line : a->column < b->column;
}

static const struct adm_yaml *repeated_pair(const struct adm_yaml *map) {
    for (const struct adm_yaml *value = map->child; value != NULL; value = value->next)
        for (const struct adm_yaml *other = map->child; other != value; other = other->next)
            if (adm_str_equal(other->key->text, value->key->text))
                return value;
    return NULL;
}

bool adm_yaml_keys_repeated(const struct adm_yaml *map, size_t count, struct adm_arena *arena,
                            const struct adm_yaml **out) {
    *out = NULL;
    if (count <= PAIRS_MAX) {
        *out = repeated_pair(map);
        return true;
    }
    const struct adm_yaml **values = adm_arena_array(arena, count, sizeof(void *));
    if (values == NULL)
        return false;
    size_t at = 0;
    for (const struct adm_yaml *value = map->child; value != NULL; value = value->next)
        values[at++] = value;
    adm_sort_heap(values, at, sizeof(struct adm_yaml *), compare);
    for (size_t i = 1; i < at; i++) {
        const struct adm_yaml *a = values[i - 1], *b = values[i];
        if (!adm_str_equal(a->key->text, b->key->text))
            continue;
        const struct adm_yaml *later = is_before(a->key, b->key) ? b : a;
        if (*out == NULL || is_before(later->key, (*out)->key))
            *out = later;
    }
    return true;
}

static size_t count_values(const struct adm_yaml *node) {
    size_t count = 0;
    for (const struct adm_yaml *value = node->child; value != NULL; value = value->next)
        count++;
    return count;
}

// Values that merging this one would add; SIZE_MAX when it cannot be merged.
static size_t count_merged(const struct adm_yaml *value) {
    if (value->type == ADM_YAML_MAP)
        return count_values(value);
    if (value->type != ADM_YAML_LIST)
        return SIZE_MAX;
    size_t count = 0;
    for (const struct adm_yaml *map = value->child; map != NULL; map = map->next) {
        if (map->type != ADM_YAML_MAP)
            return SIZE_MAX;
        count += count_values(map);
    }
    return count;
}

struct merge {
    struct adm_yaml *copies; // in the order of application
    size_t count;
};

static void add_map(struct merge *merge, const struct adm_yaml *map) {
    for (const struct adm_yaml *value = map->child; value != NULL; value = value->next)
        merge->copies[merge->count++] = *value;
}

// Of a list the first map wins, so the last is applied first.
static bool add_list(struct merge *merge, const struct adm_yaml *list, struct adm_arena *arena) {
    size_t count = count_values(list);
    const struct adm_yaml **maps = adm_arena_array(arena, count + 1, sizeof(void *));
    if (maps == NULL)
        return false;
    size_t at = 0;
    for (const struct adm_yaml *map = list->child; map != NULL; map = map->next)
        maps[at++] = map;
    while (at > 0)
        add_map(merge, maps[--at]);
    return true;
}

// Links the copies that no later one with the same key replaces.
static bool link_last(struct adm_yaml *map, struct merge *merge, struct adm_arena *arena) {
    const struct adm_yaml **sorted = adm_arena_array(arena, merge->count + 1, sizeof(void *));
    bool *dropped = adm_arena_array(arena, merge->count + 1, sizeof *dropped);
    if (sorted == NULL || dropped == NULL)
        return false;
    for (size_t i = 0; i < merge->count; i++)
        sorted[i] = &merge->copies[i];
    adm_sort_heap(sorted, merge->count, sizeof(struct adm_yaml *), compare);
    for (size_t i = 1; i < merge->count; i++)
        if (adm_str_equal(sorted[i - 1]->key->text, sorted[i]->key->text))
            dropped[sorted[i - 1] - merge->copies] = true;
    struct adm_yaml **tail = &map->child;
    for (size_t i = 0; i < merge->count; i++) {
        if (dropped[i])
            continue;
        *tail = &merge->copies[i];
        tail = &merge->copies[i].next;
    }
    *tail = NULL;
    return true;
}

bool adm_yaml_keys_merge(struct adm_yaml *map, struct adm_arena *arena,
                         const struct adm_yaml **wrong) {
    size_t count = 0;
    *wrong = NULL;
    for (const struct adm_yaml *value = map->child; value != NULL; value = value->next) {
        size_t more = adm_yaml_keys_is_merge(value->key) ? count_merged(value) : 1;
        if (more == SIZE_MAX) {
            *wrong = value;
            return false;
        }
        count += more;
    }
    struct merge merge = {.copies = adm_arena_array(arena, count + 1, sizeof *merge.copies)};
    if (merge.copies == NULL)
        return false;
    for (const struct adm_yaml *value = map->child; value != NULL; value = value->next) {
        if (!adm_yaml_keys_is_merge(value->key))
            merge.copies[merge.count++] = *value;
        else if (value->type == ADM_YAML_MAP)
            add_map(&merge, value);
        else if (!add_list(&merge, value, arena))
            return false;
    }
    return link_last(map, &merge, arena);
}
