// SPDX-License-Identifier: Apache-2.0
// Keys that whoever wrote the text made to collide: they are sorted instead of hashed, and the
// findings are the same.
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "yaml_reading.h"

// So many keys for a table of 512 places, of which they all want the first: more steps than eight
// for each.
enum { KEYS = 200, PLACES = 512, KEY_MAX = 16 };

static void find_keys(char keys[KEYS][KEY_MAX]) {
    size_t found = 0;
    for (unsigned i = 0; found < KEYS; i++) {
        snprintf(keys[found], KEY_MAX, "k%u", i);
        if (adm_yaml_tree_hash(adm_str_from(keys[found])) % PLACES == 0)
            found++;
    }
}

static struct adm_str text_of(struct adm_arena *arena, const char *head, const char *before,
                              const char *after) {
    static char keys[KEYS][KEY_MAX];
    struct adm_text text;
    struct adm_str all = {0};
    find_keys(keys);
    adm_text_init(&text, arena);
    adm_text_append_c(&text, head);
    for (size_t i = 0; i < KEYS; i++)
        adm_text_printf(&text, "  %s: %zu\n", keys[i], i);
    adm_text_printf(&text, "%s%s: own\n%s", before, keys[7], after);
    cr_assert(adm_text_finish(&text, &all, NULL));
    return all;
}

Test(yaml_map, finds_a_second_key_among_colliding_ones) {
    struct adm_arena arena;
    struct yaml_reading r;
    adm_arena_init(&arena, 1 << 20);
    yaml_reading_init(&r, text_of(&arena, "a:\n", "  ", ""));
    cr_expect_str_eq(yaml_reading_codes(&r), "202:3 duplicate-key");
    yaml_reading_destroy(&r);
    yaml_reading_init(&r, text_of(&arena, "a:\n", "  own_", ""));
    cr_expect_str_eq(yaml_reading_codes(&r), "");
    yaml_reading_destroy(&r);
    adm_arena_destroy(&arena);
}

Test(yaml_map, merges_colliding_keys) {
    struct adm_arena arena;
    struct yaml_reading r;
    adm_arena_init(&arena, 1 << 20);
    yaml_reading_init(&r, text_of(&arena, "a: &a\n", "b:\n  ", "  <<: *a\n"));
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
