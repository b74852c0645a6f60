// SPDX-License-Identifier: Apache-2.0
#include "validators/manifest.h"

#include <string.h>

#include "validators/manifest_documents.h"
#include "validators/manifest_json.h"
#include "validators/manifest_plain.h"
#include "validators/manifest_split.h"
#include "validators/manifest_text.h"
#include "validators/manifest_yaml.h"

static bool begins_with_brace(struct adm_str text) {
    size_t at = 0;
    while (at < text.len && (text.data[at] == ' ' || text.data[at] == '\t' ||
                             text.data[at] == '\n' || text.data[at] == '\r'))
        at++;
    return at < text.len && text.data[at] == '{';
}

static bool read_chunk(struct adm_manifest_chunk *chunk) {
    size_t taken = 0;
    ADM_TRY(adm_manifest_chunk_prepare(chunk));
    if (begins_with_brace(chunk->text))
        ADM_TRY(adm_manifest_json_read(chunk, &taken));
    else if (adm_manifest_plain_read(chunk))
        return true;
    return !chunk->tree->limited && adm_manifest_yaml_read(chunk, taken);
}

static bool read_chunks(struct adm_manifest_tree *tree, struct adm_str text, bool unusual,
                        struct adm_manifest_documents *documents) {
    struct adm_manifest_split split = {text, 1};
    struct adm_str piece = {0};
    uint32_t line = 0;
    while (adm_manifest_split_next(&split, &piece, &line)) {
        struct adm_manifest_chunk chunk = {.tree = tree, .text = piece, .unusual = unusual};
        tree->at = (size_t)(piece.data - tree->text.data);
        if (adm_manifest_split_trimmed(piece).len == 0)
            continue;
        ADM_TRY(read_chunk(&chunk));
        ADM_TRY(adm_manifest_documents_add(documents, &chunk, line));
    }
    return true;
}

bool adm_manifest_read(struct adm_str text, struct adm_arena *arena, struct adm_manifest *out,
                       struct adm_error *err) {
    bool unusual = false;
    struct adm_manifest_documents documents = {0};
    ADM_TRY(adm_manifest_text_check(text, &unusual, err));
    struct adm_manifest_tree *tree = adm_arena_array(arena, 1, sizeof *tree);
    if (tree == NULL)
        return adm_fail(err, ADM_MEMORY, "the manifest needs more memory than is allowed");
    tree->text = text;
    tree->arena = arena;
    tree->err = err;
    struct adm_str body =
        adm_str_starts(text, "\xEF\xBB\xBF") ? adm_str_slice(text, 3, text.len) : text;
    ADM_TRY(read_chunks(tree, body, unusual, &documents));
    *out = (struct adm_manifest){documents.items, documents.count};
    return true;
}
