// SPDX-License-Identifier: Apache-2.0
// Keys that whoever wrote the text made to collide: they are hashed again or, where that is no
// help, sorted; the findings are the same.
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "validators/schema/yaml_map.h"
#include "yaml_reading.h"

// So many keys for a table of 128 places, of which they all want the first: more steps than eight
// for each.
enum { KEYS = 40, PLACES = 128, KEY_MAX = 16 };

// Keys that collide by the first hash, or (`twice`) by both.
static void find_keys(bool twice, char keys[KEYS][KEY_MAX]) {
    size_t found = 0;
    for (unsigned i = 0; found < KEYS; i++) {
        snprintf(keys[found], KEY_MAX, "k%u", i);
        struct adm_str key = adm_str_from(keys[found]);
        if (adm_yaml_tree_hash(key) % PLACES == 0 &&
            (!twice || adm_yaml_map_rehash(key) % PLACES == 0))
            found++;
    }
}

static struct adm_str text_of(struct adm_arena *arena, bool twice, const char *head,
                              const char *before, const char *after) {
    static char keys[KEYS][KEY_MAX];
    struct adm_text text;
    struct adm_str all = {0};
    find_keys(twice, keys);
    adm_text_init(&text, arena);
    adm_text_append_c(&text, head);
    for (size_t i = 0; i < KEYS; i++)
        adm_text_printf(&text, "  %s: %zu\n", keys[i], i);
    adm_text_printf(&text, "%s%s: own\n%s", before, keys[7], after);
    cr_assert(adm_text_finish(&text, &all, NULL));
    return all;
}

static void expect_second_key_found(bool twice) {
    struct adm_arena arena;
    struct yaml_reading r;
    adm_arena_init(&arena, 1 << 20);
    yaml_reading_init(&r, text_of(&arena, twice, "a:\n", "  ", ""));
    cr_expect_str_eq(yaml_reading_codes(&r), "42:3 duplicate-key");
    yaml_reading_destroy(&r);
    yaml_reading_init(&r, text_of(&arena, twice, "a:\n", "  own_", ""));
    cr_expect_str_eq(yaml_reading_codes(&r), "");
    const struct adm_node *a = adm_yaml_tree_get(r.document.root, "a");
    cr_assert_eq(a->count, KEYS + 1);
    for (uint32_t i = 0; i < a->count; i++)
        cr_expect_eq(adm_yaml_tree_find(a, a->children[i].key), &a->children[i]);
    cr_expect_null(adm_yaml_tree_get(a, "k"));
    yaml_reading_destroy(&r);
    adm_arena_destroy(&arena);
}

Test(yaml_map, finds_a_second_key_among_colliding_ones) {
    expect_second_key_found(false);
    expect_second_key_found(true);
}

static void expect_merged(bool twice) {
    struct adm_arena arena;
    struct yaml_reading r;
    adm_arena_init(&arena, 1 << 20);
    yaml_reading_init(&r, text_of(&arena, twice, "a: &a\n", "b:\n  ", "  <<: *a\n"));
    cr_expect_str_eq(yaml_reading_codes(&r), "");
    const struct adm_node *b = adm_yaml_tree_get(r.document.root, "b");
    cr_assert_not_null(b);
    cr_expect_eq(b->count, KEYS);
    cr_expect(adm_str_is(b->children[0].value->text, "own"));
    cr_expect_eq(b->children[8].value->integer, 8);
    cr_expect_eq(b->children[KEYS - 1].value->integer, KEYS - 1);
    yaml_reading_destroy(&r);
    adm_arena_destroy(&arena);
}

Test(yaml_map, merges_colliding_keys) {
    expect_merged(false);
    expect_merged(true);
}

// A map of many keys is looked up in by hash, the others key by key.
Test(yaml_map, finds_each_key_of_large_and_small_maps) {
    static const unsigned counts[] = {0, 1, 16, 17, 64, 4096};
    for (size_t row = 0; row < sizeof counts / sizeof *counts; row++) {
        struct adm_arena arena;
        struct adm_text text;
        struct adm_str all = {0};
        struct yaml_reading r;
        adm_arena_init(&arena, 1 << 20);
        adm_text_init(&text, &arena);
        adm_text_append_c(&text, "{");
        for (unsigned i = 0; i < counts[row]; i++)
            adm_text_printf(&text, "key%u: %u, ", i, i);
        adm_text_append_c(&text, "}");
        cr_assert(adm_text_finish(&text, &all, NULL));
        yaml_reading_init(&r, all);
        const struct adm_node *root = r.document.root;
        cr_assert_not_null(root);
        cr_expect_eq(root->count, counts[row]);
        for (uint32_t i = 0; i < root->count; i++)
            cr_expect_eq(adm_yaml_tree_find(root, root->children[i].key), &root->children[i]);
        cr_expect_null(adm_yaml_tree_get(root, "key4096"));
        cr_expect_null(adm_yaml_tree_get(root, ""));
        yaml_reading_destroy(&r);
        adm_arena_destroy(&arena);
    }
}
