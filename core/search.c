// SPDX-License-Identifier: Apache-2.0
#include "core/search.h"

static const uint32_t match_limit = 100000;
static const uint32_t heap_limit_kib = 1024;

static void *arena_malloc(PCRE2_SIZE size, void *arena) { return adm_arena_alloc(arena, size); }

static void arena_free(void *block, void *arena) {
    (void)block;
    (void)arena;
}

pcre2_general_context *adm_search_memory(struct adm_arena *arena) {
    return pcre2_general_context_create(arena_malloc, arena_free, arena);
}

static int match(const pcre2_code *code, struct adm_str text, struct adm_arena *arena) {
    pcre2_general_context *memory = adm_search_memory(arena);
    pcre2_match_context *context = memory == NULL ? NULL : pcre2_match_context_create(memory);
    pcre2_match_data *data = context == NULL ? NULL : pcre2_match_data_create(1, memory);
    if (data == NULL)
        return PCRE2_ERROR_NOMEMORY;
    pcre2_set_match_limit(context, match_limit);
    pcre2_set_heap_limit(context, heap_limit_kib);
    const char *bytes = text.data == NULL ? "" : text.data;
    return pcre2_match(code, (PCRE2_SPTR)bytes, text.len, 0, 0, data, context);
}

static enum adm_search answer_of(int code) {
    if (code >= 0)
        return ADM_SEARCH_YES;
    if (code == PCRE2_ERROR_NOMEMORY)
        return ADM_SEARCH_NO_MEMORY;
    bool limit = code == PCRE2_ERROR_MATCHLIMIT || code == PCRE2_ERROR_HEAPLIMIT ||
                 code == PCRE2_ERROR_DEPTHLIMIT;
    return limit ? ADM_SEARCH_TOO_COMPLEX : ADM_SEARCH_NO;
}

enum adm_search adm_search_run(const pcre2_code *code, struct adm_str text,
                               struct adm_arena *arena) {
    struct adm_arena_mark mark = adm_arena_mark(arena);
    enum adm_search answer = answer_of(match(code, text, arena));
    adm_arena_rewind(arena, mark);
    return answer;
}
