// SPDX-License-Identifier: Apache-2.0
// tests/fixtures/platform-file/*.yaml: cases parted by `---` that say at the end of their lines
// what is found there (the README beside them).
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "validators/schema/platform.h"

enum { FOUND_MAX = 200, FILE_MAX = 256 * 1024, ARENA_MAX = 64 * 1024 * 1024 };

static const char folder[] = ADM_FIXTURES "/platform-file";
static const char newer[] = "newer-than-consumer";

struct found {
    uint32_t line;
    enum adm_severity severity;
    struct adm_str code;
};

struct list {
    struct found items[FOUND_MAX];
    size_t count;
};

struct one_case {
    const char *file;
    struct adm_str title, text;
    struct adm_platform_input input;
};

static struct adm_platform *platform;

static void start(void) {
    struct adm_error err = {0};
    cr_assert(adm_platform_new(&platform, &err), "%s", err.message);
}

static void stop(void) { adm_platform_free(platform); }

static int compare(const void *a, const void *b) {
    const struct found *left = a, *right = b;
    if (left->line != right->line)
        return left->line < right->line ? -1 : 1;
    if (left->severity != right->severity)
        return left->severity < right->severity ? -1 : 1;
    return adm_str_compare(left->code, right->code);
}

static void add(struct list *list, struct found found) {
    cr_assert_lt(list->count, FOUND_MAX);
    list->items[list->count++] = found;
}

static struct adm_str trim(struct adm_str s) {
    while (s.len > 0 && s.data[0] == ' ')
        s = adm_str_slice(s, 1, s.len);
    while (s.len > 0 && s.data[s.len - 1] == ' ')
        s.len--;
    return s;
}

// The codes of `#! a, b` or `#? a` in one line.
static void expect_in_line(struct adm_str line, uint32_t number, struct list *expected) {
    for (size_t i = 0; i + 2 < line.len; i++) {
        if (line.data[i] != '#' || (line.data[i + 1] != '!' && line.data[i + 1] != '?'))
            continue;
        enum adm_severity severity =
            line.data[i + 1] == '!' ? ADM_SEVERITY_ERROR : ADM_SEVERITY_WARNING;
        struct adm_str rest = adm_str_slice(line, i + 2, line.len);
        rest = adm_str_slice(rest, 0, adm_str_index(rest, '#'));
        while (rest.len > 0) {
            size_t comma = adm_str_index(rest, ',');
            add(expected, (struct found){number, severity, trim(adm_str_slice(rest, 0, comma))});
            rest = adm_str_slice(rest, comma + 1, rest.len);
        }
    }
}

static struct list expected_of(struct adm_str text) {
    struct list expected = {.count = 0};
    for (uint32_t number = 1; text.len > 0; number++) {
        size_t end = adm_str_index(text, '\n');
        expect_in_line(adm_str_slice(text, 0, end), number, &expected);
        text = adm_str_slice(text, end + 1, text.len);
    }
    qsort(expected.items, expected.count, sizeof *expected.items, compare);
    return expected;
}

static bool names_newer(const struct list *list) {
    for (size_t i = 0; i < list->count; i++)
        if (adm_str_is(list->items[i].code, newer))
            return true;
    return false;
}

static struct list found_in(const struct adm_platform_report *report, bool with_newer) {
    struct list found = {.count = 0};
    for (size_t i = 0; i < report->diagnostics.count; i++) {
        const struct adm_diagnostic *d = &report->diagnostics.items[i];
        if (with_newer || strcmp(d->code, newer) != 0)
            add(&found, (struct found){
                            adm_yaml_tree_position(&report->document, d->primary.span.start).line,
                            d->severity,
                            adm_str_from(d->code),
                        });
    }
    qsort(found.items, found.count, sizeof *found.items, compare);
    return found;
}

static const char *words_of(const struct list *list, struct adm_arena *arena) {
    struct adm_text text;
    adm_text_init(&text, arena);
    for (size_t i = 0; i < list->count; i++)
        adm_text_printf(&text, "\n  %u %s %.*s", list->items[i].line,
                        adm_diagnostic_severity_name(list->items[i].severity),
                        ADM_STR_ARGS(list->items[i].code));
    adm_text_append_char(&text, '\0');
    return adm_text_str(&text).data;
}

