// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_run.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "jsonschema_bench.h"

static const struct {
    const char *schema, *instance, *violations;
} rows[] = {
    {"false", "1", "false@"},
    {"true", "1", ""},
    {"{}", "{\"a\":[1,{\"b\":null}]}", ""},
    {"{\"type\":\"integer\"}", "1.5", "type@"},
    {"{\"type\":\"integer\"}", "1.0", ""},
    {"{\"type\":\"integer\"}", "1e300", ""},
    {"{\"type\":[\"string\",\"null\"]}", "true", "type@"},
    {"{\"type\":\"number\"}", "3", ""},
    // The wrong type is the one mistake.
    {"{\"type\":\"string\",\"enum\":[\"a\"],\"minLength\":2}", "1", "type@"},
    {"{\"enum\":[1,\"a\"]}", "\"b\"", "enum@"},
    {"{\"enum\":[1,\"a\"]}", "1.0", ""},
    {"{\"enum\":[{\"a\":1,\"b\":[2]}]}", "{\"b\":[2.0],\"a\":1}", ""},
    {"{\"const\":false}", "0", "const@"},
    {"{\"const\":[false]}", "[0]", "const@"},
    {"{\"multipleOf\":0.01}", "4.021", "multipleOf@"},
    {"{\"maximum\":3}", "3.1", "maximum@"},
    {"{\"exclusiveMaximum\":3}", "3", "exclusiveMaximum@"},
    {"{\"minimum\":3}", "2", "minimum@"},
    {"{\"exclusiveMinimum\":3}", "3", "exclusiveMinimum@"},
    {"{\"minimum\":3,\"maximum\":1}", "2", "maximum@; minimum@"},
    {"{\"maxLength\":2}", "\"\\u00e4\\ud83d\\udca9\"", ""},
    {"{\"maxLength\":2}", "\"abc\"", "maxLength@"},
    {"{\"minLength\":2}", "\"a\"", "minLength@"},
    {"{\"minLength\":2.0,\"maxLength\":3}", "\"a\"", "minLength@"},
    {"{\"pattern\":\"^a\"}", "\"ba\"", "pattern@"},
    // What is too long is not matched.
    {"{\"maxLength\":2,\"pattern\":\"^b\"}", "\"aaa\"", "maxLength@"},
    {"{\"minLength\":2,\"pattern\":\"^b\"}", "\"a\"", "minLength@; pattern@"},
    {"{\"format\":\"date\"}", "\"nonsense\"", ""},
    {"{\"maxItems\":1}", "[1,2]", "maxItems@"},
    {"{\"minItems\":1}", "[]", "minItems@"},
    {"{\"uniqueItems\":true}", "[1,2,1.0]", "uniqueItems@ member=2 other=0"},
    {"{\"uniqueItems\":false}", "[1,1]", ""},
    {"{\"contains\":{\"type\":\"string\"}}", "[1]", "contains@"},
    {"{\"contains\":{\"const\":1},\"maxContains\":1}", "[1,1]", "maxContains@"},
    {"{\"contains\":{\"const\":1},\"minContains\":2}", "[1,2]", "contains@"},
    {"{\"contains\":{\"const\":1},\"minContains\":0}", "[]", ""},
    {"{\"maxProperties\":1}", "{\"a\":1,\"b\":2}", "maxProperties@"},
    {"{\"minProperties\":1}", "{}", "minProperties@"},
    {"{\"required\":[\"a\",\"b\"]}", "{\"b\":1}", "required@ missing=a"},
    {"{\"required\":[\"a\",\"b\"]}", "[]", ""},
    {"{\"dependentRequired\":{\"a\":[\"b\",\"c\"]}}", "{\"a\":1,\"c\":1}",
     "dependentRequired@ missing=b member=a"},
    {"{\"dependentSchemas\":{\"a\":{\"required\":[\"b\"]}}}", "{\"a\":1}", "required@ missing=b"},
    {"{\"propertyNames\":{\"maxLength\":2}}", "{\"ab\":1,\"abc\":1}", "propertyNames@ member=abc"},
    {"{\"properties\":{\"a\":{\"type\":\"string\"}}}", "{\"a\":1}", "type@a"},
    {"{\"properties\":{\"a\":false}}", "{\"a\":1}", "false@a"},
    {"{\"patternProperties\":{\"^x-\":{\"type\":\"string\"}}}", "{\"x-a\":1,\"y\":1}", "type@x-a"},
    {"{\"properties\":{\"a\":true},\"patternProperties\":{\"^x\":true},"
     "\"additionalProperties\":false}",
     "{\"a\":1,\"b\":2,\"x\":3,\"c\":4}",
     "additionalProperties@ member=b; additionalProperties@ member=c"},
    {"{\"additionalProperties\":{\"type\":\"null\"}}", "{\"a\":1}", "type@a"},
    {"{\"prefixItems\":[{\"type\":\"string\"}],\"items\":false}", "[1,2,3]",
     "type@[0]; items@ member=1; items@ member=2"},
    {"{\"items\":{\"items\":{\"type\":\"string\"}}}", "[[\"a\"],[1]]", "type@[1][0]"},
    {"{\"properties\":{\"a\":true},\"unevaluatedProperties\":false}", "{\"b\":1}",
     "unevaluatedProperties@ member=b"},
    {"{\"prefixItems\":[true],\"unevaluatedItems\":false}", "[1,2]", "unevaluatedItems@ member=1"},
    {"{\"unevaluatedProperties\":{\"type\":\"string\"}}", "{\"b\":1}", "type@b"},
    {"{\"not\":{\"type\":\"string\"}}", "\"a\"", "not@"},
    {"{\"allOf\":[{\"minimum\":2},{\"type\":\"string\"},{\"maximum\":0}]}", "1",
     "minimum@; type@; maximum@"},
    {"{\"if\":{\"required\":[\"a\"]},\"then\":{\"required\":[\"b\"]},"
     "\"else\":{\"required\":[\"c\"]}}",
     "{\"a\":1}", "required@ missing=b"},
    {"{\"if\":{\"required\":[\"a\"]},\"then\":{\"required\":[\"b\"]},"
     "\"else\":{\"required\":[\"c\"]}}",
     "{}", "required@ missing=c"},
    {"{\"$ref\":\"#/$defs/a\",\"maximum\":1,\"$defs\":{\"a\":{\"minimum\":3}}}", "2",
     "maximum@; minimum@"},
    {"{\"properties\":{\"a\":{\"$ref\":\"#\"}},\"additionalProperties\":false}",
     "{\"a\":{\"a\":{\"b\":1}}}", "additionalProperties@a.a member=b"},
    // A subschema that fails still has evaluated: one mistake is said once.
    {"{\"allOf\":[{\"properties\":{\"a\":{\"type\":\"string\"}}}],"
     "\"unevaluatedProperties\":false}",
     "{\"a\":1}", "type@a"},
    {"{\"anyOf\":[{\"required\":[\"x\"]},{\"required\":[\"y\"]}],"
     "\"unevaluatedProperties\":false}",
     "{\"a\":1}", "anyOf@"},
};

