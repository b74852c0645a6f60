// SPDX-License-Identifier: Apache-2.0
#include "core/sort.h"

#include <assert.h>
#include <string.h>

struct heap {
    char *items;
    size_t size;
    int (*compare)(const void *a, const void *b);
};

static void *at(const struct heap *heap, size_t index) { return heap->items + index * heap->size; }

static void swap(const struct heap *heap, size_t a, size_t b) {
    char saved[ADM_SORT_SIZE_MAX];
    memcpy(saved, at(heap, a), heap->size);
    memcpy(at(heap, a), at(heap, b), heap->size);
    memcpy(at(heap, b), saved, heap->size);
}

static void sift(const struct heap *heap, size_t root, size_t count) {
    for (size_t child = 2 * root + 1; child < count; child = 2 * root + 1) {
        if (child + 1 < count && heap->compare(at(heap, child), at(heap, child + 1)) < 0)
            child++;
        if (heap->compare(at(heap, root), at(heap, child)) >= 0)
            return;
        swap(heap, root, child);
        root = child;
    }
}

void adm_sort_heap(void *items, size_t count, size_t size,
                   int (*compare)(const void *a, const void *b)) {
    const struct heap heap = {items, size, compare};
    assert(size <= ADM_SORT_SIZE_MAX);
    for (size_t i = count / 2; i > 0; i--)
        sift(&heap, i - 1, count);
    for (size_t end = count; end > 1; end--) {
        swap(&heap, 0, end - 1);
        sift(&heap, 0, end - 1);
    }
}
