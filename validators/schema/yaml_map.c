// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/yaml_map.h"

#include <string.h>

#include "core/sort.h"
#include "validators/schema/yaml_refuse.h"

enum { PAIRS_MAX = 16 };

// A key with its rank: the smaller wins.
struct entry {
    uint32_t hash, rank;
    const struct adm_member *member;
    struct adm_span via;
};

static bool is_same(const struct adm_member *a, const struct adm_member *b) {
    return a->hash == b->hash && adm_str_equal(a->key, b->key);
}

// By key; of equal keys by rank. The hash decides nearly always, and nobody gains by colliding it.
static int compare_keys(const void *a, const void *b) {
    const struct entry *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    int order = adm_str_compare(x->member->key, y->member->key);
    return order != 0 ? order : (x->rank > y->rank) - (x->rank < y->rank);
}

static int compare_ranks(const void *a, const void *b) {
    const struct entry *x = a, *y = b;
    return (x->rank > y->rank) - (x->rank < y->rank);
}

static void check_pairs(const struct adm_member *members, uint32_t count,
                        struct adm_diagnostics *found) {
    for (uint32_t i = 1; i < count; i++)
        for (uint32_t j = 0; j < i; j++)
            if (is_same(&members[i], &members[j]) && !adm_yaml_map_is_merge(&members[i])) {
                adm_yaml_refuse_twice(found, &members[i], &members[j]);
                break;
            }
}

static bool check_sorted(const struct adm_member *members, uint32_t count,
                         struct adm_diagnostics *found) {
    struct entry *entries = adm_arena_alloc(found->arena, count * sizeof *entries);
    if (entries == NULL)
        return false;
    for (uint32_t i = 0; i < count; i++)
        entries[i] = (struct entry){members[i].hash, i, &members[i], {0, 0}};
    adm_sort_heap(entries, count, sizeof *entries, compare_keys);
    const struct adm_member *first = entries[0].member;
    for (uint32_t i = 1; i < count && found->dropped == 0; i++) {
        if (!is_same(first, entries[i].member))
            first = entries[i].member;
        else if (!adm_yaml_map_is_merge(first))
            adm_yaml_refuse_twice(found, entries[i].member, first);
    }
    return true;
}

bool adm_yaml_map_unique(const struct adm_member *members, uint32_t count,
                         struct adm_diagnostics *found) {
    if (count > PAIRS_MAX)
        return check_sorted(members, count, found);
    check_pairs(members, count, found);
    return true;
}

struct merge {
    struct entry *entries;
    uint32_t count, capacity;
    struct adm_arena *arena;
};

static bool add_entry(struct merge *merge, const struct adm_member *member, struct adm_span via) {
    if (merge->count == merge->capacity) {
        uint32_t capacity = merge->capacity == 0 ? 64 : merge->capacity * 2;
        struct entry *grown =
            adm_arena_grow(merge->arena, merge->entries, merge->capacity * sizeof *grown,
                           capacity * sizeof *grown);
        if (grown == NULL)
            return false;
        merge->entries = grown;
        merge->capacity = capacity;
    }
    merge->entries[merge->count] = (struct entry){member->hash, merge->count, member, via};
    merge->count++;
    return true;
}

static bool add_map(struct merge *merge, const struct adm_node *map, struct adm_span via) {
    for (uint32_t i = 0; i < map->count; i++)
        ADM_TRY(add_entry(merge, &map->children[i], via));
    return true;
}

static bool add_merged(struct merge *merge, const struct adm_member *member) {
    const struct adm_node *value = member->value;
    if (value->type == ADM_NODE_MAP)
        return add_map(merge, value, member->key_span);
    for (uint32_t i = 0; i < value->count; i++)
        ADM_TRY(add_map(merge, value->children[i].value, member->key_span));
    return true;
}

// Keeps the first of each key, in the order of the ranks.
static void keep_winners(struct merge *merge) {
    uint32_t kept = 0;
    adm_sort_heap(merge->entries, merge->count, sizeof *merge->entries, compare_keys);
    for (uint32_t i = 0; i < merge->count; i++)
        if (kept == 0 || !is_same(merge->entries[kept - 1].member, merge->entries[i].member))
            merge->entries[kept++] = merge->entries[i];
    merge->count = kept;
    adm_sort_heap(merge->entries, kept, sizeof *merge->entries, compare_ranks);
}

static bool keep(struct merge *merge, struct adm_node *map) {
    struct adm_member *children = adm_arena_alloc(merge->arena, merge->count * sizeof *children);
    if (children == NULL)
        return false;
    for (uint32_t i = 0; i < merge->count; i++) {
        children[i] = *merge->entries[i].member;
        if (merge->entries[i].via.end > 0)
            children[i].via = merge->entries[i].via;
    }
    map->children = children;
    map->count = merge->count;
    return true;
}

// The usual `<<: *base` with a few keys of its own needs no sorting: the base has no key twice.
static bool is_simple(const struct adm_member *members, uint32_t count) {
    uint32_t merges = 0;
    for (uint32_t i = 0; i < count && count <= PAIRS_MAX; i++)
        if (adm_yaml_map_is_merge(&members[i]))
            merges += members[i].value->type == ADM_NODE_MAP ? 1 : 2;
    return merges == 1;
}

static bool is_written(const struct merge *merge, uint32_t written,
                       const struct adm_member *member) {
    for (uint32_t i = 0; i < written; i++)
        if (is_same(merge->entries[i].member, member))
            return true;
    return false;
}

static void drop_written(struct merge *merge, uint32_t written) {
    uint32_t kept = written;
    for (uint32_t i = written; i < merge->count; i++)
        if (!is_written(merge, written, merge->entries[i].member))
            merge->entries[kept++] = merge->entries[i];
    merge->count = kept;
}

bool adm_yaml_map_merge(const struct adm_member *members, uint32_t count, struct adm_arena *arena,
                        struct adm_node *map) {
    struct merge merge = {.arena = arena};
    for (uint32_t i = 0; i < count; i++)
        if (!adm_yaml_map_is_merge(&members[i]))
            ADM_TRY(add_entry(&merge, &members[i], (struct adm_span){0, 0}));
    uint32_t written = merge.count;
    for (uint32_t i = count; i > 0; i--)
        if (adm_yaml_map_is_merge(&members[i - 1]))
            ADM_TRY(add_merged(&merge, &members[i - 1]));
    if (is_simple(members, count))
        drop_written(&merge, written);
    else
        keep_winners(&merge);
    return keep(&merge, map);
}
