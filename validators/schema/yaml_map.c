// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/yaml_map.h"

#include <string.h>

#include "core/sort.h"
#include "validators/schema/yaml_refuse.h"

enum { PAIRS_MAX = 16 };

// A key with its rank: its place among the entries, then that of the first with this key.
struct entry {
    uint32_t hash, rank;
    const struct adm_member *member;
    struct adm_span via;
};

static bool is_same(const struct adm_member *a, const struct adm_member *b) {
    return a->hash == b->hash && adm_yaml_map_is_merge(a) == adm_yaml_map_is_merge(b) &&
           adm_str_equal(a->key, b->key);
}

// By key; of equal keys by rank.
static int compare_keys(const void *a, const void *b) {
    const struct entry *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    int order = adm_str_compare(x->member->key, y->member->key);
    if (order == 0)
        order = adm_yaml_map_is_merge(x->member) - adm_yaml_map_is_merge(y->member);
    return order != 0 ? order : (x->rank > y->rank) - (x->rank < y->rank);
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

// Keys by hash.
struct table {
    struct adm_yaml_tree_index *index;
    uint32_t
        steps; // that may still be taken: the hash is no secret, and keys may be made to collide
};

static size_t table_bytes(const struct table *table) {
    return ((size_t)table->index->last + 1) * sizeof *table->index->slots;
}

static void clear(struct table *table, uint32_t count) {
    memset(table->index->slots, 0, table_bytes(table));
    table->steps = 8 * count;
}

static bool open_table(struct table *table, uint32_t count, struct adm_arena *arena) {
    uint32_t size = 2;
    while (size < 2 * count)
        size *= 2;
    table->index =
        adm_arena_alloc(arena, sizeof *table->index + size * sizeof *table->index->slots);
    if (table->index == NULL)
        return false;
    table->index->last = size - 1;
    clear(table, count);
    return true;
}

// The first of the entries that has this one's key: it, or one before. NULL when too many collide.
static const struct entry *find_first(struct table *table, const struct entry *entries,
                                      uint32_t index) {
    const struct entry *entry = &entries[index];
    for (uint32_t at = entry->hash; table->steps > 0; at++, table->steps--) {
        uint32_t *slot = &table->index->slots[at & table->index->last];
        if (*slot == 0)
            *slot = index + 1;
        if (is_same(entries[*slot - 1].member, entry->member))
            return &entries[*slot - 1];
    }
    return NULL;
}

// Replaces each entry's rank by that of the first with its key. False when too many collide.
static bool look_up(struct entry *entries, uint32_t count, struct table *table) {
    for (uint32_t i = 0; i < count; i++) {
        entries[i].rank = i;
        const struct entry *first = find_first(table, entries, i);
        if (first == NULL)
            return false;
        entries[i].rank = first->rank;
    }
    return true;
}

// Likewise, by another hash.
static bool look_up_again(struct entry *entries, uint32_t count, struct table *table) {
    clear(table, count);
    for (uint32_t i = 0; i < count; i++)
        entries[i].hash = adm_yaml_map_rehash(entries[i].member->key);
    return look_up(entries, count, table);
}

// Likewise, by sorting. False without memory.
static bool sort_out(struct entry *entries, uint32_t count, struct adm_arena *arena) {
    struct entry *sorted = adm_arena_alloc(arena, count * sizeof *sorted);
    if (sorted == NULL)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        sorted[i] = entries[i];
        sorted[i].rank = i;
    }
    adm_sort_heap(sorted, count, sizeof *sorted, compare_keys);
    for (uint32_t i = 0, first = 0; i < count; i++) {
        if (!is_same(sorted[first].member, sorted[i].member))
            first = i;
        entries[sorted[i].rank].rank = sorted[first].rank;
    }
    return true;
}

// Finds the first with each key; `*index`: the table, if it is by the keys' own hash.
static bool find_firsts(struct entry *entries, uint32_t count, struct table *table,
                        struct adm_arena *arena, const struct adm_yaml_tree_index **index) {
    *index = NULL;
    if (look_up(entries, count, table)) {
        *index = table->index;
        return true;
    }
    return look_up_again(entries, count, table) || sort_out(entries, count, arena);
}

static void refuse_twice(const struct adm_member *members, const struct entry *entries,
                         uint32_t count, struct adm_diagnostics *found) {
    for (uint32_t i = 0; i < count && found->dropped == 0; i++)
        if (entries[i].rank != i && !adm_yaml_map_is_merge(&members[i]))
            adm_yaml_refuse_twice(found, &members[i], &members[entries[i].rank]);
}

