// SPDX-License-Identifier: Apache-2.0
#include "core/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGN = 16, FIRST_BLOCK = 64 * 1024, KEEP_MAX = 256 * 1024 };

struct adm_arena_block {
    struct adm_arena_block *older;
    size_t size; // of bytes
    size_t used;
    alignas(ALIGN) char bytes[];
};

void adm_arena_init(struct adm_arena *arena, size_t limit) {
    *arena = (struct adm_arena){.limit = limit};
}

static void free_blocks(struct adm_arena_block *block) {
    while (block != NULL) {
        struct adm_arena_block *older = block->older;
        free(block);
        block = older;
    }
}

void adm_arena_destroy(struct adm_arena *arena) {
    free_blocks(arena->head);
    arena->head = NULL;
    arena->used = 0;
}

void adm_arena_reset(struct adm_arena *arena) {
    struct adm_arena_block *kept = NULL;
    struct adm_arena_block *block = arena->head;
    while (block != NULL) {
        struct adm_arena_block *older = block->older;
        if (block->size <= KEEP_MAX && (kept == NULL || block->size > kept->size)) {
            free(kept);
            kept = block;
        } else {
            free(block);
        }
        block = older;
    }
    if (kept != NULL) {
        kept->older = NULL;
        kept->used = 0;
    }
    arena->head = kept;
    arena->used = 0;
    arena->exhausted = false;
}

// A new block twice the size of the last, or as large as the one allocation needs.
static bool add_block(struct adm_arena *arena, size_t size) {
    size_t want = arena->head == NULL ? FIRST_BLOCK : arena->head->size * 2;
    size_t room = arena->limit - arena->used;
    if (want > room)
        want = room;
    if (want < size)
        want = size;
    struct adm_arena_block *block = malloc(sizeof *block + want);
    if (block == NULL)
        return false;
    *block = (struct adm_arena_block){.older = arena->head, .size = want};
    arena->head = block;
    return true;
}

static size_t rounded(size_t size) { return (size + ALIGN - 1) & ~(size_t)(ALIGN - 1); }

static void *refuse(struct adm_arena *arena) {
    arena->exhausted = true;
    return NULL;
}

static void *take(struct adm_arena *arena, size_t need) {
    struct adm_arena_block *head = arena->head;
    void *result = head->bytes + head->used;
    head->used += need;
    arena->used += need;
    return result;
}

// Apart, so that the usual allocation saves no registers for it.
__attribute__((noinline)) static void *take_new(struct adm_arena *arena, size_t need) {
    return add_block(arena, need) ? take(arena, need) : refuse(arena);
}

void *adm_arena_alloc(struct adm_arena *arena, size_t size) {
    size_t need = rounded(size == 0 ? 1 : size);
    if (need < size || need > arena->limit - arena->used)
        return refuse(arena);
    const struct adm_arena_block *head = arena->head;
    bool fits = head != NULL && head->size - head->used >= need;
    return fits ? take(arena, need) : take_new(arena, need);
}

void *adm_arena_array(struct adm_arena *arena, size_t count, size_t size) {
    size_t total = 0;
    if (__builtin_mul_overflow(count, size, &total))
        return refuse(arena);
    void *result = adm_arena_alloc(arena, total);
    return result == NULL ? NULL : memset(result, 0, total);
}

void *adm_arena_grow(struct adm_arena *arena, void *old, size_t old_size, size_t size) {
    size_t had = rounded(old_size == 0 ? 1 : old_size);
    size_t need = rounded(size);
    struct adm_arena_block *head = arena->head;
    bool newest = old != NULL && head != NULL && head->used >= had &&
                  (char *)old == head->bytes + head->used - had;
    if (newest && need >= had && need - had <= head->size - head->used &&
        need - had <= arena->limit - arena->used) {
        head->used += need - had;
        arena->used += need - had;
        return old;
    }
    void *result = adm_arena_alloc(arena, size);
    if (result != NULL && old != NULL)
        memcpy(result, old, old_size < size ? old_size : size);
    return result;
}

struct adm_arena_mark adm_arena_mark(const struct adm_arena *arena) {
    return (struct adm_arena_mark){.head = arena->head,
                                   .head_used = arena->head == NULL ? 0 : arena->head->used,
                                   .used = arena->used};
}

void adm_arena_rewind(struct adm_arena *arena, struct adm_arena_mark mark) {
    while (arena->head != mark.head) {
        struct adm_arena_block *older = arena->head->older;
        free(arena->head);
        arena->head = older;
    }
    if (arena->head != NULL)
        arena->head->used = mark.head_used;
    arena->used = mark.used;
}

struct adm_str adm_arena_copy(struct adm_arena *arena, struct adm_str s) {
    char *copy = s.len == SIZE_MAX ? refuse(arena) : adm_arena_alloc(arena, s.len + 1);
    if (copy == NULL)
        return (struct adm_str){0};
    if (s.len > 0)
        memcpy(copy, s.data, s.len);
    copy[s.len] = '\0';
    return (struct adm_str){copy, s.len};
}
