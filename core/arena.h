// SPDX-License-Identifier: Apache-2.0
// A bump arena: one per request, freed in one place. Not thread-safe. A zeroed arena destroys
// safely.
#pragma once

#include <stddef.h>

#include "core/str.h"

struct adm_arena_block;

struct adm_arena {
    struct adm_arena_block *head; // newest block
    size_t used;                  // bytes handed out since init or reset, padding included
    size_t limit;                 // most bytes that may be handed out
    bool exhausted;               // an allocation was refused since init or reset
};

// `limit` in bytes. Nothing is allocated yet.
void adm_arena_init(struct adm_arena *arena, size_t limit);
// Forgets everything that was handed out; keeps one block of at most 256 KiB for reuse.
void adm_arena_reset(struct adm_arena *arena);
void adm_arena_destroy(struct adm_arena *arena);

// `size` bytes aligned to 16, uninitialised; NULL past the limit or without memory.
void *adm_arena_alloc(struct adm_arena *arena, size_t size);
// Zeroed array; NULL also when count × size overflows.
void *adm_arena_array(struct adm_arena *arena, size_t count, size_t size);
// Grows the block `old` of `old_size` bytes to `size`: in place when it is the newest, else a copy.
void *adm_arena_grow(struct adm_arena *arena, void *old, size_t old_size, size_t size);
// Where an arena stands, so that working memory can be given back before the request is over.
struct adm_arena_mark {
    struct adm_arena_block *head;
    size_t head_used, used;
};
struct adm_arena_mark adm_arena_mark(const struct adm_arena *arena);
// Forgets everything that was handed out after the mark. Marks are rewound in reverse order.
void adm_arena_rewind(struct adm_arena *arena, struct adm_arena_mark mark);
// A copy with a NUL after it; {NULL, 0} without memory.
struct adm_str adm_arena_copy(struct adm_arena *arena, struct adm_str s);
