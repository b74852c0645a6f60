// SPDX-License-Identifier: Apache-2.0
// The JSON reader against jansson, and what it read through the writer and back.
#include "fuzz.h"

#include "core/writer.h"
#include "tests/unit/core/json_oracle.h"

static void round_trip(struct adm_str text, struct adm_arena *arena) {
    const struct adm_json *root = NULL, *again = NULL;
    struct adm_text out;
    struct adm_writer w;
    if (!adm_json_parse_copy(text, arena, &root, NULL))
        return;
    adm_text_init(&out, arena);
    adm_writer_init(&w, &out);
    adm_writer_tree(&w, root);
    FUZZ_HOLDS(!out.failed);
    FUZZ_HOLDS(adm_json_parse_copy(adm_text_str(&out), arena, &again, NULL));
    FUZZ_HOLDS(adm_json_equal(root, again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct adm_arena arena;
    struct adm_error err = {0};
    adm_arena_init(&arena, FUZZ_ARENA_BYTES);
    FUZZ_HOLDS(oracle_compare(fuzz_text(data, size), &arena, &err) != ORACLE_DIFFERS);
    adm_arena_reset(&arena);
    round_trip(fuzz_text(data, size), &arena);
    adm_arena_destroy(&arena);
    return 0;
}
