// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_compile.h"

#include <criterion/criterion.h>
#include <string.h>

#include "jsonschema_bench.h"

static const struct {
    const char *schema;
    enum adm_code code;
    const char *message;
} rows[] = {
    {"", ADM_SYNTAX, "line 1 column 0"},
    {"{\"a\":1,}", ADM_SYNTAX, "line 1 column 8"},
    {"{\"a\":1,\"a\":2}", ADM_SYNTAX, "duplicate object key"},
    {"{\"maximum\":99999999999999999999}", ADM_SYNTAX, "too big integer"},
    {"1", ADM_INVALID, "#: a schema is an object or a boolean"},
    {"{\"properties\":{\"a/b\":{\"items\":3}}}", ADM_INVALID, "#/properties/a~1b/items: a schema"},
    {"{\"properties\":[]}", ADM_INVALID, "#/properties: must be an object of schemas"},
    {"{\"allOf\":{}}", ADM_INVALID, "#/allOf: must be an array of schemas"},
    {"{\"type\":\"text\"}", ADM_INVALID, "#/type: no type of JSON Schema"},
    {"{\"type\":[]}", ADM_INVALID, "#/type: no type"},
    {"{\"type\":[\"string\",1]}", ADM_INVALID, "#/type: no type"},
    {"{\"enum\":1}", ADM_INVALID, "#/enum: must be an array"},
    {"{\"maximum\":\"1\"}", ADM_INVALID, "#/maximum: must be a number"},
    {"{\"multipleOf\":0}", ADM_INVALID, "#/multipleOf: must be more than 0"},
    {"{\"maxLength\":-1}", ADM_INVALID, "#/maxLength: must be a count"},
    {"{\"maxLength\":1.5}", ADM_INVALID, "#/maxLength: must be a count"},
    {"{\"items\":{\"minItems\":\"1\"}}", ADM_INVALID, "#/items/minItems: must be a count"},
    {"{\"contains\":true,\"minContains\":-1}", ADM_INVALID, "#/minContains: must be a count"},
    {"{\"uniqueItems\":1}", ADM_INVALID, "#/uniqueItems: must be a boolean"},
    {"{\"required\":[1]}", ADM_INVALID, "#/required: must be an array of strings"},
    {"{\"dependentRequired\":{\"a\":1}}", ADM_INVALID, "#/dependentRequired: must be an array"},
    {"{\"pattern\":1}", ADM_INVALID, "#/pattern: must be a string"},
    {"{\"$defs\":{\"x\":{\"pattern\":\"\\\\a\"}}}", ADM_INVALID,
     "#/$defs/x/pattern: an escape that ECMA-262 does not have (at byte 2 of the pattern)"},
    {"{\"patternProperties\":{\"(\":true}}", ADM_INVALID, "#/patternProperties: missing closing"},
    {"{\"$ref\":1}", ADM_INVALID, "#/$ref: must be a string"},
    {"{\"$ref\":\"#/$defs/none\"}", ADM_INVALID, "#/$ref: refers to nothing that is known"},
    {"{\"$ref\":\"#none\"}", ADM_INVALID, "#/$ref: refers to nothing that is known"},
    {"{\"$ref\":\"#%4\"}", ADM_INVALID, "#/$ref: no URI reference"},
    {"{\"$ref\":\"#/enum/0\",\"enum\":[3]}", ADM_INVALID, "#/enum/0: a schema is an object"},
    {"{\"$ref\":\"http://example.com/x\"}", ADM_INVALID, "#/$ref: refers to nothing"},
    {"{\"$dynamicRef\":\"#none\"}", ADM_INVALID, "#/$dynamicRef: refers to nothing"},
    {"{\"$ref\":\"#\"}", ADM_INVALID, "#/$ref: leads back to itself"},
    {"{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"$ref\":\"#/$defs/b\"},\"b\":{\"$ref\":"
     "\"#/$defs/a\"}}}",
     ADM_INVALID, "#/$ref: leads back to itself"},
    {"{\"$id\":\"http://example.com/a#b\"}", ADM_INVALID, "#/$id: must not have a fragment"},
    {"{\"$schema\":\"http://json-schema.org/draft-07/schema#\"}", ADM_INVALID,
     "#/$schema: a metaschema that is not known"},
};

Test(jsonschema_compile, says_where_a_schema_is_wrong) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_error err = {0};
        bench_refusal(rows[i].schema, &err);
        cr_expect_eq(err.code, rows[i].code, "%s", rows[i].schema);
        cr_expect_not_null(strstr(err.message, rows[i].message), "%s: %s", rows[i].schema,
                           err.message);
    }
}

// With documents: whether 1 is valid.
static bool takes_one(const char *schema, const struct adm_jsonschema_options *options,
                      struct adm_error *err) {
    const struct adm_node one = {.type = ADM_NODE_INT, .integer = 1, .number = 1};
    struct adm_jsonschema *program = NULL;
    ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
    adm_arena_init(&arena, (size_t)1 << 20U);
    struct adm_jsonschema_run run = {.arena = &arena};
    if (!adm_jsonschema_new(adm_str_from(schema), options, &program, err))
        return false;
    cr_assert(adm_jsonschema_validate(program, &one, &run, err), "%s", err->message);
    adm_jsonschema_free(program);
    return run.valid;
}

