// SPDX-License-Identifier: Apache-2.0
// docs/diagnostics.md knows every code that the sources and the schemas have, and no other.
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "explain_judge.h"

enum { CODES_MAX = 512, CODE_MAX = 64 };

struct codes {
    char items[CODES_MAX][CODE_MAX];
    size_t count;
};

static bool has(const struct codes *codes, const char *code) {
    for (size_t i = 0; i < codes->count; i++)
        if (strcmp(codes->items[i], code) == 0)
            return true;
    return false;
}

static void add(struct codes *codes, const char *at, size_t len) {
    char code[CODE_MAX];
    cr_assert(len > 0 && len < CODE_MAX, "%.20s", at);
    memcpy(code, at, len);
    code[len] = '\0';
    if (has(codes, code))
        return;
    cr_assert_lt(codes->count, CODES_MAX);
    memcpy(codes->items[codes->count++], code, len + 1);
}

// The code that follows `head`, wherever that occurs.
static void find(const char *text, const char *head, struct codes *codes) {
    for (const char *at = strstr(text, head); at != NULL; at = strstr(at, head)) {
        at += strlen(head);
        size_t len = strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789-");
        if (len > 0 && strchr("\"`], \n", at[len]) != NULL)
            add(codes, at, len);
    }
}

// In the sources a literal of words with `-` between them is a code, or one of these.
static void find_literals(const char *text, struct codes *codes) {
    static const char *const others[] = {"us-east-1", "json-pointer"};
    for (const char *at = strchr(text, '"'); at != NULL; at = strchr(at + 1, '"')) {
        size_t len = strspn(at + 1, "abcdefghijklmnopqrstuvwxyz0123456789-");
        struct adm_str word = {at + 1, len};
        bool code = at[len + 1] == '"' && adm_str_index(word, '-') < len && len > 2 &&
                    word.data[0] >= 'a' && !adm_str_starts(word, "x-floe-");
        for (size_t i = 0; i < sizeof others / sizeof *others; i++)
            code = code && !adm_str_is(word, others[i]);
        if (code)
            add(codes, word.data, len);
    }
}

static bool is_wanted(const char *name, const char *prefix, const char *ending) {
    size_t len = strlen(name);
    return strncmp(name, prefix, strlen(prefix)) == 0 && len > strlen(ending) &&
           strcmp(name + len - strlen(ending), ending) == 0;
}

struct source {
    const char *folder, *prefix, *ending;
    const char *heads[3]; // NULL: literals
};

static void read_source(const struct source *source, struct codes *codes) {
    DIR *all = opendir(source->folder);
    cr_assert_not_null(all, "%s", source->folder);
    for (struct dirent *entry = readdir(all); entry != NULL; entry = readdir(all)) {
        char path[4096];
        size_t len = 0;
        if (!is_wanted(entry->d_name, source->prefix, source->ending))
            continue;
        snprintf(path, sizeof path, "%s/%s", source->folder, entry->d_name);
        char *text = explain_judge_file(path, &len);
        if (source->heads[0] == NULL)
            find_literals(text, codes);
        for (size_t i = 0; source->heads[i] != NULL; i++)
            find(text, source->heads[i], codes);
        free(text);
    }
    closedir(all);
}

Test(explain_docs, documents_every_code) {
    static const struct source sources[] = {
        {ADM_ROOT "/validators/schema", "explain", ".c", {NULL}},
        {ADM_ROOT "/validators/schema", "yaml", ".c", {NULL}},
        {ADM_ROOT "/validators/schema", "platform_", ".c", {NULL}},
        {ADM_ROOT "/validators/schema", "", ".c", {".code = \"", "->code = \"", NULL}},
        {ADM_ROOT "/validators/schema", "yaml_words", ".c", {"] = {\"", NULL}},
        {ADM_ROOT "/schemas/environments", "", ".json", {"\"x-floe-code\": \"", NULL}},
        {ADM_FIXTURES "/diagnostics", "", ".txt", {": error[", ": warning[", NULL}},
        {ADM_FIXTURES "/platform-file", "", ".yaml", {"#! ", "#? ", NULL}},
    };
    static struct codes used, documented;
    size_t len = 0;
    used.count = documented.count = 0;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        read_source(&sources[i], &used);
    char *docs = explain_judge_file(ADM_ROOT "/docs/diagnostics.md", &len);
    find(docs, "\n### `", &documented);
    free(docs);
    cr_expect_gt(used.count, 60);
    for (size_t i = 0; i < used.count; i++)
        cr_expect(has(&documented, used.items[i]), "docs/diagnostics.md lacks `%s`", used.items[i]);
    for (size_t i = 0; i < documented.count; i++)
        cr_expect(has(&used, documented.items[i]), "docs/diagnostics.md has `%s`, nobody says it",
                  documented.items[i]);
}
