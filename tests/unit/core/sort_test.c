// SPDX-License-Identifier: Apache-2.0
#include "core/sort.h"

#include <criterion/criterion.h>

struct item {
    int key;
    char rest[20];
};

static int compare(const void *a, const void *b) {
    const struct item *left = a;
    const struct item *right = b;
    return (left->key > right->key) - (left->key < right->key);
}

Test(sort, orders_every_length_and_keeps_the_elements_whole) {
    for (size_t count = 0; count <= 40; count++) {
        struct item items[40] = {0};
        for (size_t i = 0; i < count; i++) {
            items[i].key = (int)(i * 7919 % 23);
            items[i].rest[19] = (char)items[i].key;
        }
        adm_sort_heap(items, count, sizeof *items, compare);
        for (size_t i = 0; i < count; i++) {
            cr_expect(i == 0 || items[i - 1].key <= items[i].key, "%zu of %zu", i, count);
            cr_expect_eq(items[i].rest[19], (char)items[i].key);
        }
    }
}
