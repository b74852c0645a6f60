// SPDX-License-Identifier: Apache-2.0
#include "server/diff_lines.h"

#include <criterion/criterion.h>
#include <stdlib.h>

// Each character of `signs` is a line, whose text is its place: "a", "b", …
static char *printed(const char *signs, bool colour) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    struct adm_arena arena;
    struct adm_diff_lines lines;
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    adm_arena_init(&arena, 1 << 20);
    adm_diff_lines_init(&lines, &arena);
    for (size_t i = 0; signs[i] != '\0'; i++)
        adm_diff_lines_add(&lines, signs[i], (struct adm_str){letters + i, 1});
    cr_assert(!lines.failed);
    const struct adm_diff_lines_form form = {"> ", ADM_STR("x"), ADM_STR("y"), colour};
    adm_diff_lines_print(&lines, &form, out);
    fclose(out);
    adm_arena_destroy(&arena);
    return text;
}

Test(diff_lines, hunks_have_three_lines_around_and_join_where_they_touch) {
    static const struct {
        const char *signs, *want;
    } rows[] = {
        {"", ""},
        {"    ", ""},
        {"+", "> --- x\n> +++ y\n> @@ -0,0 +1,1 @@\n> +a\n"},
        {"-", "> --- x\n> +++ y\n> @@ -1,1 +0,0 @@\n> -a\n"},
        {" -+ ", "> --- x\n> +++ y\n> @@ -1,3 +1,3 @@\n>  a\n> -b\n> +c\n>  d\n"},
        {"     +     ",
         "> --- x\n> +++ y\n> @@ -3,6 +3,7 @@\n>  c\n>  d\n>  e\n> +f\n>  g\n>  h\n>  i\n"},
        // Six lines between: their contexts touch.
        {"+      +",
         "> --- x\n> +++ y\n> @@ -1,6 +1,8 @@\n> +a\n>  b\n>  c\n>  d\n>  e\n>  f\n>  g\n"
         "> +h\n"},
        // Seven: they do not.
        {"+       -", "> --- x\n> +++ y\n> @@ -1,3 +1,4 @@\n> +a\n>  b\n>  c\n>  d\n"
                      "> @@ -5,4 +6,3 @@\n>  f\n>  g\n>  h\n> -i\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *got = printed(rows[i].signs, false);
        cr_expect_str_eq(got, rows[i].want, "row %zu: %s", i, got);
        free(got);
    }
}

Test(diff_lines, colour_goes_around_what_changed) {
    char *got = printed(" +-", true);
    cr_expect_str_eq(got, "> \033[1m--- x\033[0m\n> \033[1m+++ y\033[0m\n"
                          "> \033[36m@@ -1,2 +1,2 @@\033[0m\n>  a\n> \033[32m+b\033[0m\n"
                          "> \033[31m-c\033[0m\n");
    free(got);
}

Test(diff_lines, want_of_memory_is_remembered) {
    struct adm_arena arena;
    struct adm_diff_lines lines;
    adm_arena_init(&arena, 16);
    adm_diff_lines_init(&lines, &arena);
    adm_diff_lines_add(&lines, ' ', ADM_STR("a"));
    cr_expect(lines.failed && lines.count == 0);
    adm_arena_destroy(&arena);
}
