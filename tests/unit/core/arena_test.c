// SPDX-License-Identifier: Apache-2.0
#include "core/arena.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

static struct adm_arena arena;

static void teardown(void) { adm_arena_destroy(&arena); }
TestSuite(arena, .fini = teardown);

Test(arena, gives_aligned_blocks_that_do_not_overlap) {
    adm_arena_init(&arena, 1 << 20);
    char *last = NULL;
    for (size_t size = 0; size < 200; size++) {
        char *block = adm_arena_alloc(&arena, size);
        cr_assert_not_null(block);
        cr_expect_eq((uintptr_t)block % 16, 0);
        memset(block, 0xAB, size);
        cr_expect(last == NULL || block >= last + (size > 0 ? size - 1 : 0) || block < last);
        last = block;
    }
}

Test(arena, keeps_to_its_limit) {
    adm_arena_init(&arena, 64);
    cr_expect_not_null(adm_arena_alloc(&arena, 48));
    cr_expect_null(adm_arena_alloc(&arena, 17));
    cr_expect_not_null(adm_arena_alloc(&arena, 16));
    cr_expect_null(adm_arena_alloc(&arena, 1));
    cr_expect_eq(arena.used, 64);
}

Test(arena, refuses_sizes_that_wrap) {
    adm_arena_init(&arena, SIZE_MAX);
    cr_expect_null(adm_arena_alloc(&arena, SIZE_MAX));
    cr_expect_null(adm_arena_alloc(&arena, SIZE_MAX - 14));
    cr_expect_null(adm_arena_array(&arena, SIZE_MAX / 2, 3));
    cr_expect_null(adm_arena_grow(&arena, NULL, 0, SIZE_MAX));
    cr_expect_null(adm_arena_copy(&arena, (struct adm_str){"x", SIZE_MAX}).data);
}

// More than the address space has: the system says no, the arena passes it on. A sanitizer's malloc
// would end the program instead.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
Test(arena, survives_a_system_without_memory) {
    adm_arena_init(&arena, SIZE_MAX);
    cr_expect_null(adm_arena_alloc(&arena, (size_t)1 << 62));
    cr_expect_not_null(adm_arena_alloc(&arena, 16));
}
#endif

Test(arena, arrays_are_zeroed) {
    adm_arena_init(&arena, 1 << 20);
    memset(adm_arena_alloc(&arena, 4096), 0xFF, 4096);
    adm_arena_reset(&arena);
    unsigned char *bytes = adm_arena_array(&arena, 512, 8);
    cr_assert_not_null(bytes);
    for (size_t i = 0; i < 4096; i++)
        cr_assert_eq(bytes[i], 0);
    cr_expect_not_null(adm_arena_array(&arena, 0, 8));
}

Test(arena, grows_the_newest_in_place_and_copies_the_others) {
    adm_arena_init(&arena, 1 << 20);
    char *a = adm_arena_alloc(&arena, 16);
    cr_assert_not_null(a);
    memcpy(a, "0123456789abcde", 16);
    cr_expect_eq(adm_arena_grow(&arena, a, 16, 100), a);
    char *b = adm_arena_alloc(&arena, 16);
    char *moved = adm_arena_grow(&arena, a, 100, 200);
    cr_expect(moved != a && moved != b);
    cr_expect_str_eq(moved, "0123456789abcde");
    char *smaller = adm_arena_grow(&arena, moved, 200, 8);
    cr_expect_eq(memcmp(smaller, "01234567", 8), 0);
    cr_expect_not_null(adm_arena_grow(&arena, NULL, 0, 32));
}

enum { SMALL = 61440, LARGE = 122880, BEYOND = 296960, LIMIT = 307200 };

Test(arena, grows_past_a_block_and_not_past_the_limit) {
    adm_arena_init(&arena, LIMIT);
    char *a = adm_arena_alloc(&arena, SMALL);
    cr_assert_not_null(a);
    memset(a, 'x', SMALL);
    char *b = adm_arena_grow(&arena, a, SMALL, LARGE);
    cr_assert(b != NULL && b != a);
    cr_expect(b[0] == 'x' && b[SMALL - 1] == 'x');
    cr_expect_null(adm_arena_grow(&arena, b, LARGE, BEYOND));
    cr_expect_leq(arena.used, arena.limit);
}

