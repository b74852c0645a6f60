// SPDX-License-Identifier: Apache-2.0
#include "validators/credential_template.h"

#include <criterion/criterion.h>

struct row {
    const char *text, *rendered; // NULL: nothing comes out of literals alone
};

static bool render(const char *text, unsigned reading, struct adm_arena *arena,
                   struct adm_str *out) {
    adm_arena_init(arena, (size_t)1024 * 1024);
    cr_assert(adm_credential_template_render(adm_str_from(text), reading, arena, out, NULL));
    return out->data != NULL;
}

static void check(const struct row *rows, size_t count, unsigned reading) {
    for (size_t i = 0; i < count; i++) {
        struct adm_arena arena;
        struct adm_str out = {0};
        bool any = render(rows[i].text, reading, &arena, &out);
        cr_expect_eq(any, rows[i].rendered != NULL, "%s", rows[i].text);
        if (any && rows[i].rendered != NULL)
            cr_expect(adm_str_is(out, rows[i].rendered), "%s: %.*s", rows[i].text,
                      ADM_STR_ARGS(out));
        adm_arena_destroy(&arena);
    }
}

Test(credential_template, renders_what_is_literal) {
    static const struct row rows[] = {
        {"plain", NULL},
        {"{{ .password }}", NULL},
        {"a{{ .x }}b{{ $y }}", NULL},
        {"{{ index . \"password\" }}", NULL},
        {"{{ printf \"user=%s\" .user }}", "user={{.}}"},
        {"{{", NULL},
        {"{{ \"a\"", NULL},
        {"{{ \"abc\" }}", "abc"},
        {"x{{ \"abc\" }}y{{ .z }}", "xabcy{{ .z }}"},
        {"{{ `abc` | upper }}", "abc"},
        {"{{ \"YWJjZGU=\" | b64dec }}", "abcde"},
        {"{{ printf \"%s-%s\" \"ab\" \"cd\" }}", "ab-cd"},
        {"{{ printf \"%s%s\" \"YWJj\" \"ZGU=\" | b64dec }}", "abcde"},
        {"{{ print \"ab\" \"cd\" }}", "abcd"},
        {"{{ join \"\" (list \"ab\" \"cd\") }}", "abcd"},
        {"{{ list \"ab\" \"cd\" | join \"\" }}", "abcd"},
        {"{{ nospace \"a b c\" }}", "abc"},
        {"{{ \"cba\" | reverse }}", "abc"},
        {"{{ $x := \"abc\" }}{{ $x }}", "abc"},
        {"{{- $x := `abc` -}}{{- $x -}}", "abc"},
        {"{{ $x := .p }}{{ $x = \"abc\" }}{{ $x }}", "abc"},
        {"{{ $x := .p }}{{ $x }}", "{{ $x }}"},
        {"{{ with \"abc\" }}{{ . }}{{ end }}{{ . }}", "abc{{ . }}"},
        {"{{ range list \"abc\" }}{{ . }}{{ end }}", "abc"},
        {"{{ with .p }}{{ . }}{{ end }}", "{{ . }}"},
        {"{{ if .a }}abc{{ else }}x{{ end }}", "abc"},
        {"{{ index . \"password\" }}{{ get .c \"b\" }}", NULL},
        {"{{ index (list \"abc\") 0 }}", "abc"},
        {"{{ tpl \"abc\" . }}{{ tpl \"{{ .p }}\" . }}", "abc{{ .p }}"},
        {"{{ or .p \"abc\" }}{{ coalesce .p \"de\" }}{{ and .p \"f\" }}", "abcdef"},
        {"{{ .p | default \"abc\" }}{{ .p | default \"\" }}", "abc{{ .p | default \"\" }}"},
        {"{{ printf \"abc%.0s\" .p }}", "abc{{.}}"},
        {"{{ .p | printf \"%s%s\" \"abc\" }}", "abc{{.}}"},
        {"{{ .p | replace \"x\" \"Xk9fTq2vLm7w\" }}", "Xk9fTq2vLm7w"},
        {"{{ .p | replace \"-\" \"_\" }}", NULL},
        {"{{ eq .env \"prod\" | ternary .a .b }}", NULL},
        {"{{ now | date \"2006-01-02\" }}", NULL},
        {"{{/* it's \"abc\" }} */}}x", "x"},
    };
    check(rows, sizeof rows / sizeof *rows, 0);
}

Test(credential_template, reads_the_other_branch) {
    static const struct row rows[] = {
        {"{{ if .a }}abc{{ end }}", NULL},
        {"{{ if .a }}x{{ else }}abc{{ end }}d", "abcd"},
        {"{{ if .a }}{{ if .b }}x{{ end }}y{{ else if .c }}abc{{ end }}", "abc"},
    };
    check(rows, sizeof rows / sizeof *rows, ADM_CREDENTIAL_TEMPLATE_ELSE);
}

Test(credential_template, reads_the_longest_literal_alone) {
    static const struct row rows[] = {
        {"{{ \"abc\" }}", NULL},
        {"{{ splitList \",\" \"a,bcd\" | last }}", "a,bcd"},
        {"{{ (dict \"a\" \"bcd\").a }}", "bcd"},
        {"{{ (fromJson `{\"a\":\"bcd\"}`).a }}", "bcd"},
    };
    check(rows, sizeof rows / sizeof *rows, ADM_CREDENTIAL_TEMPLATE_ALONE);
}

// The work is linear in the text, however many actions do not close.
Test(credential_template, ends_soon) {
    enum { LEN = 200000 };
    struct adm_arena arena;
    struct adm_str out = {0};
    adm_arena_init(&arena, (size_t)64 * 1024 * 1024);
    char *text = adm_arena_alloc(&arena, LEN);
    cr_assert(text != NULL);
    for (size_t i = 0; i < LEN; i++)
        text[i] = '{';
    cr_assert(adm_credential_template_render((struct adm_str){text, LEN}, 0, &arena, &out, NULL));
    cr_expect(out.data == NULL);
    adm_arena_destroy(&arena);
}
