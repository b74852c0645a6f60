// SPDX-License-Identifier: Apache-2.0
// Unions, notes and the observer.
#include "validators/schema/jsonschema_apply.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "jsonschema_bench.h"

#define ENDPOINT                                                                                   \
    "{\"anyOf\":[{\"type\":\"string\",\"minLength\":3},{\"$ref\":\"#/$defs/ref\"}],"               \
    "\"$defs\":{\"ref\":{\"type\":\"object\",\"required\":[\"secret_ref\"],"                       \
    "\"additionalProperties\":false,\"properties\":{\"secret_ref\":{\"type\":\"string\"}}}}}"

#define LONG_OR_NULL "{\"anyOf\":[{\"type\":\"string\",\"minLength\":3},{\"type\":\"null\"}]}"

static const struct {
    const char *schema, *instance, *violations;
} rows[] = {
    {ENDPOINT, "\"abc\"", ""},
    {ENDPOINT, "{\"secret_ref\":\"a\"}", ""},
    // The branch of the value's type is reported, not the union.
    {ENDPOINT, "\"a\"", "minLength@"},
    {ENDPOINT, "{\"secret_rf\":\"a\"}",
     "required@ missing=secret_ref; additionalProperties@ member=secret_rf"},
    {ENDPOINT, "{\"secret_ref\":1}", "type@secret_ref"},
    {ENDPOINT, "1", "anyOf@"},
    {ENDPOINT, "null", "anyOf@"},
    // Two branches of the type: the union.
    {"{\"anyOf\":[{\"type\":\"string\",\"minLength\":3},{\"type\":\"string\",\"maxLength\":1}]}",
     "\"ab\"", "anyOf@"},
    {"{\"oneOf\":[{\"type\":\"string\",\"minLength\":3},{\"type\":\"null\"}]}", "\"ab\"",
     "minLength@"},
    {"{\"oneOf\":[{\"minimum\":1},{\"maximum\":5}]}", "3", "oneOf@"},
    {"{\"oneOf\":[{\"minimum\":1},{\"maximum\":5}]}", "9", ""},
    {"{\"anyOf\":[false,{\"type\":\"integer\",\"minimum\":1}]}", "0", "minimum@"},
    // 1.0 has the type integer, 1.5 has not.
    {"{\"anyOf\":[{\"type\":\"integer\",\"minimum\":3},{\"type\":\"string\"}]}", "1.0", "minimum@"},
    {"{\"anyOf\":[{\"type\":\"integer\",\"minimum\":3},{\"type\":\"string\"}]}", "1.5", "anyOf@"},
    // Choices have types, too.
    {"{\"anyOf\":[{\"enum\":[\"a\",\"b\"]},{\"type\":\"object\"}]}", "\"c\"", "enum@"},
    {"{\"anyOf\":[{\"const\":null},{\"enum\":[1,2]}]}", "3.5", "enum@"},
    // A union in a union.
    {"{\"anyOf\":[{\"type\":\"null\"},{\"type\":\"array\",\"items\":" LONG_OR_NULL "}]}",
     "[\"abc\",\"a\"]", "minLength@[1]"},
};

Test(jsonschema_apply, prunes_unions_by_type) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char said[512];
        bench_judge(rows[i].schema, rows[i].instance, said, sizeof said);
        cr_expect_str_eq(said, rows[i].violations, "%s of %s: \"%s\", not \"%s\"", rows[i].schema,
                         rows[i].instance, said, rows[i].violations);
    }
}

static void notes_of(const char *schema, const char *instance, char *out, size_t size) {
    struct bench bench;
    size_t len = 0;
    bench_open(&bench, schema, instance);
    bench_run(&bench);
    out[0] = '\0';
    for (size_t i = 0; i < bench.run.note_count; i++) {
        struct adm_str path = adm_place_path(bench.run.notes[i].place, &bench.arena);
        cr_assert_not_null(adm_jsonschema_extra(bench.run.notes[i].schema, "x-floe-since"));
        len += (size_t)snprintf(out + len, size - len, "%s%.*s", i == 0 ? "" : " ",
                                ADM_STR_ARGS(path));
    }
    bench_close(&bench);
}

#define NEW "\"x-floe-since\":\"1.3\""

