// SPDX-License-Identifier: Apache-2.0
// What stands between two separators of a stream while it is read: usually one document. It
// collects the documents' values and what stands in none of them.
#pragma once

#include "validators/manifest_tree.h"

struct adm_manifest_root {
    const struct adm_json *value;
    bool duplicates;
};

struct adm_manifest_chunk {
    struct adm_manifest_tree *tree;
    struct adm_str text; // a part of tree->text
    struct adm_str
        body;     // the same for parsers: a line end is last (the API server's reader adds it)
    bool unusual; // it may hold a byte order mark or a line end of Unicode's
    struct adm_manifest_root *roots;
    size_t root_count, root_capacity;
    struct adm_str *loose;
    size_t loose_count, loose_capacity;
    const char *comment_end; // of the last piece when it is a comment, or NULL
};

// Sets `body`. ADM_MEMORY.
ADM_CHECKED bool adm_manifest_chunk_prepare(struct adm_manifest_chunk *chunk);
// The offset in the stream of a byte of the body.
static inline size_t adm_manifest_chunk_offset(const struct adm_manifest_chunk *chunk,
                                               size_t offset) {
    return (size_t)(chunk->text.data - chunk->tree->text.data) + offset;
}
// Takes the tree's finished document. ADM_MEMORY.
ADM_CHECKED bool adm_manifest_chunk_take(struct adm_manifest_chunk *chunk);
// A piece that is in no document. Comments with nothing but white space between them become one.
// ADM_MEMORY.
ADM_CHECKED bool adm_manifest_chunk_loose(struct adm_manifest_chunk *chunk, struct adm_str piece);
ADM_CHECKED bool adm_manifest_chunk_comment(struct adm_manifest_chunk *chunk, struct adm_str piece);
// Forgets what was collected.
void adm_manifest_chunk_forget(struct adm_manifest_chunk *chunk);
// The comments of `gap`, in which every # begins one. ADM_MEMORY.
ADM_CHECKED bool adm_manifest_chunk_gap(struct adm_manifest_chunk *chunk, struct adm_str gap);
