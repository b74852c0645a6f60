// SPDX-License-Identifier: Apache-2.0
// YAML to trees to JSON: what is written is JSON, whatever was read.
#include "fuzz.h"

#include <string.h>

#include "core/yaml.h"

static void convert(const struct adm_yaml *document, struct adm_arena *arena) {
    struct adm_text text;
    struct adm_writer w;
    struct adm_error err = {0};
    const struct adm_json *root = NULL;
    adm_text_init(&text, arena);
    adm_writer_init(&w, &text);
    adm_yaml_to_json(document, &w);
    FUZZ_HOLDS(document->line > 0 && document->column > 0);
    if (text.failed || adm_json_parse_copy(adm_text_str(&text), arena, &root, &err))
        return;
    // Two keys may become one text ("1" and 1); memory may end; nothing else is amiss.
    FUZZ_HOLDS(err.code == ADM_MEMORY || strstr(err.message, "has a key twice") != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct adm_arena arena;
    struct adm_error err = {0};
    struct adm_yaml_stream stream = {0};
    adm_arena_init(&arena, FUZZ_ARENA_BYTES);
    if (adm_yaml_read(fuzz_text(data, size), "fuzz.yaml", &arena, &stream, &err)) {
        for (size_t i = 0; i < stream.count; i++)
            convert(stream.documents[i], &arena);
    } else {
        FUZZ_HOLDS(err.code != ADM_OK && err.message[0] != '\0');
    }
    adm_arena_destroy(&arena);
    return 0;
}