static const struct {
    const char *schema, *instance, *notes;
} notes[] = {
    {"{\"properties\":{\"a\":{" NEW "},\"b\":{}}}", "{\"b\":1,\"a\":1}", "a"},
    {"{\"properties\":{\"a\":{" NEW "}}}", "{\"b\":1}", ""},
    // Not accepted, so not used.
    {"{\"properties\":{\"a\":{" NEW ",\"type\":\"string\"}}}", "{\"a\":1}", ""},
    {"{\"properties\":{\"a\":{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"object\"," NEW "}]}}}",
     "{\"a\":{}}", "a"},
    {"{\"properties\":{\"a\":{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"object\"," NEW "}]}}}",
     "{\"a\":\"x\"}", ""},
    {"{\"properties\":{\"a\":{\"if\":{\"const\":\"WARN\"},\"then\":{" NEW "}}}}",
     "{\"a\":\"WARN\"}", "a"},
    {"{\"properties\":{\"a\":{\"if\":{\"const\":\"WARN\"},\"then\":{" NEW "}}}}",
     "{\"a\":\"INFO\"}", ""},
    // What only asks does not accept.
    {"{\"if\":{" NEW "},\"not\":{\"not\":{" NEW "}},\"contains\":{" NEW "}}", "[1]", ""},
    {"{\"properties\":{\"a\":{\"$ref\":\"#/$defs/n\"}},\"$defs\":{\"n\":{" NEW
     ",\"properties\":{\"c\":{" NEW "}}}}}",
     "{\"a\":{\"c\":1}}", "a.c a"},
    // Beside a mistake elsewhere.
    {"{\"properties\":{\"a\":{" NEW "},\"b\":{\"type\":\"string\"}}}", "{\"b\":1,\"a\":1}", "a"},
};

Test(jsonschema_apply, notes_what_is_new_and_accepted) {
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        char said[256];
        notes_of(notes[i].schema, notes[i].instance, said, sizeof said);
        cr_expect_str_eq(said, notes[i].notes, "%s of %s: \"%s\"", notes[i].schema,
                         notes[i].instance, said);
    }
}

struct watch {
    struct adm_text text;
    struct adm_arena *arena;
};

static void watch(void *context, const struct adm_schema *schema, const struct adm_place *place) {
    struct watch *watching = context;
    struct adm_str title = adm_jsonschema_title(schema);
    struct adm_str path = adm_place_path(place, watching->arena);
    if (title.len > 0)
        adm_text_printf(&watching->text, "%.*s@%.*s ", ADM_STR_ARGS(title), ADM_STR_ARGS(path));
}

static const struct {
    const char *schema, *instance, *seen;
} sightings[] = {
    {"{\"title\":\"r\",\"properties\":{\"a\":{\"title\":\"p\"}}}", "{\"a\":1,\"b\":2}", "r@ p@a "},
    {"{\"title\":\"r\",\"not\":{\"title\":\"n\",\"type\":\"null\"},\"if\":{\"title\":\"i\"},"
     "\"then\":{\"title\":\"t\"},\"else\":{\"title\":\"e\"}}",
     "1", "r@ t@ "},
    {"{\"anyOf\":[{\"title\":\"s\",\"type\":\"string\"},{\"title\":\"n\",\"type\":\"number\"}]}",
     "1", "n@ "},
    // No branch fits: the one that is reported is seen.
    {"{\"anyOf\":[{\"title\":\"s\",\"type\":\"string\"},{\"title\":\"n\",\"type\":\"number\","
     "\"minimum\":3}]}",
     "1", "n@ "},
    {"{\"anyOf\":[{\"title\":\"s\",\"type\":\"string\"},{\"title\":\"n\",\"type\":\"number\"}]}",
     "null", ""},
    {"{\"title\":\"a\",\"$ref\":\"#/$defs/b\",\"$defs\":{\"b\":{\"title\":\"b\"}}}", "1", "a@ b@ "},
    // After a violation, too.
    {"{\"items\":{\"title\":\"e\",\"type\":\"string\"}}", "[1,\"a\"]", "e@[0] e@[1] "},
    {"{\"contains\":{\"title\":\"c\"},\"propertyNames\":{\"title\":\"n\"}}", "[1]", ""},
    {"{\"propertyNames\":{\"title\":\"n\"}}", "{\"a\":1}", ""},
};

Test(jsonschema_apply, shows_who_judges_what) {
    for (size_t i = 0; i < sizeof sightings / sizeof *sightings; i++) {
        for (size_t limit = 0; limit < 2; limit++) {
            struct bench bench;
            struct watch watching = {0};
            bench_open(&bench, sightings[i].schema, sightings[i].instance);
            watching.arena = &bench.arena;
            adm_text_init(&watching.text, &bench.arena);
            bench.run.seen = watch;
            bench.run.context = &watching;
            bench.run.limit = limit;
            bench_run(&bench);
            struct adm_str said = adm_text_str(&watching.text);
            cr_expect(adm_str_is(said, sightings[i].seen), "%s of %s: \"%.*s\"",
                      sightings[i].schema, sightings[i].instance, ADM_STR_ARGS(said));
            bench_close(&bench);
        }
    }
}
