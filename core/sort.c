// SPDX-License-Identifier: Apache-2.0
#include "core/sort.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

struct heap {
    char *items;
    size_t size;
    int (*compare)(const void *a, const void *b);
};

static void *at(const struct heap *heap, size_t index) { return heap->items + index * heap->size; }

static void move(const struct heap *heap, size_t to, size_t from) {
    memcpy(at(heap, to), at(heap, from), heap->size);
}

// Puts `item` into the heap of `count` elements whose root is a hole. The hole goes down to a leaf
// along the larger children, and the item up from there: most belong near the leaves.
static void fill(const struct heap *heap, size_t root, size_t count, const char *item) {
    size_t hole = root;
    for (size_t child = 2 * hole + 1; child < count; child = 2 * hole + 1) {
        if (child + 1 < count && heap->compare(at(heap, child), at(heap, child + 1)) < 0)
            child++;
        move(heap, hole, child);
        hole = child;
    }
    for (; hole > root; hole = (hole - 1) / 2) {
        if (heap->compare(item, at(heap, (hole - 1) / 2)) <= 0)
            break;
        move(heap, hole, (hole - 1) / 2);
    }
    memcpy(at(heap, hole), item, heap->size);
}

void adm_sort_heap(void *items, size_t count, size_t size,
                   int (*compare)(const void *a, const void *b)) {
    const struct heap heap = {items, size, compare};
    _Alignas(max_align_t) char item[ADM_SORT_SIZE_MAX];
    assert(size <= ADM_SORT_SIZE_MAX);
    for (size_t i = count / 2; i > 0; i--) {
        memcpy(item, at(&heap, i - 1), size);
        fill(&heap, i - 1, count, item);
    }
    for (size_t end = count; end > 1; end--) {
        memcpy(item, at(&heap, end - 1), size);
        move(&heap, end - 1, 0);
        fill(&heap, 0, end - 1, item);
    }
}
