// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/place.h"

#include <criterion/criterion.h>

#include "core/error.h"

#define A16 "aaaaaaaaaaaaaaaa"
#define A64 A16 A16 A16 A16

static const struct {
    const char *key, *path;
    size_t len;
} rows[] = {
    {"plain-key_1", "plain-key_1[3]", 11},
    {"deployment.environment", "\"deployment.environment\"[3]", 22},
    {"a/b", "\"a/b\"[3]", 3},
    {"", "\"\"[3]", 0},
    {"gr\xC3\xBC\xC3\x9F", "\"gr\xC3\xBC\xC3\x9F\"[3]", 6},
    {A64, A64 "[3]", 64},
    {A64 "b", "\"" A64 "…\"[3]", 65},
    // Cut between runes.
    {"b" A16 A16 A16 "aaaaaaaaaaaaaa\xC3\xBC", "\"b" A16 A16 A16 "aaaaaaaaaaaaaa…\"[3]", 65},
    // More likely a broken line than a key.
    {"password hunter2", "…[3]", 16},
    {"a\"b", "…[3]", 3},
    {"a\nb", "…[3]", 3},
    {"a\0b", "…[3]", 3},
    {"\x1B[31m", "…[3]", 5},
    {"a\xE2\x80\x8B", "…[3]", 4}, // cannot be seen
    {"a\xFF", "…[3]", 2},
};

Test(place, writes_keys_and_indices) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
        adm_arena_init(&arena, 4096);
        const struct adm_node map = {.type = ADM_NODE_MAP}, list = {.type = ADM_NODE_LIST};
        const struct adm_member member = {.key = {rows[i].key, rows[i].len}};
        const struct adm_place root = {.node = &map};
        const struct adm_place child = {.parent = &root, .member = &member, .node = &list};
        const struct adm_place place = {.parent = &child, .node = &map, .index = 3};
        struct adm_str path = adm_place_path(&place, &arena);
        cr_expect(adm_str_is(path, rows[i].path), "row %zu: %.*s", i, ADM_STR_ARGS(path));
        cr_expect_eq(adm_place_path(&root, &arena).len, 0);
    }
}

Test(place, joins_with_dots) {
    ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
    adm_arena_init(&arena, 4096);
    const struct adm_node map = {.type = ADM_NODE_MAP};
    const struct adm_member first = {.key = ADM_STR("catalogs")}, second = {.key = ADM_STR("a.b")};
    const struct adm_place root = {.node = &map};
    const struct adm_place child = {.parent = &root, .member = &first, .node = &map};
    const struct adm_place place = {.parent = &child, .member = &second, .node = &map};
    cr_expect(adm_str_is(adm_place_path(&place, &arena), "catalogs.\"a.b\""));
}
