// SPDX-License-Identifier: Apache-2.0
// Only the canonical form decodes, so encoding gives it back; and what is encoded decodes.
#include "fuzz.h"

#include "core/base64.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct adm_arena arena;
    struct adm_text text;
    struct adm_str input = fuzz_text(data, size), bytes = {0};
    adm_arena_init(&arena, FUZZ_ARENA_BYTES);
    adm_text_init(&text, &arena);
    if (adm_base64_decode(input, &arena, &bytes)) {
        adm_base64_encode(bytes, &text);
        FUZZ_HOLDS(adm_str_equal(adm_text_str(&text), input));
    }
    adm_text_init(&text, &arena);
    adm_base64_encode(input, &text);
    FUZZ_HOLDS(adm_base64_decode(adm_text_str(&text), &arena, &bytes));
    FUZZ_HOLDS(adm_str_equal(bytes, input));
    adm_arena_destroy(&arena);
    return 0;
}
