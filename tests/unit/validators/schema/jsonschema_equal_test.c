// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_equal.h"

#include <criterion/criterion.h>

#include "validators/schema/jsonschema_tree.h"

static const struct {
    const char *a, *b;
    bool equal;
} rows[] = {
    {"1", "1.0", true},
    {"1", "true", false},
    {"0", "false", false},
    {"null", "false", false},
    {"\"a\"", "\"a\"", true},
    {"\"1\"", "1", false},
    {"[]", "{}", false},
    {"[1,2]", "[2,1]", false},
    {"[1,[2,{\"a\":null}]]", "[1.0,[2,{\"a\":null}]]", true},
    {"{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", true},
    {"{\"a\":1,\"b\":2}", "{\"a\":1,\"c\":2}", false},
    {"{\"a\":1}", "{\"a\":1,\"b\":2}", false},
    {"{\"a\":{\"x\":[1]}}", "{\"a\":{\"x\":[2]}}", false},
    {"\"a\\u0000b\"", "\"a\\u0000c\"", false},
};

static const struct adm_node *read(const char *text, struct adm_arena *arena) {
    const struct adm_node *node = NULL;
    cr_assert(adm_jsonschema_tree_read(adm_str_from(text), arena, &node, NULL), "%s", text);
    return node;
}

Test(jsonschema_equal, compares_values) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
        struct adm_jsonschema_budget budget = {1000};
        adm_arena_init(&arena, 1U << 20U);
        const struct adm_node *a = read(rows[i].a, &arena), *b = read(rows[i].b, &arena);
        cr_expect_eq(adm_jsonschema_equal_values(a, b, &budget), rows[i].equal, "%s", rows[i].a);
        cr_expect_eq(adm_jsonschema_equal_values(b, a, &budget), rows[i].equal, "%s", rows[i].a);
        cr_expect_gt(budget.left, 900);
    }
}

Test(jsonschema_equal, tells_wide_integers_apart_by_their_digits) {
    struct adm_jsonschema_budget budget = {1000};
    const struct adm_node a = {.type = ADM_NODE_INT,
                               .wide = true,
                               .number = 1e20,
                               .text = ADM_STR("100000000000000000000")};
    struct adm_node b = a;
    cr_expect(adm_jsonschema_equal_values(&a, &b, &budget));
    b.text = ADM_STR("100000000000000000001");
    cr_expect_not(adm_jsonschema_equal_values(&a, &b, &budget));
}

// A list of `count` small lists, all different but for the last and the one at `twin`.
static struct adm_node *many(struct adm_arena *arena, uint32_t count, uint32_t twin) {
    struct adm_node *list = adm_arena_array(arena, 1, sizeof *list);
    struct adm_member *members = adm_arena_array(arena, count, sizeof *members);
    for (uint32_t i = 0; i < count; i++) {
        struct adm_node *inner = adm_arena_array(arena, 1, sizeof *inner);
        struct adm_node *number = adm_arena_array(arena, 1, sizeof *number);
        struct adm_member *member = adm_arena_array(arena, 1, sizeof *member);
        uint32_t value = i + 1 == count ? twin : i;
        *number = (struct adm_node){
            .type = i % 2 == 0 ? ADM_NODE_INT : ADM_NODE_FLOAT, .integer = value, .number = value};
        member->value = number;
        *inner = (struct adm_node){.type = ADM_NODE_LIST, .count = 1, .children = member};
        members[i].value = inner;
    }
    *list = (struct adm_node){.type = ADM_NODE_LIST, .count = count, .children = members};
    return list;
}

Test(jsonschema_equal, finds_twins_without_comparing_all_pairs) {
    static const uint32_t counts[] = {2, 8, 9, 40, 50000};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
        struct adm_jsonschema_twins twins = {0};
        struct adm_jsonschema_budget budget = {500000};
        adm_arena_init(&arena, (size_t)64 << 20U);
        const struct adm_node *list = many(&arena, counts[i], counts[i] / 3);
        size_t used = arena.used;
        cr_assert(adm_jsonschema_equal_elements(list, &arena, &budget, &twins, NULL));
        cr_assert_gt(budget.left, 0);
        cr_expect_eq(twins.earlier, &list->children[counts[i] / 3]);
        cr_expect_eq(twins.later, &list->children[counts[i] - 1]);
        cr_expect_eq(arena.used, used);
        list = many(&arena, counts[i], counts[i]);
        cr_assert(adm_jsonschema_equal_elements(list, &arena, &budget, &twins, NULL));
        cr_expect_null(twins.earlier);
        cr_expect_null(twins.later);
    }
}

Test(jsonschema_equal, spends_no_more_than_the_budget) {
    ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
    struct adm_jsonschema_twins twins = {0};
    struct adm_jsonschema_budget budget = {100};
    adm_arena_init(&arena, (size_t)64 << 20U);
    const struct adm_node *list = many(&arena, 1000, 1000);
    cr_assert(adm_jsonschema_equal_elements(list, &arena, &budget, &twins, NULL));
    cr_expect_eq(budget.left, 0);
    budget.left = 3;
    cr_expect_not(adm_jsonschema_equal_values(list, many(&arena, 1000, 1000), &budget));
    cr_expect_eq(budget.left, 0);
}
