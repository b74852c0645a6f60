// SPDX-License-Identifier: Apache-2.0
// A ring of bytes with the entries in the order of their coming: [head, head + used) of `entries`,
// each one's bytes in one piece.
#include "validators/platform_cache.h"

#include <stdlib.h>
#include <string.h>

enum { TEXTS = 6, ALIGNMENT = 16 };

// A finding without its texts, whose bytes follow the last one.
struct packed {
    enum adm_rule rule;
    enum adm_mode limit;
    uint32_t line, column;
    uint32_t lengths[TEXTS];
};

struct entry {
    unsigned char key[ADM_PLATFORM_CACHE_KEY];
    size_t at, size; // in the ring; `size` is never 0, so that entries differ in place
    size_t count;    // of findings
};

struct adm_platform_cache_store {
    struct entry entries[ADM_PLATFORM_CACHE_ENTRIES];
    size_t head, used;
    size_t tail; // where the youngest entry's bytes end
    _Alignas(ALIGNMENT) unsigned char bytes[ADM_PLATFORM_CACHE_BYTES];
};

void adm_platform_cache_destroy(struct adm_platform_cache *cache) {
    free(cache->store);
    cache->store = NULL;
}

static struct entry *entry_at(struct adm_platform_cache_store *store, size_t index) {
    return &store->entries[(store->head + index) % ADM_PLATFORM_CACHE_ENTRIES];
}

static const struct entry *find(struct adm_platform_cache_store *store, const unsigned char *key) {
    for (size_t i = 0; i < store->used; i++) {
        const struct entry *entry = entry_at(store, i);
        if (memcmp(entry->key, key, sizeof entry->key) == 0)
            return entry;
    }
    return NULL;
}

static void list_texts(struct adm_finding *finding, struct adm_str *texts[TEXTS]) {
    struct adm_str *all[TEXTS] = {&finding->path, &finding->message, &finding->fix,
                                  &finding->file, &finding->code,    &finding->excerpt};
    memcpy(texts, all, sizeof all);
}

static struct adm_finding unpack(const struct packed *packed, const char **at) {
    struct adm_finding finding = {.rule = packed->rule,
                                  .limit = packed->limit,
                                  .line = packed->line,
                                  .column = packed->column};
    struct adm_str *texts[TEXTS];
    list_texts(&finding, texts);
    for (size_t i = 0; i < TEXTS; i++) {
        *texts[i] = (struct adm_str){*at, packed->lengths[i]};
        *at += packed->lengths[i];
    }
    return finding;
}

// Out of the ring, whose bytes will be others when the request is still being answered, perhaps.
static const struct adm_finding *copy_out(const struct adm_platform_cache_store *store,
                                          const struct entry *entry, struct adm_arena *arena) {
    unsigned char *copy = adm_arena_alloc(arena, entry->size);
    struct adm_finding *findings = adm_arena_array(arena, entry->count + 1, sizeof *findings);
    if (copy == NULL || findings == NULL)
        return NULL;
    memcpy(copy, store->bytes + entry->at, entry->size);
    const struct packed *packed = (const struct packed *)(const void *)copy;
    const char *texts = (const char *)(packed + entry->count);
    for (size_t i = 0; i < entry->count; i++)
        findings[i] = unpack(&packed[i], &texts);
    return findings;
}

bool adm_platform_cache_get(struct adm_platform_cache *cache, const unsigned char *key,
                            struct adm_arena *arena, const struct adm_finding **findings,
                            size_t *count) {
    if (cache == NULL)
        return false;
    const struct entry *entry = cache->store == NULL ? NULL : find(cache->store, key);
    const struct adm_finding *copies = entry == NULL ? NULL : copy_out(cache->store, entry, arena);
    if (copies == NULL) {
        cache->misses++;
        return false;
    }
    cache->hits++;
    *findings = copies;
    *count = entry->count;
    return true;
}

// 0: longer than an entry may be.
static size_t size_of(const struct adm_finding *findings, size_t count) {
    size_t size = ALIGNMENT;
    for (size_t i = 0; i < count; i++) {
        struct adm_finding finding = findings[i];
        struct adm_str *texts[TEXTS];
        list_texts(&finding, texts);
        size += sizeof(struct packed);
        for (size_t t = 0; t < TEXTS; t++)
            size += texts[t]->len;
        if (size > ADM_PLATFORM_CACHE_ENTRY_BYTES)
            return 0;
    }
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

// Where `size` bytes are free in one piece; SIZE_MAX when they are not.
static size_t find_room(struct adm_platform_cache_store *store, size_t size) {
    if (store->used == 0)
        return 0;
    if (store->used == ADM_PLATFORM_CACHE_ENTRIES)
        return SIZE_MAX;
    size_t oldest = entry_at(store, 0)->at;
    if (store->tail <= oldest)
        return size <= oldest - store->tail ? store->tail : SIZE_MAX;
    if (size <= ADM_PLATFORM_CACHE_BYTES - store->tail)
        return store->tail;
    return size <= oldest ? 0 : SIZE_MAX;
}

static void drop_oldest(struct adm_platform_cache *cache) {
    struct adm_platform_cache_store *store = cache->store;
    store->head = (store->head + 1) % ADM_PLATFORM_CACHE_ENTRIES;
    store->used--;
    cache->evictions++;
}

static void copy_in(unsigned char *to, const struct adm_finding *findings, size_t count) {
    struct packed *packed = (struct packed *)(void *)to;
    unsigned char *at = (unsigned char *)(packed + count);
    for (size_t i = 0; i < count; i++) {
        struct adm_finding finding = findings[i];
        struct adm_str *texts[TEXTS];
        list_texts(&finding, texts);
        packed[i] = (struct packed){finding.rule, finding.limit, finding.line, finding.column, {0}};
        for (size_t t = 0; t < TEXTS; t++) {
            packed[i].lengths[t] = (uint32_t)texts[t]->len;
            if (texts[t]->len > 0)
                memcpy(at, texts[t]->data, texts[t]->len);
            at += texts[t]->len;
        }
    }
}

void adm_platform_cache_put(struct adm_platform_cache *cache, const unsigned char *key,
                            const struct adm_finding *findings, size_t count) {
    size_t size = size_of(findings, count);
    if (cache == NULL || size == 0)
        return;
    if (cache->store == NULL)
        cache->store = calloc(1, sizeof *cache->store);
    struct adm_platform_cache_store *store = cache->store;
    if (store == NULL)
        return;
    size_t at = find_room(store, size);
    for (; at == SIZE_MAX; at = find_room(store, size))
        drop_oldest(cache);
    struct entry *entry = entry_at(store, store->used++);
    *entry = (struct entry){.at = at, .size = size, .count = count};
    memcpy(entry->key, key, sizeof entry->key);
    copy_in(store->bytes + at, findings, count);
    store->tail = at + size;
}