static void judge(const struct one_case *one) {
    struct adm_arena arena;
    struct adm_platform_report report;
    struct adm_error err = {0};
    adm_arena_init(&arena, ARENA_MAX);
    cr_assert(adm_platform_judge(platform, &one->input, &arena, &report, &err), "%s", err.message);
    struct list expected = expected_of(one->text);
    struct list found = found_in(&report, names_newer(&expected));
    bool same = expected.count == found.count;
    for (size_t i = 0; same && i < found.count; i++)
        same = compare(&expected.items[i], &found.items[i]) == 0;
    cr_expect(same, "%s: %.*s\nexpected:%s\nfound:%s", one->file, ADM_STR_ARGS(one->title),
              words_of(&expected, &arena), words_of(&found, &arena));
    adm_arena_destroy(&arena);
}

// `--- # prod: why`, `--- # 1.2: why`
static void choose(struct one_case *one) {
    static const char *const environments[] = {"local", "dev", "staging", "prod"};
    struct adm_str rest = one->title;
    one->input = (struct adm_platform_input){.text = one->text, .profile = ADM_PROFILE_1_3};
    for (size_t end = adm_str_index(rest, ':'); end < rest.len; end = adm_str_index(rest, ':')) {
        struct adm_str word = trim(adm_str_slice(rest, 0, end));
        if (adm_str_is(word, "1.2"))
            one->input.profile = ADM_PROFILE_1_2;
        for (size_t i = 0; i < sizeof environments / sizeof *environments; i++)
            if (adm_str_is(word, environments[i]))
                one->input.environment = one->input.overlay = word;
        rest = adm_str_slice(rest, end + 1, rest.len);
    }
}

static size_t judge_file(const char *name) {
    char path[512];
    static char bytes[FILE_MAX];
    size_t cases = 0;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    cr_assert_not_null(file, "%s", path);
    struct adm_str rest = {bytes, fread(bytes, 1, sizeof bytes, file)};
    fclose(file);
    cr_assert_lt(rest.len, sizeof bytes);
    while (rest.len > 0) {
        // A case is what stands between two lines that begin with `---`.
        const char *mark = adm_str_starts(rest, "---") ? rest.data : NULL;
        size_t end = adm_str_index(rest, '\n');
        struct adm_str line = adm_str_slice(rest, 0, end);
        rest = adm_str_slice(rest, end + 1, rest.len);
        if (mark == NULL)
            continue;
        const char *next = rest.len > 0 ? memmem(rest.data, rest.len, "\n---", 4) : NULL;
        size_t length = adm_str_starts(rest, "---") ? 0
                        : next != NULL              ? (size_t)(next - rest.data) + 1
                                                    : rest.len;
        struct one_case one = {.file = name,
                               .title = trim(adm_str_slice(line, 5, line.len)),
                               .text = adm_str_slice(rest, 0, length)};
        choose(&one);
        judge(&one);
        cases++;
        rest = adm_str_slice(rest, length, rest.len);
    }
    return cases;
}

// How many of the files below have a test.
enum { FILES = 13 };

static void judge_named(const char *name, size_t least) {
    char file[64];
    snprintf(file, sizeof file, "%s.yaml", name);
    size_t cases = judge_file(file);
    cr_expect_geq(cases, least, "%s has %zu cases", file, cases);
}

Test(platform_cases, types, .init = start, .fini = stop) { judge_named("types", 15); }
Test(platform_cases, nulls, .init = start, .fini = stop) { judge_named("nulls", 6); }
Test(platform_cases, closed_objects, .init = start, .fini = stop) { judge_named("closed", 3); }
Test(platform_cases, texts_and_ranges, .init = start, .fini = stop) { judge_named("texts", 25); }
Test(platform_cases, keys_of_1_3, .init = start, .fini = stop) { judge_named("newer", 7); }
Test(platform_cases, names, .init = start, .fini = stop) { judge_named("names", 10); }
Test(platform_cases, credentials, .init = start, .fini = stop) { judge_named("credentials", 8); }
Test(platform_cases, cloud, .init = start, .fini = stop) { judge_named("cloud", 15); }
Test(platform_cases, access, .init = start, .fini = stop) { judge_named("access", 14); }
Test(platform_cases, secrets, .init = start, .fini = stop) { judge_named("secrets", 20); }
Test(platform_cases, governance, .init = start, .fini = stop) { judge_named("governance", 20); }
Test(platform_cases, profiles, .init = start, .fini = stop) { judge_named("profiles", 20); }
Test(platform_cases, lint, .init = start, .fini = stop) { judge_named("lint", 10); }

Test(platform_cases, every_file_has_a_test) {
    DIR *all = opendir(folder);
    cr_assert_not_null(all);
    size_t found = 0;
    for (struct dirent *entry = readdir(all); entry != NULL; entry = readdir(all))
        found += adm_str_ends(adm_str_from(entry->d_name), ".yaml") ? 1 : 0;
    closedir(all);
    cr_assert_eq(found, FILES);
}
