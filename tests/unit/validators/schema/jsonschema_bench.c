// SPDX-License-Identifier: Apache-2.0
#include "jsonschema_bench.h"

#include <criterion/criterion.h>
#include <stdio.h>

static const char *const keywords[] = {
    [ADM_KEYWORD_FALSE] = "false",
    [ADM_KEYWORD_TYPE] = "type",
    [ADM_KEYWORD_ENUM] = "enum",
    [ADM_KEYWORD_CONST] = "const",
    [ADM_KEYWORD_MULTIPLE_OF] = "multipleOf",
    [ADM_KEYWORD_MAXIMUM] = "maximum",
    [ADM_KEYWORD_EXCLUSIVE_MAXIMUM] = "exclusiveMaximum",
    [ADM_KEYWORD_MINIMUM] = "minimum",
    [ADM_KEYWORD_EXCLUSIVE_MINIMUM] = "exclusiveMinimum",
    [ADM_KEYWORD_MAX_LENGTH] = "maxLength",
    [ADM_KEYWORD_MIN_LENGTH] = "minLength",
    [ADM_KEYWORD_PATTERN] = "pattern",
    [ADM_KEYWORD_FORMAT] = "format",
    [ADM_KEYWORD_MAX_ITEMS] = "maxItems",
    [ADM_KEYWORD_MIN_ITEMS] = "minItems",
    [ADM_KEYWORD_UNIQUE_ITEMS] = "uniqueItems",
    [ADM_KEYWORD_CONTAINS] = "contains",
    [ADM_KEYWORD_MAX_CONTAINS] = "maxContains",
    [ADM_KEYWORD_MAX_PROPERTIES] = "maxProperties",
    [ADM_KEYWORD_MIN_PROPERTIES] = "minProperties",
    [ADM_KEYWORD_REQUIRED] = "required",
    [ADM_KEYWORD_DEPENDENT_REQUIRED] = "dependentRequired",
    [ADM_KEYWORD_PROPERTY_NAMES] = "propertyNames",
    [ADM_KEYWORD_ADDITIONAL_PROPERTIES] = "additionalProperties",
    [ADM_KEYWORD_UNEVALUATED_PROPERTIES] = "unevaluatedProperties",
    [ADM_KEYWORD_ADDITIONAL_ITEMS] = "items",
    [ADM_KEYWORD_UNEVALUATED_ITEMS] = "unevaluatedItems",
    [ADM_KEYWORD_ANY_OF] = "anyOf",
    [ADM_KEYWORD_ONE_OF] = "oneOf",
    [ADM_KEYWORD_NOT] = "not",
};

void bench_open(struct bench *bench, const char *schema, const char *instance) {
    struct adm_error err = {0};
    *bench = (struct bench){.run = {.arena = &bench->arena, .limit = 100}};
    adm_arena_init(&bench->arena, (size_t)64 << 20U);
    cr_assert(adm_jsonschema_new(adm_str_from(schema), NULL, &bench->program, &err), "%s: %s",
              schema, err.message);
    cr_assert(adm_jsonschema_tree_read(adm_str_from(instance), &bench->arena, &bench->root, &err),
              "%s: %s", instance, err.message);
}

void bench_run(struct bench *bench) {
    struct adm_error err = {0};
    cr_assert(adm_jsonschema_validate(bench->program, bench->root, &bench->run, &err), "%s",
              err.message);
}

static void append_member(struct adm_text *text, const struct adm_violation *violation,
                          const char *name, const struct adm_member *member) {
    const struct adm_node *node = violation->place->node;
    if (member == NULL)
        return;
    cr_assert(member >= node->children && member < node->children + node->count);
    if (node->type == ADM_NODE_MAP)
        adm_text_printf(text, " %s=%.*s", name, ADM_STR_ARGS(member->key));
    else
        adm_text_printf(text, " %s=%d", name, (int)(member - node->children));
}

const char *bench_violations(struct bench *bench) {
    struct adm_text text;
    struct adm_str result = {0};
    adm_text_init(&text, &bench->arena);
    for (size_t i = 0; i < bench->run.count; i++) {
        const struct adm_violation *violation = &bench->run.violations[i];
        struct adm_str path = adm_place_path(violation->place, &bench->arena);
        cr_assert_not_null(violation->schema);
        adm_text_printf(&text, "%s%s@%.*s", i == 0 ? "" : "; ", keywords[violation->keyword],
                        ADM_STR_ARGS(path));
        if (violation->missing.len > 0)
            adm_text_printf(&text, " missing=%.*s", ADM_STR_ARGS(violation->missing));
        append_member(&text, violation, "member", violation->member);
        append_member(&text, violation, "other", violation->other);
        if (violation->too_complex)
            adm_text_append_c(&text, " too-complex");
    }
    cr_assert(adm_text_finish(&text, &result, NULL));
    cr_assert_eq(bench->run.valid, bench->run.count == 0);
    return result.data;
}

void bench_close(struct bench *bench) {
    adm_jsonschema_free(bench->program);
    adm_arena_destroy(&bench->arena);
}

void bench_judge(const char *schema, const char *instance, char *out, size_t size) {
    struct bench bench;
    bench_open(&bench, schema, instance);
    bench_run(&bench);
    snprintf(out, size, "%s", bench_violations(&bench));
    bench_close(&bench);
}

void bench_refusal(const char *schema, struct adm_error *err) {
    struct adm_jsonschema *program = NULL;
    cr_assert_not(adm_jsonschema_new(adm_str_from(schema), NULL, &program, err), "%s", schema);
    cr_assert_null(program);
}
