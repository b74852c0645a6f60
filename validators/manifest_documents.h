// SPDX-License-Identifier: Apache-2.0
// From the values of a chunk to what is judged: lists flattened, alternatives of duplicate keys
// laid out.
#pragma once

#include "validators/manifest.h"
#include "validators/manifest_chunk.h"

struct adm_manifest_documents {
    struct adm_manifest_document *items; // in the arena
    size_t count, capacity;
};

// Adds the documents of the chunk; `line` is that of its first byte. ADM_LIMIT, ADM_MEMORY.
ADM_CHECKED bool adm_manifest_documents_add(struct adm_manifest_documents *documents,
                                            struct adm_manifest_chunk *chunk, uint32_t line);
