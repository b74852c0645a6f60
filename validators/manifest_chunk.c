// SPDX-License-Identifier: Apache-2.0
#include "validators/manifest_chunk.h"

#include <string.h>

bool adm_manifest_chunk_prepare(struct adm_manifest_chunk *chunk) {
    struct adm_str text = chunk->text;
    chunk->body = text;
    if (text.len > 0 && text.data[text.len - 1] == '\n')
        return true;
    char *copy = adm_arena_alloc(chunk->tree->arena, text.len + 1);
    if (copy == NULL)
        return adm_manifest_tree_fail_memory(chunk->tree);
    if (text.len > 0)
        memcpy(copy, text.data, text.len);
    copy[text.len] = '\n';
    chunk->body = (struct adm_str){copy, text.len + 1};
    return true;
}

void adm_manifest_chunk_forget(struct adm_manifest_chunk *chunk) {
    chunk->root_count = 0;
    chunk->loose_count = 0;
    chunk->comment_end = NULL;
}

bool adm_manifest_chunk_take(struct adm_manifest_chunk *chunk) {
    struct adm_manifest_tree *tree = chunk->tree;
    if (chunk->root_count == chunk->root_capacity) {
        size_t capacity = chunk->root_capacity == 0 ? 4 : chunk->root_capacity * 2;
        struct adm_manifest_root *grown =
            adm_arena_grow(tree->arena, chunk->roots, chunk->root_capacity * sizeof *grown,
                           capacity * sizeof *grown);
        if (grown == NULL)
            return adm_manifest_tree_fail_memory(tree);
        chunk->roots = grown;
        chunk->root_capacity = capacity;
    }
    bool duplicates = tree->duplicates;
    chunk->roots[chunk->root_count++] =
        (struct adm_manifest_root){adm_manifest_tree_take(tree), duplicates};
    adm_manifest_tree_begin(tree);
    return true;
}

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static struct adm_str trimmed(struct adm_str text) {
    while (text.len > 0 && is_space(text.data[text.len - 1]))
        text.len--;
    while (text.len > 0 && is_space(*text.data))
        text = adm_str_slice(text, 1, text.len);
    return text;
}

static bool is_blank(const char *from, const char *to) {
    while (from < to && is_space(*from))
        from++;
    return from == to;
}

bool adm_manifest_chunk_loose(struct adm_manifest_chunk *chunk, struct adm_str piece) {
    piece = trimmed(piece);
    if (piece.len == 0)
        return true;
    if (chunk->loose_count == chunk->loose_capacity) {
        size_t capacity = chunk->loose_capacity == 0 ? 4 : chunk->loose_capacity * 2;
        struct adm_str *grown =
            adm_arena_grow(chunk->tree->arena, chunk->loose, chunk->loose_capacity * sizeof *grown,
                           capacity * sizeof *grown);
        if (grown == NULL)
            return adm_manifest_tree_fail_memory(chunk->tree);
        chunk->loose = grown;
        chunk->loose_capacity = capacity;
    }
    chunk->loose[chunk->loose_count++] = piece;
    chunk->comment_end = NULL;
    return true;
}

bool adm_manifest_chunk_comment(struct adm_manifest_chunk *chunk, struct adm_str piece) {
    if (chunk->comment_end == NULL || !is_blank(chunk->comment_end, piece.data)) {
        ADM_TRY(adm_manifest_chunk_loose(chunk, piece));
    } else {
        struct adm_str *last = &chunk->loose[chunk->loose_count - 1];
        last->len = (size_t)(piece.data + piece.len - last->data);
    }
    chunk->comment_end = piece.data + piece.len;
    return true;
}

bool adm_manifest_chunk_gap(struct adm_manifest_chunk *chunk, struct adm_str gap) {
    const char *end = gap.data + gap.len;
    const char *at = gap.len == 0 ? NULL : memchr(gap.data, '#', gap.len);
    while (at != NULL) {
        const char *stop = at;
        while (stop < end && *stop != '\n' && *stop != '\r')
            stop++;
        ADM_TRY(adm_manifest_chunk_comment(chunk, (struct adm_str){at, (size_t)(stop - at)}));
        at = memchr(stop, '#', (size_t)(end - stop));
    }
    return true;
}
