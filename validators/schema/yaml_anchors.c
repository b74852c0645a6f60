// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/yaml_anchors.h"

#include <string.h>

// Where the name stands in the order, or would. Sorted rather than hashed: whoever writes the text
// cannot make it slow.
static size_t place_of(const struct adm_yaml_anchors *all, struct adm_str name) {
    size_t low = 0, high = all->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (adm_str_compare(all->items[all->order[middle]].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct adm_yaml_anchor *adm_yaml_anchors_find(const struct adm_yaml_anchors *all,
                                              struct adm_str name) {
    size_t place = place_of(all, name);
    if (place == all->count)
        return NULL;
    struct adm_yaml_anchor *anchor = &all->items[all->order[place]];
    return adm_str_equal(anchor->name, name) ? anchor : NULL;
}

static bool grow(struct adm_yaml_anchors *all, struct adm_arena *arena) {
    size_t capacity = all->capacity == 0 ? 16 : (size_t)all->capacity * 2;
    uint16_t *order =
        adm_arena_grow(arena, all->order, all->capacity * sizeof *order, capacity * sizeof *order);
    struct adm_yaml_anchor *items =
        adm_arena_grow(arena, all->items, all->capacity * sizeof *items, capacity * sizeof *items);
    if (order == NULL || items == NULL)
        return false;
    all->order = order;
    all->items = items;
    all->capacity = (uint16_t)capacity;
    return true;
}

bool adm_yaml_anchors_add(struct adm_yaml_anchors *all, struct adm_arena *arena,
                          struct adm_str name, struct adm_span span) {
    struct adm_str copy = adm_arena_copy(arena, name);
    if (copy.data == NULL || (all->count == all->capacity && !grow(all, arena)))
        return false;
    size_t place = place_of(all, copy);
    memmove(all->order + place + 1, all->order + place, (all->count - place) * sizeof *all->order);
    all->order[place] = all->count;
    all->items[all->count++] = (struct adm_yaml_anchor){.name = copy, .span = span};
    return true;
}
