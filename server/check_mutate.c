// SPDX-License-Identifier: Apache-2.0
#include "server/check_mutate.h"

#include "server/diff_yaml.h"

// The rules read flat trees of the reader, so the result is written and read again.
static bool read_again(const struct adm_diff_tree *tree, const struct adm_json **out,
                       struct adm_error *err) {
    struct adm_text text;
    struct adm_writer w;
    struct adm_str json = {0};
    adm_text_init(&text, tree->arena);
    adm_writer_init(&w, &text);
    adm_diff_tree_write(tree, &w);
    ADM_TRY(adm_text_finish(&text, &json, err));
    return adm_json_parse_copy(json, tree->arena, out, err);
}

bool adm_check_mutate_apply(const struct adm_json *object, struct adm_str patch,
                            struct adm_arena *arena, struct adm_check_mutated *out,
                            struct adm_error *err) {
    const struct adm_json *operations = NULL;
    struct adm_check_mutated mutated = {0};
    ADM_TRY(adm_json_parse_copy(patch, arena, &operations, err));
    ADM_TRY(adm_diff_tree_make(object, arena, &mutated.tree, err));
    ADM_TRY(adm_diff_tree_apply(&mutated.tree, operations, err));
    ADM_TRY(read_again(&mutated.tree, &mutated.object, err));
    *out = mutated;
    return true;
}

bool adm_check_mutate_print(const struct adm_check_mutated *mutated, struct adm_str name,
                            bool colour, FILE *out) {
    struct adm_arena *arena = mutated->tree.arena;
    struct adm_diff_lines lines;
    if (!adm_diff_yaml_write(&mutated->tree, arena, &lines, NULL))
        return false;
    const struct adm_diff_lines_form form = {
        .indent = "    ",
        .before = name,
        .after = adm_text_format(arena, "%.*s, patched", ADM_STR_ARGS(name)),
        .colour = colour,
    };
    adm_diff_lines_print(&lines, &form, out);
    return true;
}
