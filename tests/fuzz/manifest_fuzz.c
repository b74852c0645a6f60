// SPDX-License-Identifier: Apache-2.0
// Manifest streams: what is read is a tree whose counts agree and whose texts are UTF-8, and the
// fast reader sees what libyaml sees.
#include "fuzz.h"

#include <string.h>

#include "core/utf8.h"
#include "validators/manifest.h"
#include "validators/manifest_plain.h"
#include "validators/manifest_text.h"
#include "validators/manifest_yaml.h"

static void check_text(const struct adm_json *node) {
    for (uint32_t i = 0; i < node->len;) {
        char rune[5] = {0};
        memcpy(rune, node->data + i, node->len - i < 4 ? node->len - i : 4);
        size_t len = adm_utf8_length(rune);
        FUZZ_HOLDS(len > 0);
        i += (uint32_t)len;
    }
}

// Every node's span is what its children make; strings stand where keys are.
static void check_tree(const struct adm_json *root) {
    for (uint32_t i = 0; i < root->span; i++) {
        const struct adm_json *node = root + i;
        struct adm_json_iter it = adm_json_iter(node);
        uint32_t span = 1;
        while (adm_json_next(&it)) {
            FUZZ_HOLDS(!it.keyed || adm_json_is(it.value - 1, ADM_JSON_STRING));
            span += it.value->span + (it.keyed ? 1 : 0);
        }
        FUZZ_HOLDS(node->span == span);
        if (node->type == ADM_JSON_STRING)
            check_text(node);
    }
}

static void check_manifest(const struct adm_manifest *manifest) {
    FUZZ_HOLDS(manifest->count <= ADM_MANIFEST_DOCUMENTS_MAX);
    for (size_t i = 0; i < manifest->count; i++) {
        const struct adm_manifest_document *document = &manifest->documents[i];
        FUZZ_HOLDS(document->line > 0);
        FUZZ_HOLDS(document->object != NULL || document->loose_count > 0);
        for (size_t k = 0; k < document->loose_count; k++)
            FUZZ_HOLDS(document->loose[k].len > 0);
        if (document->object == NULL)
            continue;
        FUZZ_HOLDS(adm_json_is(document->object, ADM_JSON_OBJECT));
        check_tree(document->object);
    }
}

static bool same_nodes(const struct adm_json *a, const struct adm_json *b) {
    if (a->span != b->span)
        return false;
    for (uint32_t i = 0; i < a->span; i++)
        if (a[i].type != b[i].type || a[i].len != b[i].len || a[i].span != b[i].span ||
            a[i].count != b[i].count ||
            (a[i].len > 0 && memcmp(a[i].data, b[i].data, a[i].len) != 0))
            return false;
    return true;
}

// What the fast reader reads, libyaml reads to the same.
static void compare(struct adm_str text, bool unusual, struct adm_arena *arena) {
    struct adm_error err = {0};
    struct adm_manifest_tree *tree = adm_arena_array(arena, 2, sizeof *tree);
    if (tree == NULL)
        return;
    for (size_t i = 0; i < 2; i++)
        tree[i] = (struct adm_manifest_tree){.text = text, .arena = arena, .err = &err};
    struct adm_manifest_chunk fast = {.tree = &tree[0], .text = text, .unusual = unusual};
    struct adm_manifest_chunk slow = {.tree = &tree[1], .text = text, .unusual = unusual};
    if (!adm_manifest_chunk_prepare(&fast) || !adm_manifest_chunk_prepare(&slow) ||
        !adm_manifest_plain_read(&fast))
        return;
    bool read = adm_manifest_yaml_read(&slow, 0);
    if (arena->exhausted)
        return;
    FUZZ_HOLDS(read);
    FUZZ_HOLDS(fast.root_count == slow.root_count);
    for (size_t i = 0; i < fast.root_count; i++) {
        FUZZ_HOLDS(same_nodes(fast.roots[i].value, slow.roots[i].value));
        FUZZ_HOLDS(fast.roots[i].duplicates == slow.roots[i].duplicates);
    }
    FUZZ_HOLDS(fast.loose_count == slow.loose_count);
    for (size_t i = 0; i < fast.loose_count; i++)
        FUZZ_HOLDS(adm_str_equal(fast.loose[i], slow.loose[i]));
}

// One chunk: what the splitter would give to the readers.
static bool is_chunk(struct adm_str text) {
    return text.len > 0 && !adm_str_starts(text, "---") && !adm_str_starts(text, "\xEF\xBB\xBF") &&
           !adm_str_contains(text, ADM_STR("\n---"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct adm_arena arena;
    struct adm_error err = {0};
    struct adm_manifest manifest = {0};
    struct adm_str text = fuzz_text(data, size);
    bool unusual = false;
    adm_arena_init(&arena, FUZZ_ARENA_BYTES);
    if (adm_manifest_read(text, &arena, &manifest, &err))
        check_manifest(&manifest);
    else
        FUZZ_HOLDS(err.code != ADM_OK && err.message[0] != '\0');
    if (is_chunk(text) && adm_manifest_text_check(text, &unusual, &err))
        compare(text, unusual, &arena);
    adm_arena_destroy(&arena);
    return 0;
}
