// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/yaml_tree.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "yaml_reading.h"

Test(yaml_tree, finds_keys) {
    struct yaml_reading r;
    yaml_reading_init(&r,
                      ADM_STR("a: 1\na-long-key-of-more-than-eight: {b: x}\n\"\": e\n12345: n\n"));
    const struct adm_node *root = r.document.root;
    const struct adm_node *inner = adm_yaml_tree_get(root, "a-long-key-of-more-than-eight");
    cr_expect(adm_yaml_tree_is(inner, ADM_NODE_MAP));
    cr_expect(adm_str_is(adm_yaml_tree_text(adm_yaml_tree_get(inner, "b")), "x"));
    cr_expect(adm_str_is(adm_yaml_tree_text(adm_yaml_tree_get(root, "")), "e"));
    cr_expect_null(adm_yaml_tree_get(root, "A"));
    cr_expect_null(adm_yaml_tree_get(adm_yaml_tree_get(root, "a"), "b"));
    cr_expect_null(adm_yaml_tree_get(NULL, "a"));
    cr_expect_null(adm_yaml_tree_find(NULL, ADM_STR("a")));
    cr_expect_eq(adm_yaml_tree_find(root, ADM_STR("a")), &root->children[0]);
    cr_expect_eq(adm_yaml_tree_text(adm_yaml_tree_get(root, "a")).len, 0);
    cr_expect(!adm_yaml_tree_is(NULL, ADM_NODE_NULL));
    yaml_reading_destroy(&r);
}

// Every length has a path of its own through the hash; none may read beyond the key.
Test(yaml_tree, hashes_keys_of_every_length) {
    char key[40];
    uint32_t seen[sizeof key];
    for (size_t len = 0; len < sizeof key; len++) {
        char *exact = malloc(len == 0 ? 1 : len);
        if (exact == NULL)
            return;
        memset(exact, 'a', len);
        seen[len] = adm_yaml_tree_hash((struct adm_str){exact, len});
        memset(key, 'a', sizeof key);
        cr_expect_eq(adm_yaml_tree_hash((struct adm_str){key, len}), seen[len]);
        for (size_t i = 0; i < len; i++) {
            exact[i] = 'b';
            cr_expect_neq(adm_yaml_tree_hash((struct adm_str){exact, len}), seen[len], "%zu", i);
            exact[i] = 'a';
        }
        for (size_t shorter = 0; shorter < len; shorter++)
            cr_expect_neq(seen[shorter], seen[len]);
        free(exact);
    }
}

Test(yaml_tree, positions_and_lines) {
    static const char text[] = "a: \xC3\xA9x\r\n\xF0\x9F\x98\x80: 123456789\rlast";
    struct yaml_reading r;
    yaml_reading_init(&r, (struct adm_str){text, sizeof text - 1});
    static const struct {
        uint32_t offset, line, column;
    } rows[] = {{0, 1, 1},  {3, 1, 4},   {5, 1, 5},  {6, 1, 6}, {8, 2, 1},
                {12, 2, 2}, {23, 2, 13}, {24, 3, 1}, {28, 3, 5}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_position at = adm_yaml_tree_position(&r.document, rows[i].offset);
        cr_expect(at.line == rows[i].line && at.column == rows[i].column, "%u: %u:%u",
                  rows[i].offset, at.line, at.column);
    }
    cr_expect(adm_str_is(adm_yaml_tree_line(&r.document, 1), "a: \xC3\xA9x"));
    cr_expect(adm_str_is(adm_yaml_tree_line(&r.document, 3), "last"));
    cr_expect_eq(adm_yaml_tree_line(&r.document, 0).len, 0);
    cr_expect_eq(adm_yaml_tree_line(&r.document, 4).len, 0);
    const struct adm_document none = {.text = ADM_STR("x")};
    cr_expect_eq(adm_yaml_tree_position(&none, 1).line, 1);
    yaml_reading_destroy(&r);
}