Test(arena, reset_forgets_and_keeps_one_block) {
    adm_arena_init(&arena, 8 << 20);
    adm_arena_reset(&arena);
    cr_expect_null(arena.head);
    for (int i = 0; i < 40; i++)
        cr_assert_not_null(adm_arena_alloc(&arena, 51200));
    adm_arena_reset(&arena);
    cr_expect_eq(arena.used, 0);
    struct adm_arena_block *kept = arena.head;
    cr_expect_not_null(kept);
    cr_expect_not_null(adm_arena_alloc(&arena, 16));
    cr_expect_eq(arena.head, kept);
}

Test(arena, reset_keeps_nothing_that_is_large) {
    adm_arena_init(&arena, 8 << 20);
    cr_assert_not_null(adm_arena_alloc(&arena, 4 << 20));
    adm_arena_reset(&arena);
    cr_expect_null(arena.head);
}

Test(arena, copies_end_with_a_nul) {
    adm_arena_init(&arena, 1024);
    struct adm_str copy = adm_arena_copy(&arena, (struct adm_str){"abcdef", 3});
    cr_expect(adm_str_is(copy, "abc") && copy.data[3] == '\0');
    copy = adm_arena_copy(&arena, (struct adm_str){0});
    cr_expect(copy.data != NULL && copy.len == 0 && copy.data[0] == '\0');
    cr_expect_null(adm_arena_copy(&arena, (struct adm_str){"x", 5000}).data);
}

Test(arena, zeroed_and_twice_destroyed_is_safe) {
    struct adm_arena zeroed = {0};
    adm_arena_destroy(&zeroed);
    cr_expect_null(adm_arena_alloc(&zeroed, 1));
    adm_arena_destroy(&zeroed);
}

Test(arena, remembers_a_refusal_until_it_is_reset) {
    adm_arena_init(&arena, 64);
    cr_expect_not_null(adm_arena_alloc(&arena, 64));
    cr_expect_not(arena.exhausted);
    cr_expect_null(adm_arena_alloc(&arena, 1));
    cr_expect(arena.exhausted);
    adm_arena_reset(&arena);
    cr_expect_not(arena.exhausted);
    cr_expect_null(adm_arena_array(&arena, SIZE_MAX, 2));
    cr_expect(arena.exhausted);
    adm_arena_reset(&arena);
    cr_expect_null(adm_arena_copy(&arena, (struct adm_str){"x", SIZE_MAX}).data);
    cr_expect(arena.exhausted);
}

Test(arena, a_rewind_gives_back_what_came_after_the_mark) {
    adm_arena_init(&arena, (size_t)1 << 20U);
    struct adm_arena_mark empty = adm_arena_mark(&arena);
    char *first = adm_arena_alloc(&arena, 100);
    struct adm_arena_mark mark = adm_arena_mark(&arena);
    size_t used = arena.used;
    cr_expect_not_null(adm_arena_alloc(&arena, 1000));
    cr_expect_not_null(adm_arena_alloc(&arena, (size_t)200 * 1024));
    adm_arena_rewind(&arena, mark);
    cr_expect_eq(arena.used, used);
    cr_expect_eq((char *)adm_arena_alloc(&arena, 16), first + used,
                 "the place is handed out again");
    adm_arena_rewind(&arena, empty);
    cr_expect_eq(arena.used, 0);
    cr_expect_null(arena.head);
    adm_arena_destroy(&arena);
}

Test(arena, rewinds_to_a_mark) {
    adm_arena_init(&arena, 8 << 20);
    struct adm_arena_mark empty = adm_arena_mark(&arena);
    char *kept = adm_arena_alloc(&arena, 16);
    cr_assert_not_null(kept);
    memcpy(kept, "kept", 5);
    struct adm_arena_mark mark = adm_arena_mark(&arena);
    char *first = adm_arena_alloc(&arena, 32);
    for (int i = 0; i < 20; i++)
        cr_assert_not_null(adm_arena_alloc(&arena, 100000)); // further blocks
    adm_arena_rewind(&arena, mark);
    cr_expect_eq(arena.used, 16);
    cr_expect_eq(adm_arena_alloc(&arena, 32), first);
    cr_expect_str_eq(kept, "kept");
    adm_arena_rewind(&arena, empty);
    cr_expect(arena.used == 0 && arena.head == NULL);
    cr_expect_not_null(adm_arena_alloc(&arena, 16));
}