Test(jsonschema_run, says_what_where) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char said[512];
        bench_judge(rows[i].schema, rows[i].instance, said, sizeof said);
        cr_expect_str_eq(said, rows[i].violations, "%s of %s: \"%s\", not \"%s\"", rows[i].schema,
                         rows[i].instance, said, rows[i].violations);
    }
}

Test(jsonschema_run, nothing_is_within_a_bound_of_nan) {
    static const char *const bounds[] = {"maximum", "minimum", "exclusiveMaximum",
                                         "exclusiveMinimum", "multipleOf"};
    const struct adm_node nan = {.type = ADM_NODE_FLOAT, .number = __builtin_nan("")};
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        struct bench bench;
        char schema[64];
        snprintf(schema, sizeof schema, "{\"%s\":1}", bounds[i]);
        bench_open(&bench, schema, "0");
        bench.root = &nan;
        bench_run(&bench);
        cr_expect_not(bench.run.valid, "%s", bounds[i]);
        bench_close(&bench);
    }
}

Test(jsonschema_run, a_timestamp_has_no_type) {
    static const struct {
        const char *schema;
        bool valid;
    } cases[] = {
        {"{\"type\":[\"string\",\"number\",\"boolean\",\"null\",\"array\",\"object\"]}", false},
        {"{\"const\":\"2024-01-01\"}", false},
        {"{\"minLength\":100}", true},
        {"{}", true},
    };
    const struct adm_node stamp = {
        .type = ADM_NODE_TIMESTAMP, .plain = true, .text = ADM_STR("2024-01-01")};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench bench;
        bench_open(&bench, cases[i].schema, "0");
        bench.root = &stamp;
        bench_run(&bench);
        cr_expect_eq(bench.run.valid, cases[i].valid, "%s", cases[i].schema);
        bench_close(&bench);
    }
}

