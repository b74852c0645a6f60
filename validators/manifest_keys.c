// SPDX-License-Identifier: Apache-2.0
#include "validators/manifest_keys.h"

#include <string.h>

#include "core/sort.h"

enum { PAIRS_MAX = 16 };

// In the order in which they are written out again.
enum state { EFFECTIVE, REPLACED, MERGED_AWAY };

struct entry {
    const struct adm_json *key; // its value follows
    uint32_t order;             // of application
    enum state state;
    bool by_alias; // merged, and to be seen elsewhere
};

struct entries {
    struct entry *items;
    uint32_t count;
};

static const struct adm_json *next_key(const struct adm_json *key) { return key + 1 + key[1].span; }

static bool same(const struct adm_json *a, const struct adm_json *b) {
    return a->len == b->len && (a->len == 0 || memcmp(a->data, b->data, a->len) == 0);
}

static int by_key(const void *a, const void *b) {
    const struct entry *x = a, *y = b;
    int order = adm_str_compare(adm_json_text(x->key), adm_json_text(y->key));
    return order != 0 ? order : (x->order > y->order) - (x->order < y->order);
}

static int by_state(const void *a, const void *b) {
    const struct entry *x = a, *y = b;
    int order = (x->state > y->state) - (x->state < y->state);
    return order != 0 ? order : (x->order > y->order) - (x->order < y->order);
}

static bool pairs_are_distinct(const struct adm_json *map) {
    const struct adm_json *keys[PAIRS_MAX];
    const struct adm_json *key = map + 1;
    for (size_t i = 0; i < map->count; i++, key = next_key(key)) {
        for (size_t k = 0; k < i; k++)
            if (same(keys[k], key))
                return false;
        keys[i] = key;
    }
    return true;
}

// Members that merging the value adds; UINT32_MAX when it cannot be merged.
static uint32_t count_merged(const struct adm_json *value) {
    if (value->type == ADM_JSON_OBJECT)
        return value->count;
    if (value->type != ADM_JSON_ARRAY)
        return UINT32_MAX;
    uint32_t count = 0;
    struct adm_json_iter it = adm_json_iter(value);
    while (adm_json_next(&it)) {
        if (it.value->type != ADM_JSON_OBJECT)
            return UINT32_MAX;
        count += it.value->count;
    }
    return count;
}

// Of members alike in one map the first is its effective one, so it is applied last.
static void add_map(struct entries *entries, const struct adm_json *map, bool by_alias,
                    uint32_t order) {
    const struct adm_json *key = map + 1;
    for (uint32_t i = 0; i < map->count; i++, key = next_key(key))
        entries->items[entries->count++] =
            (struct entry){.key = key, .order = order + map->count - 1 - i, .by_alias = by_alias};
}

// Of a list the first map wins, so the last is applied first.
static void add_merged(struct entries *entries, const struct adm_json *key) {
    const struct adm_json *value = key + 1;
    bool by_alias = key->count == ADM_MANIFEST_MERGE_ALIAS;
    if (value->type == ADM_JSON_OBJECT) {
        add_map(entries, value, by_alias, entries->count);
        return;
    }
    uint32_t order = entries->count + count_merged(value);
    struct adm_json_iter it = adm_json_iter(value);
    while (adm_json_next(&it)) {
        order -= it.value->count;
        add_map(entries, it.value, by_alias, order);
    }
}

static bool is_merge(const struct adm_json *key) { return key->count != 0; }

static bool collect(struct adm_manifest_tree *tree, const struct adm_json *map,
                    struct entries *entries) {
    uint32_t count = 0;
    const struct adm_json *key = map + 1;
    for (uint32_t i = 0; i < map->count; i++, key = next_key(key)) {
        uint32_t more = is_merge(key) ? count_merged(key + 1) : 1;
        if (more == UINT32_MAX)
            return adm_manifest_tree_fail(tree, ADM_INVALID,
                                          "`<<` merges a map or a list of maps, and this is "
                                          "neither; quote \"<<\" if the key is meant");
        count += more;
    }
    entries->items = adm_arena_alloc(tree->arena, (count + (size_t)1) * sizeof *entries->items);
    if (entries->items == NULL)
        return adm_manifest_tree_fail_memory(tree);
    key = map + 1;
    for (uint32_t i = 0; i < map->count; i++, key = next_key(key)) {
        if (is_merge(key))
            add_merged(entries, key);
        else
            entries->items[entries->count] = (struct entry){.key = key, .order = entries->count},
            entries->count++;
    }
    return true;
}

// Of each group of keys alike the last applied is the effective one. Whether any was replaced.
static bool judge(struct entries *entries) {
    bool replaced = false;
    adm_sort_heap(entries->items, entries->count, sizeof *entries->items, by_key);
    for (uint32_t i = 0; i + 1 < entries->count; i++) {
        struct entry *entry = &entries->items[i];
        if (!same(entry->key, entry[1].key))
            continue;
        entry->state = entry->by_alias ? MERGED_AWAY : REPLACED;
        replaced = replaced || !entry->by_alias;
    }
    return replaced;
}

static void write_out(struct adm_manifest_tree *tree, struct adm_json *map, struct entries *entries,
                      struct adm_json *scratch) {
    uint32_t size = 0;
    uint32_t kept = 0;
    adm_sort_heap(entries->items, entries->count, sizeof *entries->items, by_state);
    for (; kept < entries->count && entries->items[kept].state != MERGED_AWAY; kept++) {
        const struct adm_json *key = entries->items[kept].key;
        memcpy(scratch + size, key, (1 + (size_t)key[1].span) * sizeof *key);
        size += 1 + key[1].span;
    }
    memcpy(map + 1, scratch, size * sizeof *map);
    tree->total -= map->span - 1 - size;
    tree->count -= map->span - 1 - size;
    map->count = kept;
    map->span = size + 1;
}

bool adm_manifest_keys_settle(struct adm_manifest_tree *tree,
                              const struct adm_manifest_frame *frame) {
    struct adm_json *map = &tree->nodes[frame->node];
    if (!frame->merges && map->count <= PAIRS_MAX && pairs_are_distinct(map))
        return true;
    struct entries entries = {0};
    const struct adm_arena_mark mark = adm_arena_mark(tree->arena);
    ADM_TRY(collect(tree, map, &entries));
    bool replaced = judge(&entries);
    if (replaced || frame->merges) {
        struct adm_json *scratch = adm_arena_alloc(tree->arena, map->span * sizeof *scratch);
        if (scratch == NULL)
            return adm_manifest_tree_fail_memory(tree);
        tree->moved += map->span;
        if (tree->moved > ADM_MANIFEST_MOVED_MAX)
            return adm_manifest_tree_fail(tree, ADM_LIMIT,
                                          "too many duplicate or merge keys; write each once");
        write_out(tree, map, &entries, scratch);
    }
    adm_arena_rewind(tree->arena, mark);
    tree->duplicates = tree->duplicates || replaced;
    return true;
}