static bool check_many(const struct adm_member *members, uint32_t count,
                       struct adm_diagnostics *found, const struct adm_yaml_tree_index **index) {
    struct table table;
    if (!open_table(&table, count, found->arena))
        return false;
    struct adm_arena_mark start = adm_arena_mark(found->arena);
    struct entry *entries = adm_arena_alloc(found->arena, count * sizeof *entries);
    if (entries == NULL)
        return false;
    for (uint32_t i = 0; i < count; i++)
        entries[i] = (struct entry){members[i].hash, i, &members[i], {0, 0}};
    ADM_TRY(find_firsts(entries, count, &table, found->arena, index));
    size_t refused = found->errors;
    refuse_twice(members, entries, count, found);
    if (found->errors == refused)
        adm_arena_rewind(found->arena, start);
    return true;
}

bool adm_yaml_map_unique(const struct adm_member *members, uint32_t count,
                         struct adm_diagnostics *found, const struct adm_yaml_tree_index **index) {
    *index = NULL;
    if (count > PAIRS_MAX)
        return check_many(members, count, found, index);
    check_pairs(members, count, found);
    return true;
}

struct merge {
    struct entry *entries;
    uint32_t count;
};

static void add_entry(struct merge *merge, const struct adm_member *member, struct adm_span via) {
    merge->entries[merge->count] = (struct entry){member->hash, merge->count, member, via};
    merge->count++;
}

static void add_map(struct merge *merge, const struct adm_node *map, struct adm_span via) {
    for (uint32_t i = 0; i < map->count; i++)
        add_entry(merge, &map->children[i], via);
}

static void add_merged(struct merge *merge, const struct adm_member *member) {
    const struct adm_node *value = member->value;
    if (value->type == ADM_NODE_MAP)
        add_map(merge, value, member->key_span);
    for (uint32_t i = 0; value->type == ADM_NODE_LIST && i < value->count; i++)
        add_map(merge, value->children[i].value, member->key_span);
}

static uint32_t count_merged(const struct adm_node *value) {
    uint32_t count = 0;
    if (value->type == ADM_NODE_MAP)
        return value->count;
    for (uint32_t i = 0; i < value->count; i++)
        count += value->children[i].value->count;
    return count;
}

static uint32_t count_entries(const struct adm_member *members, uint32_t count) {
    uint32_t entries = 0;
    for (uint32_t i = 0; i < count; i++)
        entries += adm_yaml_map_is_merge(&members[i]) ? count_merged(members[i].value) : 1;
    return entries;
}

// Of equal keys the first that was added wins.
static void collect(struct merge *merge, const struct adm_member *members, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        if (!adm_yaml_map_is_merge(&members[i]))
            add_entry(merge, &members[i], (struct adm_span){0, 0});
    for (uint32_t i = count; i > 0; i--)
        if (adm_yaml_map_is_merge(&members[i - 1]))
            add_merged(merge, &members[i - 1]);
}

static uint32_t keep(const struct merge *merge, struct adm_member *children) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < merge->count; i++) {
        const struct entry *entry = &merge->entries[i];
        if (entry->rank != i && entry->via.end > 0) // a written one is refused already
            continue;
        children[kept] = *entry->member;
        if (entry->via.end > 0)
            children[kept].via = entry->via;
        kept++;
    }
    return kept;
}

bool adm_yaml_map_merge(const struct adm_member *members, uint32_t count, struct adm_arena *arena,
                        struct adm_node *map) {
    uint32_t most = count_entries(members, count);
    struct adm_member *children = adm_arena_alloc(arena, most * sizeof *children);
    struct adm_arena_mark start = adm_arena_mark(arena);
    struct merge merge = {adm_arena_alloc(arena, most * sizeof *merge.entries), 0};
    if (children == NULL || merge.entries == NULL)
        return false;
    collect(&merge, members, count);
    struct table table;
    const struct adm_yaml_tree_index *unused = NULL;
    if (!open_table(&table, merge.count, arena))
        return false;
    ADM_TRY(find_firsts(merge.entries, merge.count, &table, arena, &unused));
    map->children = children;
    map->count = keep(&merge, children);
    adm_arena_rewind(arena, start);
    return true;
}
