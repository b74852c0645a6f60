// SPDX-License-Identifier: Apache-2.0
// Verdicts on platform.yaml that one thread remembers: every replica of a chart, every retry and
// every dry run sends the same text again. Findings only, never a value. Bounded: the oldest make
// room. Its storage is allocated at the first verdict; a zeroed cache is an empty one.
#pragma once

#include "core/decision.h"

#define ADM_PLATFORM_CACHE_KEY 32 // bytes: a SHA-256
#define ADM_PLATFORM_CACHE_ENTRIES 128
#define ADM_PLATFORM_CACHE_BYTES ((size_t)256 * 1024)
// A longer verdict is not remembered: it is on a file that will be mended, not sent again.
#define ADM_PLATFORM_CACHE_ENTRY_BYTES ((size_t)64 * 1024)

struct adm_platform_cache_store;

struct adm_platform_cache {
    struct adm_platform_cache_store *store; // NULL until the first verdict
    uint64_t hits, misses, evictions;
};

void adm_platform_cache_destroy(struct adm_platform_cache *cache);
// The findings that were put under the key, copied into the arena; false when it has none.
// `cache` may be NULL.
bool adm_platform_cache_get(struct adm_platform_cache *cache, const unsigned char *key,
                            struct adm_arena *arena, const struct adm_finding **findings,
                            size_t *count);
// Remembers rule, limit, position, path, message, fix, file, code and excerpt of each. What has no
// room or no memory is forgotten. `cache` may be NULL.
void adm_platform_cache_put(struct adm_platform_cache *cache, const unsigned char *key,
                            const struct adm_finding *findings, size_t count);