Test(jsonschema_run, violations_know_their_schema_and_place) {
    struct bench bench;
    bench_open(&bench,
               "{\"properties\":{\"a\":{\"title\":\"thing\",\"items\":{\"title\":\"part\","
               "\"type\":\"string\"}}}}",
               "{\"z\":0,\"a\":[\"x\",1]}");
    bench_run(&bench);
    cr_assert_eq(bench.run.count, 1);
    const struct adm_violation *violation = &bench.run.violations[0];
    const struct adm_place *place = violation->place;
    cr_expect(adm_str_is(adm_jsonschema_title(violation->schema), "part"));
    cr_expect_eq(place->node, bench.root->children[1].value->children[1].value);
    cr_expect_eq(place->index, 1);
    cr_expect_eq(place->member, &bench.root->children[1].value->children[1]);
    cr_expect_eq(place->parent->member, &bench.root->children[1]);
    cr_expect_eq(place->parent->parent->node, bench.root);
    cr_expect_null(place->parent->parent->parent);
    bench_close(&bench);
}

Test(jsonschema_run, stops_at_the_limit) {
    struct bench bench;
    bench_open(&bench, "{\"items\":{\"type\":\"string\"}}", "[1,2,3,4,5]");
    for (size_t limit = 0; limit <= 6; limit++) {
        bench.run.limit = limit;
        bench_run(&bench);
        cr_expect_eq(bench.run.count, limit < 5 ? limit : 5);
        cr_expect_not(bench.run.valid);
    }
    bench_close(&bench);
}

Test(jsonschema_run, memory_is_given_back_when_nothing_is_found) {
    struct bench bench;
    bench_open(&bench, "{\"items\":{\"pattern\":\"(?=a)b|c\"},\"uniqueItems\":true}",
               "[\"c\",\"cc\",\"ccc\",1,2,3,4,5,6,7,8,9]");
    size_t used = bench.arena.used;
    bench_run(&bench);
    cr_expect(bench.run.valid);
    cr_expect_eq(bench.arena.used, used);
    bench_close(&bench);
}

// A text of `count` opening and closing brackets.
static void nest(char *out, size_t count) {
    memset(out, '[', count);
    memset(out + count, ']', count);
    out[count * 2] = '\0';
}

Test(jsonschema_run, gives_up_on_what_nests_without_end) {
    static const char *const endless[] = {
        "{\"not\":{\"$ref\":\"#\"}}",
        "{\"allOf\":[{\"$ref\":\"#\"}]}",
        "{\"anyOf\":[{\"$ref\":\"#\"},true]}",
        "{\"if\":{\"$ref\":\"#\"}}",
        "{\"$dynamicRef\":\"#a\",\"$dynamicAnchor\":\"a\"}",
    };
    for (size_t i = 0; i < sizeof endless / sizeof *endless; i++) {
        struct bench bench;
        struct adm_error err = {0};
        bench_open(&bench, endless[i], "1");
        cr_expect_not(adm_jsonschema_validate(bench.program, bench.root, &bench.run, &err));
        cr_expect_eq(err.code, ADM_LIMIT, "%s", endless[i]);
        cr_expect_not_null(strstr(err.message, "256 subschemas"));
        bench_close(&bench);
    }
}

Test(jsonschema_run, takes_documents_as_deep_as_the_readers) {
    char instance[256];
    struct bench bench;
    nest(instance, 64);
    bench_open(&bench, "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"items\":{\"$ref\":\"#\"}}}}",
               instance);
    bench_run(&bench);
    cr_expect(bench.run.valid);
    bench_close(&bench);
}

