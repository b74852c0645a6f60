// SPDX-License-Identifier: Apache-2.0
// Documents of strangers, judged by schemas of ours: quiet and loud verdicts agree, places lead to
// values of the document, and filling in defaults leaves none to fill in.
#include "fuzz.h"

#include "validators/schema/embedded.h"
#include "validators/schema/jsonschema.h"
#include "validators/schema/jsonschema_metaschema.h"
#include "validators/schema/yaml_read.h"

static const char mixed[] =
    "{\"$dynamicAnchor\":\"node\",\"anyOf\":[{\"type\":\"object\",\"properties\":{\"a\":{\"$"
    "dynamicRef\":\"#node\"},\"n\":{\"multipleOf\":0.01,\"maximum\":100}},\"patternProperties\":"
    "{\"^p(?=.)\":{\"pattern\":\"^(a+)+(?!b)$\",\"maxLength\":200}},\"propertyNames\":{"
    "\"maxLength\":20},\"dependentRequired\":{\"a\":[\"n\"]}},{\"type\":\"array\",\"uniqueItems\":"
    "true,\"contains\":{\"const\":1},\"prefixItems\":[true,{\"enum\":[1,[2],{\"k\":null}]}]},"
    "{\"type\":\"string\",\"format\":\"date-time\",\"x-floe-since\":\"2\"},{\"not\":{\"type\":["
    "\"object\",\"array\",\"string\"]}}],\"unevaluatedProperties\":false,\"unevaluatedItems\":{"
    "\"type\":\"integer\"}}";

enum { PROGRAMS = 4 };

static struct adm_jsonschema *programs[PROGRAMS];

static void compile_all(void) {
    const struct adm_str texts[PROGRAMS] = {adm_embedded_platform(),
                                            adm_embedded_prod(),
                                            adm_jsonschema_metaschema_schema(),
                                            {mixed, sizeof mixed - 1}};
    const struct adm_jsonschema_document documents[] = {
        {ADM_STR("https://floe.dev/schemas/environments/deployed.schema.json"),
         adm_embedded_deployed()},
        {ADM_STR("https://floe.dev/schemas/environments/hardened.schema.json"),
         adm_embedded_hardened()},
    };
    const struct adm_jsonschema_options options = {
        .documents = documents, .document_count = 2, .assert_formats = true};
    struct adm_error err = {0};
    for (size_t i = 0; i < PROGRAMS && programs[i] == NULL; i++) {
        if (adm_jsonschema_new(texts[i], &options, &programs[i], &err))
            continue;
        fprintf(stderr, "schema %zu: %s\n", i, err.message);
        abort();
    }
}

static void check_violation(const struct adm_violation *violation, const struct adm_node *root) {
    const struct adm_place *place = violation->place;
    const struct adm_node *node = place->node;
    const struct adm_member *member = violation->member;
    FUZZ_HOLDS(member == NULL ||
               (member >= node->children && member < node->children + node->count));
    for (; place->parent != NULL; place = place->parent)
        FUZZ_HOLDS(place->member == &place->parent->node->children[place->index] &&
                   place->member->value == place->node);
    FUZZ_HOLDS(place->node == root);
}

static void judge(const struct adm_jsonschema *program, const struct adm_node *root,
                  struct adm_arena *arena) {
    struct adm_error err = {0};
    struct adm_jsonschema_run loud = {.arena = arena, .limit = 1000};
    struct adm_jsonschema_run quiet = {.arena = arena};
    const struct adm_node *filled = NULL, *again = NULL;
    bool judged = adm_jsonschema_validate(program, root, &loud, &err);
    FUZZ_HOLDS(judged || err.code == ADM_LIMIT || err.code == ADM_MEMORY);
    if (judged && adm_jsonschema_validate(program, root, &quiet, &err))
        FUZZ_HOLDS(quiet.valid == loud.valid && loud.valid == (loud.count == 0));
    for (size_t i = 0; judged && i < loud.count; i++)
        check_violation(&loud.violations[i], root);
    if (adm_jsonschema_fill(program, root, arena, &filled, &err) &&
        adm_jsonschema_fill(program, filled, arena, &again, &err))
        FUZZ_HOLDS(filled == again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct adm_arena arena;
    struct adm_error err = {0};
    struct adm_document document = {0};
    struct adm_diagnostics found;
    compile_all();
    adm_arena_init(&arena, FUZZ_ARENA_BYTES);
    adm_diagnostic_init(&found, &arena);
    bool read = adm_yaml_read_document(fuzz_text(data, size), &arena, &document, &found, &err);
    for (size_t i = 0; read && document.root != NULL && i < PROGRAMS; i++)
        judge(programs[i], document.root, &arena);
    adm_arena_destroy(&arena);
    return 0;
}
