// SPDX-License-Identifier: Apache-2.0
// Schemas of strangers: compiled or refused with a reason, and what they say of some values does
// not depend on who asks.
#include "fuzz.h"

#include "validators/schema/jsonschema.h"
#include "validators/schema/jsonschema_tree.h"

static const char *const instances[] = {
    "null",
    "1.0",
    "-7",
    "\"2024-01-01\"",
    "[1,\"a\",[],{},null,1.0,[[2]],\"a\"]",
    "{\"a\":1,\"b\":{\"a\":[1,2],\"foo\":\"bar\"},\"foo\":[true,\"foo\"],\"bar\":{\"bar\":null}}",
};

static void validate(const struct adm_jsonschema *program, const char *instance) {
    struct adm_error err = {0};
    struct adm_arena arena;
    adm_arena_init(&arena, FUZZ_ARENA_BYTES);
    struct adm_jsonschema_run loud = {.arena = &arena, .limit = 1000};
    struct adm_jsonschema_run quiet = {.arena = &arena};
    const struct adm_node *root = NULL, *filled = NULL, *again = NULL;
    FUZZ_HOLDS(adm_jsonschema_tree_read(adm_str_from(instance), &arena, &root, &err));
    bool judged = adm_jsonschema_validate(program, root, &loud, &err);
    FUZZ_HOLDS(judged || err.code == ADM_LIMIT || err.code == ADM_MEMORY);
    if (judged) {
        FUZZ_HOLDS(loud.valid == (loud.count == 0));
        if (adm_jsonschema_validate(program, root, &quiet, &err))
            FUZZ_HOLDS(quiet.valid == loud.valid && quiet.count == 0);
    }
    for (size_t i = 0; judged && i < loud.count; i++)
        FUZZ_HOLDS(loud.violations[i].schema != NULL && loud.violations[i].place->node != NULL);
    if (adm_jsonschema_fill(program, root, &arena, &filled, &err) &&
        adm_jsonschema_fill(program, filled, &arena, &again, &err))
        FUZZ_HOLDS(filled == again);
    adm_arena_destroy(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct adm_error err = {0};
    struct adm_jsonschema *program = NULL;
    const struct adm_jsonschema_options options = {.uri = ADM_STR("http://example.com/schema"),
                                                   .assert_formats = size % 2 == 0};
    if (!adm_jsonschema_new(fuzz_text(data, size), &options, &program, &err)) {
        FUZZ_HOLDS(err.code != ADM_OK && err.message[0] != '\0' && program == NULL);
        return 0;
    }
    for (size_t i = 0; i < sizeof instances / sizeof *instances; i++)
        validate(program, instances[i]);
    adm_jsonschema_free(program);
    return 0;
}