// Each level doubles the work: 2^40 in all.
Test(jsonschema_run, gives_up_after_a_million_steps) {
    struct bench bench;
    struct adm_error err = {0};
    char schema[4096];
    size_t len = (size_t)snprintf(schema, sizeof schema, "{\"$ref\":\"#/$defs/d0\",\"$defs\":{");
    for (int i = 0; i < 40; i++)
        len += (size_t)snprintf(schema + len, sizeof schema - len,
                                "\"d%d\":{\"allOf\":[{\"$ref\":\"#/$defs/d%d\"},{\"$ref\":"
                                "\"#/$defs/d%d\"}]},",
                                i, i + 1, i + 1);
    snprintf(schema + len, sizeof schema - len, "\"d40\":{\"minimum\":0}}}");
    bench_open(&bench, schema, "1");
    cr_expect_not(adm_jsonschema_validate(bench.program, bench.root, &bench.run, &err));
    cr_expect_eq(err.code, ADM_LIMIT);
    cr_expect_not_null(strstr(err.message, "1000000 steps"));
    bench_close(&bench);
}

static void *judge_often(void *context) {
    const struct bench *bench = context;
    for (int i = 0; i < 200; i++) {
        ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
        adm_arena_init(&arena, (size_t)1 << 20U);
        struct adm_jsonschema_run run = {.arena = &arena, .limit = 100};
        if (!adm_jsonschema_validate(bench->program, bench->root, &run, NULL) || run.count != 3)
            return NULL;
    }
    return context;
}

Test(jsonschema_run, threads_share_a_program) {
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    struct bench bench;
    bench_open(&bench, "{\"items\":{\"pattern\":\"(?=a)[a-c]+(?!d)\",\"enum\":[\"abc\"]}}",
               "[\"abc\",\"b\",\"ab\"]");
    for (size_t i = 0; i < THREADS; i++)
        cr_assert_eq(pthread_create(&threads[i], NULL, judge_often, &bench), 0);
    for (size_t i = 0; i < THREADS; i++) {
        void *good = NULL;
        cr_assert_eq(pthread_join(threads[i], &good), 0);
        cr_expect_not_null(good);
    }
    bench_close(&bench);
}

// Whatever the limit, a run says what a run with memory says, or that memory ended.
Test(jsonschema_run, survives_the_end_of_memory_anywhere) {
    static const char schema[] =
        "{\"x-floe-since\":\"1\",\"properties\":{\"l\":{\"uniqueItems\":true,\"items\":{\"anyOf\":["
        "{\"type\":\"string\",\"pattern\":\"(?=a).*b\"},{\"type\":\"integer\",\"maximum\":3}]}},"
        "\"n\":{\"x-floe-since\":\"2\"}},\"propertyNames\":{\"maxLength\":70},"
        "\"required\":[\"q\"],\"unevaluatedProperties\":false}";
    char instance[4096];
    size_t len = (size_t)snprintf(instance, sizeof instance,
                                  "{\"l\":[\"ab\",\"ac\",1,2,3,4,5,6,7,8,9,8],\"n\":1");
    for (int i = 0; i < 80; i++)
        len += (size_t)snprintf(instance + len, sizeof instance - len, ",\"k%d\":%d", i, i);
    snprintf(instance + len, sizeof instance - len, "}");
    struct bench bench;
    bench_open(&bench, schema, instance);
    bench_run(&bench);
    size_t wanted = bench.run.count;
    size_t failures = 0;
    cr_assert_gt(wanted, 20);
    for (size_t limit = 0; limit < 200000; limit += limit < 41000 ? 4096 : 16) {
        ADM_AUTO(adm_arena_destroy) struct adm_arena small = {0};
        struct adm_error err = {0};
        adm_arena_init(&small, limit);
        struct adm_jsonschema_run run = {.arena = &small, .limit = 100};
        if (adm_jsonschema_validate(bench.program, bench.root, &run, &err)) {
            cr_assert_eq(run.count, wanted);
            break;
        }
        cr_assert_eq(err.code, ADM_MEMORY);
        failures++;
    }
    cr_expect_gt(failures, 100);
    bench_close(&bench);
}
