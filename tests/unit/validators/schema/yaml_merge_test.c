// SPDX-License-Identifier: Apache-2.0
// Merge keys as PyYAML has them: written keys win wherever they stand, of two `<<` the later, in a
// list the earlier.
#include <criterion/criterion.h>

#include "yaml_reading.h"

static void expect(const char *text, const char *codes, const char *tree) {
    struct yaml_reading r;
    yaml_reading_init(&r, adm_str_from(text));
    cr_expect_str_eq(yaml_reading_codes(&r), codes, "%s", text);
    cr_expect_str_eq(yaml_reading_tree(&r, false), tree, "%s: %s", text,
                     yaml_reading_tree(&r, false));
    cr_expect_str_eq(yaml_reading_flaw(&r), "", "%s", text);
    yaml_reading_destroy(&r);
}

Test(yaml_merge, written_keys_win_wherever_they_stand) {
    expect("{<<: {a: 1, b: 2}, a: 3}", "", "{a: 3, b: 2}");
    expect("{a: 3, <<: {a: 1, b: 2}}", "", "{a: 3, b: 2}");
    expect("{a: , <<: {a: 1}}", "", "{a: null}");
}

Test(yaml_merge, of_two_the_later_wins) {
    expect("{<<: {a: 1, b: 2}, <<: {b: 3, c: 4}}", "", "{b: 3, c: 4, a: 1}");
}

Test(yaml_merge, in_a_list_the_earlier_wins) {
    expect("{<<: [{a: 1, b: 2}, {b: 3, c: 4}]}", "", "{a: 1, b: 2, c: 4}");
    expect("{<<: [{a: 1}], <<: [{a: 2}, {a: 3}]}", "", "{a: 2}");
    expect("{<<: [], a: 1}", "", "{a: 1}");
    expect("{<<: {}}", "", "{}");
}

Test(yaml_merge, nests) {
    expect("x: &x {<<: &y {a: 1, b: 2}, a: 3}\nz: {<<: *x, c: 4}\ny: *y\n", "",
           "{x: {a: 3, b: 2}, z: {c: 4, a: 3, b: 2}, y: {a: 1, b: 2}}");
    expect("x: {<<: [{<<: {a: 1}}, {a: 2, b: 3}]}", "", "{x: {a: 1, b: 3}}");
}

Test(yaml_merge, merged_keys_are_no_second_ones) {
    expect("x: &x {a: 1}\ny: {<<: *x, <<: *x, a: 2}\n", "", "{x: {a: 1}, y: {a: 2}}");
    expect("y: {<<: {a: 1}, a: 2, a: 3}\n", "1:23 duplicate-key", "{y: {a: 2, a: 3}}");
    expect("{\"<<\": 1, '<<': 2}", "1:11 duplicate-key", "{<<: 1, <<: 2}");
    expect("{\"<<\": {a: 1}}", "", "{<<: {a: 1}}");
}

Test(yaml_merge, beside_a_quoted_one_and_an_empty_key) {
    expect("{<<: {a: 1}, \"\": 2}", "", "{: 2, a: 1}");
    expect("{\"\": 2, <<: {\"\": 1, a: 3}}", "", "{: 2, a: 3}");
    expect("{<<: {\"\": 1}}", "", "{: 1}");
    expect("{<<: {a: 1}, \"<<\": {b: 2}}", "", "{<<: {b: 2}, a: 1}");
    expect("{\"<<\": 2, <<: {\"<<\": 1, a: 3}}", "", "{<<: 2, a: 3}");
    expect("{\"\": 1, '': 2, <<: {a: 1}}", "1:9 duplicate-key", "{: 1, : 2, a: 1}");
}

Test(yaml_merge, only_maps_and_lists_of_maps) {
    expect("{<<: 1, a: 2}", "1:6 merge", "{a: 2}");
    expect("<<:\na: 2\n", "1:1 merge", "{a: 2}");
    expect("{<<: [{a: 1}, 2], b: 3}", "1:6 merge", "{b: 3}");
    expect("{<<: [[{a: 1}]]}", "1:6 merge", "{}");
    expect("x: &x 1\ny: {<<: *x}\n", "2:9 merge", "{x: 1, y: {}}");
    expect("{<<: *x}", "1:6 unknown-anchor", "{}");
    expect("x: &x {<<: *x}", "1:12 recursive-alias", "{x: {}}");
}

// A large map: more keys than are compared one by one.
Test(yaml_merge, of_many_keys) {
    struct adm_arena arena;
    struct adm_text text;
    struct adm_str all = {0};
    adm_arena_init(&arena, 1 << 20);
    adm_text_init(&text, &arena);
    adm_text_append_c(&text, "base: &base\n");
    for (int i = 0; i < 100; i++)
        adm_text_printf(&text, "  k%d: %d\n", i, i);
    adm_text_append_c(&text, "other:\n  k7: x\n  <<: *base\n  new: y\n");
    cr_assert(adm_text_finish(&text, &all, NULL));
    struct yaml_reading r;
    yaml_reading_init(&r, all);
    cr_expect_str_eq(yaml_reading_codes(&r), "");
    const struct adm_node *other = adm_yaml_tree_get(r.document.root, "other");
    cr_expect_eq(other->count, 101);
    cr_expect(adm_str_is(adm_yaml_tree_get(other, "k7")->text, "x"));
    cr_expect_eq(adm_yaml_tree_get(other, "k99")->integer, 99);
    // In reading order, what is merged last.
    cr_expect(adm_str_is(other->children[1].key, "new"));
    cr_expect(adm_str_is(other->children[2].key, "k0"));
    yaml_reading_destroy(&r);
    adm_arena_destroy(&arena);
}