static const struct {
    const char *uri, *text;
} documents[] = {
    {"http://example.com/dir/number.json",
     "{\"$anchor\":\"n\",\"type\":\"number\",\"$defs\":{\"null\":{\"type\":\"null\"}}}"},
    {"http://example.com/dir/chain.json", "{\"$ref\":\"number.json\"}"},
    {"http://example.com/named.json",
     "{\"$id\":\"urn:other\",\"$anchor\":\"here\",\"type\":\"number\"}"},
    {"http://example.com/bad.json", "{\"type\":"},
    {"http://example.com/worse.json", "{\"type\":\"words\"}"},
    {"http://example.com/strange-meta.json",
     "{\"$vocabulary\":{\"http://example.com/vocabulary\":true}}"},
    {"http://example.com/asserting-meta.json",
     "{\"$vocabulary\":{\"https://json-schema.org/draft/2020-12/vocab/core\":true,"
     "\"https://json-schema.org/draft/2020-12/vocab/format-assertion\":true}}"},
};

enum { DOCUMENTS = sizeof documents / sizeof *documents };

static const struct {
    const char *schema;
    bool valid;
    const char *message; // of a refusal
} references[] = {
    {"{\"$ref\":\"number.json\"}", true, ""},
    {"{\"$ref\":\"./x/../number.json#n\"}", true, ""},
    {"{\"$ref\":\"/dir/number.json#/$defs/null\"}", false, ""},
    {"{\"$ref\":\"//example.com/dir/chain.json\"}", true, ""},
    {"{\"$ref\":\"root.json#/$defs/a\",\"$defs\":{\"a\":{\"type\":\"null\"}}}", false, ""},
    {"{\"$id\":\"http://example.net/\",\"$ref\":\"http://example.com/dir/number.json\"}", true, ""},
    {"{\"$ref\":\"http://example.com/named.json#here\"}", true, ""},
    {"{\"allOf\":[{\"$ref\":\"http://example.com/named.json\"},{\"$ref\":\"urn:other#here\"}]}",
     true, ""},
    {"{\"$ref\":\"../bad.json\"}", false, "http://example.com/bad.json: line 1"},
    {"{\"$ref\":\"../worse.json\"}", false, "#/type: no type of JSON Schema"},
    {"{\"$ref\":\"../none.json\"}", false, "#/$ref: refers to nothing"},
    {"{\"$schema\":\"http://example.com/strange-meta.json\"}", false,
     "#/$schema: its metaschema requires a vocabulary that is not known"},
    {"{\"$schema\":\"http://example.com/asserting-meta.json\",\"maximum\":0}", true, ""},
};

Test(jsonschema_compile, finds_documents) {
    struct adm_jsonschema_document given[DOCUMENTS];
    for (size_t i = 0; i < DOCUMENTS; i++)
        given[i] = (struct adm_jsonschema_document){adm_str_from(documents[i].uri),
                                                    adm_str_from(documents[i].text)};
    const struct adm_jsonschema_options options = {
        .uri = ADM_STR("http://example.com/dir/root.json#"),
        .documents = given,
        .document_count = DOCUMENTS,
    };
    for (size_t i = 0; i < sizeof references / sizeof *references; i++) {
        struct adm_error err = {0};
        bool valid = takes_one(references[i].schema, &options, &err);
        cr_expect_eq(valid, references[i].valid, "%s: %s", references[i].schema, err.message);
        cr_expect(strlen(references[i].message) == 0
                      ? err.code == ADM_OK
                      : strstr(err.message, references[i].message) != NULL,
                  "%s: %s", references[i].schema, err.message);
    }
}

// The metaschema judges itself, and knows bad schemas.
Test(jsonschema_compile, has_the_metaschema) {
    static const char reference[] = "{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}";
    static const struct {
        const char *schema;
        bool valid;
    } schemas[] = {
        {"true", true},
        {"{\"properties\":{\"a\":{\"minLength\":0}}}", true},
        {"{\"properties\":{\"a\":{\"minLength\":-1}}}", false},
        {"{\"$defs\":{\"a\":{\"type\":\"text\"}}}", false},
        {"1", false},
    };
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
        struct bench bench;
        bench_open(&bench, reference, schemas[i].schema);
        bench_run(&bench);
        cr_expect_eq(bench.run.valid, schemas[i].valid, "%s", schemas[i].schema);
        bench_close(&bench);
    }
}

// A schema that is `true` within as many openings as endings, refused.
static void nest(const char *opening, const char *ending, size_t times, struct adm_error *err) {
    ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
    struct adm_text text;
    struct adm_str schema = {0};
    adm_arena_init(&arena, (size_t)1 << 20U);
    adm_text_init(&text, &arena);
    for (size_t i = 0; i < times; i++)
        adm_text_append_c(&text, opening);
    adm_text_append_c(&text, "true");
    for (size_t i = 0; i < times; i++)
        adm_text_append_c(&text, ending);
    cr_assert(adm_text_finish(&text, &schema, NULL));
    bench_refusal(schema.data, err);
}

Test(jsonschema_compile, limits_depth) {
    struct adm_error err = {0};
    nest("{\"not\":", "}", 200, &err);
    cr_expect_eq(err.code, ADM_LIMIT, "%s", err.message);
}

Test(jsonschema_compile, limits_anchors) {
    ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
    struct adm_error err = {0};
    struct adm_text text;
    struct adm_str schema = {0};
    adm_arena_init(&arena, (size_t)1 << 20U);
    adm_text_init(&text, &arena);
    adm_text_append_c(&text, "{\"allOf\":[true");
    for (int i = 0; i < 2500; i++)
        adm_text_append_c(&text, ",{\"$anchor\":\"a\"}");
    adm_text_append_c(&text, "]}");
    cr_assert(adm_text_finish(&text, &schema, NULL));
    bench_refusal(schema.data, &err);
    cr_expect_eq(err.code, ADM_LIMIT, "%s", err.message);
}

Test(jsonschema_compile, frees_nothing) { adm_jsonschema_free(NULL); }
