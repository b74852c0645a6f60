// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <string.h>

#include "jsonschema_bench.h"
#include "validators/schema/jsonschema_equal.h"

static const struct {
    const char *schema, *instance, *filled;
} rows[] = {
    {"{\"properties\":{\"a\":{\"default\":1}}}", "{}", "{\"a\":1}"},
    {"{\"properties\":{\"a\":{\"default\":1}}}", "{\"a\":null}", "{\"a\":null}"},
    {"{\"properties\":{\"a\":{\"default\":1}}}", "[]", "[]"},
    {"{\"properties\":{\"a\":{\"default\":1}}}", "3", "3"},
    // Defaults of defaults.
    {"{\"properties\":{\"a\":{\"default\":{},\"properties\":{\"b\":{\"default\":{\"x\":2}},"
     "\"c\":{\"default\":[]}}}}}",
     "{}", "{\"a\":{\"b\":{\"x\":2},\"c\":[]}}"},
    {"{\"properties\":{\"a\":{\"default\":{},\"properties\":{\"b\":{\"default\":2}}}}}",
     "{\"a\":{\"z\":1}}", "{\"a\":{\"z\":1,\"b\":2}}"},
    {"{\"properties\":{\"a\":{\"default\":{\"k\":{}},\"additionalProperties\":{\"properties\":{"
     "\"b\":{\"default\":2}}}}}}",
     "{}", "{\"a\":{\"k\":{\"b\":2}}}"},
    {"{\"additionalProperties\":{\"properties\":{\"b\":{\"default\":2}}}}", "{\"x\":{},\"y\":3}",
     "{\"x\":{\"b\":2},\"y\":3}"},
    {"{\"items\":{\"properties\":{\"b\":{\"default\":2}}}}", "[{},{\"b\":3}]",
     "[{\"b\":2},{\"b\":3}]"},
    {"{\"properties\":{\"a\":{\"$ref\":\"#/$defs/a\"}},\"$defs\":{\"a\":{\"default\":{},"
     "\"properties\":{\"b\":{\"default\":2}}}}}",
     "{}", "{\"a\":{\"b\":2}}"},
    {"{\"properties\":{\"a\":{\"$ref\":\"#/$defs/a\",\"default\":null}},\"$defs\":{\"a\":{"
     "\"default\":{}}}}",
     "{}", "{\"a\":null}"},
    {"{\"$ref\":\"#/$defs/a\",\"properties\":{\"x\":{\"default\":1}},\"$defs\":{\"a\":{"
     "\"properties\":{\"x\":{\"default\":9},\"y\":{\"default\":2}}}}}",
     "{}", "{\"x\":1,\"y\":2}"},
    // Conditions are not followed.
    {"{\"then\":{\"properties\":{\"a\":{\"default\":1}}},\"if\":true,\"anyOf\":[{\"properties\":{"
     "\"a\":{\"default\":1}}}]}",
     "{}", "{}"},
};

Test(jsonschema_fill, adds_what_is_absent) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bench bench;
        struct adm_error err = {0};
        struct adm_jsonschema_budget budget = {1000};
        const struct adm_node *wanted = NULL, *filled = NULL, *again = NULL;
        bench_open(&bench, rows[i].schema, rows[i].instance);
        cr_assert(
            adm_jsonschema_tree_read(adm_str_from(rows[i].filled), &bench.arena, &wanted, &err));
        cr_assert(adm_jsonschema_fill(bench.program, bench.root, &bench.arena, &filled, &err), "%s",
                  err.message);
        cr_expect(adm_jsonschema_equal_values(filled, wanted, &budget), "row %zu", i);
        cr_assert(adm_jsonschema_fill(bench.program, filled, &bench.arena, &again, &err));
        cr_expect_eq(again, filled, "row %zu: nothing is left to add", i);
        bench_close(&bench);
    }
}

Test(jsonschema_fill, shares_and_marks) {
    struct bench bench;
    const struct adm_node *filled = NULL;
    bench_open(&bench,
               "{\"properties\":{\"o\":{\"properties\":{\"d\":{\"default\":{\"in\":[1]}}}},"
               "\"s\":{}}}",
               "{\"s\":{\"x\":1},\"o\":{}}");
    // As the reader of YAML would have it.
    struct adm_member members[2];
    memcpy(members, bench.root->children, sizeof members);
    members[1].key_span = (struct adm_span){10, 11};
    struct adm_node root = *bench.root;
    root.children = members;
    cr_assert(adm_jsonschema_fill(bench.program, &root, &bench.arena, &filled, NULL));
    cr_expect_eq(filled->children[0].value, members[0].value, "shared");
    const struct adm_member *added = &filled->children[1].value->children[0];
    cr_expect(added->value->implied);
    cr_expect_eq(added->value->span.start, 10);
    cr_expect_eq(added->key_span.start, 10);
    cr_expect_eq(added->hash, adm_yaml_tree_hash(ADM_STR("d")));
    const struct adm_node *inner = added->value->children[0].value;
    cr_expect(inner->implied && inner->children[0].value->implied);
    cr_expect_eq(inner->children[0].value->span.end, 11);
    cr_expect_not(filled->implied);
    bench_close(&bench);
}

Test(jsonschema_fill, has_an_end) {
    struct bench bench;
    struct adm_error err = {0};
    const struct adm_node *filled = NULL;
    bench_open(&bench, "{\"properties\":{\"a\":{\"$ref\":\"#\",\"default\":{}}}}", "{}");
    cr_expect_not(adm_jsonschema_fill(bench.program, bench.root, &bench.arena, &filled, &err));
    cr_expect_eq(err.code, ADM_LIMIT);
    cr_expect_null(filled);
    bench_close(&bench);
}

Test(jsonschema_fill, survives_the_end_of_memory) {
    struct bench bench;
    size_t failures = 0;
    bench_open(&bench, rows[4].schema, "{\"y\":{},\"z\":[]}");
    for (size_t limit = 0; limit < 10000; limit += 16) {
        ADM_AUTO(adm_arena_destroy) struct adm_arena small = {0};
        struct adm_error err = {0};
        const struct adm_node *filled = NULL;
        adm_arena_init(&small, limit);
        if (adm_jsonschema_fill(bench.program, bench.root, &small, &filled, &err))
            break;
        cr_assert_eq(err.code, ADM_MEMORY);
        failures++;
    }
    cr_expect_gt(failures, 10);
    bench_close(&bench);
}
