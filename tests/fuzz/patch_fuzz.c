// SPDX-License-Identifier: Apache-2.0
// Input: a JSON pointer, a line break, a document. The pointer is resolved and built upon.
#include "fuzz.h"

#include "core/patch.h"

static void plan(const struct adm_json *root, struct adm_str pointer, struct adm_arena *arena) {
    struct adm_patch patch;
    struct adm_str out = {0};
    const struct adm_json *written = NULL;
    adm_patch_init(&patch, arena, root);
    adm_patch_append(&patch, pointer, ADM_STR("{\"name\":\"x\"}"));
    adm_patch_put(&patch, pointer, pointer, ADM_STR("1"));
    adm_patch_test(&patch, pointer, ADM_STR("[]"));
    FUZZ_HOLDS(adm_patch_finish(&patch, &out, NULL));
    FUZZ_HOLDS(adm_json_parse_copy(out, arena, &written, NULL));
    FUZZ_HOLDS(written->count == patch.count && patch.count >= 3);
}

// The key leads back to itself, whatever it is made of.
static void find_again(const struct adm_json *root, struct adm_arena *arena) {
    struct adm_json_iter it = adm_json_iter(root);
    while (adm_json_next(&it))
        if (it.keyed && it.key.len < 512) // an escaped token of at most 512 bytes resolves
            (void)adm_patch_resolve(root, adm_patch_pointer(arena, (struct adm_str){0}, it.key));
    it = adm_json_iter(root);
    while (adm_json_next(&it))
        if (it.keyed && it.key.len <= 256)
            FUZZ_HOLDS(adm_patch_resolve(root, adm_patch_pointer(arena, (struct adm_str){0},
                                                                 it.key)) == it.value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct adm_arena arena;
    struct adm_str input = fuzz_text(data, size);
    struct adm_str pointer = adm_str_slice(input, 0, adm_str_index(input, '\n'));
    struct adm_str text = adm_str_slice(input, pointer.len + 1, size);
    const struct adm_json *root = NULL;
    adm_arena_init(&arena, FUZZ_ARENA_BYTES);
    if (pointer.len < 4096 && adm_json_parse_copy(text, &arena, &root, NULL)) {
        (void)adm_patch_resolve(root, pointer);
        plan(root, pointer, &arena);
        find_again(root, &arena);
    }
    adm_arena_destroy(&arena);
    return 0;
}
