// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>

#include "jsonschema_bench.h"

static const char schema[] =
    "{\"title\":\"file\",\"description\":\"all of it\",\"x-floe-code\":\"c\",\"required\":[\"a\"],"
    "\"examples\":[7,8],\"properties\":{"
    "\"b\":{\"type\":[\"integer\",\"null\"],\"minimum\":1,\"default\":5},"
    "\"a\":{\"$ref\":\"#/$defs/a\",\"title\":\"here\"},"
    "\"l\":{\"items\":{\"const\":3}}},"
    "\"additionalProperties\":{\"enum\":[\"x\",\"y\"]},"
    "\"$defs\":{\"a\":{\"$ref\":\"#/$defs/z\"},\"z\":{\"title\":\"there\",\"type\":\"object\","
    "\"pattern\":\"^a\",\"properties\":{\"deep\":{\"title\":\"deep\"}},"
    "\"additionalProperties\":false}}}";

Test(jsonschema_view, says_what_a_schema_says) {
    struct bench bench;
    size_t count = 0;
    bench_open(&bench, schema, "1");
    const struct adm_schema *root = adm_jsonschema_root(bench.program);
    const struct adm_schema *b = adm_jsonschema_child(root, ADM_STR("b"));
    const struct adm_str *names = adm_jsonschema_properties(root, &count);
    cr_expect(adm_str_is(adm_jsonschema_title(root), "file"));
    cr_expect(adm_str_is(adm_jsonschema_description(root), "all of it"));
    cr_expect(adm_str_is(adm_jsonschema_extra(root, "x-floe-code")->text, "c"));
    cr_expect_null(adm_jsonschema_extra(root, "x-floe-other"));
    cr_expect_eq(adm_jsonschema_example(root)->integer, 7);
    cr_expect(adm_jsonschema_requires(root, ADM_STR("a")));
    cr_expect_not(adm_jsonschema_requires(root, ADM_STR("b")));
    cr_assert_eq(count, 3);
    cr_expect(adm_str_is(names[0], "b") && adm_str_is(names[1], "a") && adm_str_is(names[2], "l"));
    cr_expect_eq(adm_jsonschema_types(b), 1U << ADM_NODE_INT | 1U << ADM_NODE_NULL);
    cr_expect_eq(adm_jsonschema_number(b, "minimum")->integer, 1);
    cr_expect_null(adm_jsonschema_number(b, "type"));
    cr_expect_eq(adm_jsonschema_default(b)->integer, 5);
    cr_expect_null(adm_jsonschema_choices(b));
    bench_close(&bench);
}

Test(jsonschema_view, follows_references) {
    struct bench bench;
    bench_open(&bench, schema, "1");
    const struct adm_schema *root = adm_jsonschema_root(bench.program);
    const struct adm_schema *a = adm_jsonschema_child(root, ADM_STR("a"));
    const struct adm_schema *list = adm_jsonschema_child(root, ADM_STR("l"));
    const struct adm_schema *other = adm_jsonschema_child(root, ADM_STR("other"));
    cr_expect(adm_str_is(adm_jsonschema_title(a), "here"));
    cr_expect(adm_str_is(adm_jsonschema_title(adm_jsonschema_target(a)), "there"));
    cr_expect(adm_str_is(adm_jsonschema_pattern(adm_jsonschema_target(a)), "^a"));
    cr_expect_eq(adm_jsonschema_types(a), 0);
    cr_expect(adm_str_is(adm_jsonschema_title(adm_jsonschema_child(a, ADM_STR("deep"))), "deep"));
    cr_expect_null(adm_jsonschema_child(a, ADM_STR("none")));
    cr_expect_eq(adm_jsonschema_choices(adm_jsonschema_items(list))->children[0].value->integer, 3);
    cr_expect_eq(adm_jsonschema_choices(other)->count, 2);
    cr_expect_null(adm_jsonschema_items(root));
    bench_close(&bench);
}

Test(jsonschema_view, of_nothing_is_nothing) {
    size_t count = 1;
    cr_expect_eq(adm_jsonschema_title(NULL).len, 0);
    cr_expect_eq(adm_jsonschema_description(NULL).len, 0);
    cr_expect_eq(adm_jsonschema_pattern(NULL).len, 0);
    cr_expect_null(adm_jsonschema_extra(NULL, "x-floe-code"));
    cr_expect_null(adm_jsonschema_default(NULL));
    cr_expect_null(adm_jsonschema_example(NULL));
    cr_expect_null(adm_jsonschema_choices(NULL));
    cr_expect_null(adm_jsonschema_number(NULL, "minimum"));
    cr_expect_null(adm_jsonschema_properties(NULL, &count));
    cr_expect_eq(count, 0);
    cr_expect_eq(adm_jsonschema_types(NULL), 0);
    cr_expect_not(adm_jsonschema_requires(NULL, ADM_STR("a")));
    cr_expect_null(adm_jsonschema_child(NULL, ADM_STR("a")));
    cr_expect_null(adm_jsonschema_items(NULL));
    cr_expect_null(adm_jsonschema_target(NULL));
}
