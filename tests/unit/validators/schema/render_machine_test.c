// SPDX-License-Identifier: Apache-2.0
// The machines' forms, read back.
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "explain_judge.h"

static const char text[] =
    "storage:\n"
    "  bronze: &b\n"
    "    buckt: hunter2\n"
    "    lifecycle: {expiration_days: \"30\"}\n"
    "  silver: {bucket: abc, type: \"<&s3'>\", credentials: {mode: iam-role}}\n"
    "  silver: {bucket: abc}\n"
    "compute:\n"
    "  \"\\u202E<k>&\": {credentials: {mode: [], \"<b>\": 1}}\n";
static const char hostile_name[] = "dir/a b\"<&>'\x1b[31m\xe2\x80\xae\xe2\x80\xac.yaml";

static struct explain_judged judged;
static struct adm_render_file files[2];

static void start(void) {
    explain_judge_start();
    explain_judge((struct adm_str){text, sizeof text - 1}, "prod", &judged);
    files[0] = judged.file;
    files[0].name = adm_str_from(hostile_name);
    static const struct adm_diagnostics none;
    files[1] = judged.file;
    files[1].name = ADM_STR("good.yaml");
    files[1].diagnostics = &none;
    cr_assert_gt(judged.report.diagnostics.count, 5);
}

static void stop(void) {
    explain_judge_done(&judged);
    explain_judge_stop();
}

static struct adm_str finish(struct adm_text *out) {
    struct adm_str s = {0};
    cr_assert(adm_text_finish(out, &s, NULL));
    return s;
}

static json_t *read_json(struct adm_text *out) {
    json_error_t error;
    struct adm_str s = finish(out);
    json_t *root = json_loadb(s.data, s.len, JSON_REJECT_DUPLICATES, &error);
    cr_assert_not_null(root, "%s\n%s", error.text, s.data);
    return root;
}

static const char *string_at(const json_t *object, const char *key) {
    const char *value = json_string_value(json_object_get(object, key));
    cr_assert_not_null(value, "%s", key);
    return value;
}

Test(render_machine, json_holds_everything, .init = start, .fini = stop) {
    struct adm_text out;
    adm_text_init(&out, &judged.arena);
    adm_render_json(files, 2, &out);
    json_t *root = read_json(&out);
    const json_t *first = json_array_get(json_object_get(root, "files"), 0);
    const json_t *list = json_object_get(first, "diagnostics");
    const struct adm_diagnostics *all = &judged.report.diagnostics;
    cr_assert_eq(json_array_size(list), all->count);
    for (size_t i = 0; i < all->count; i++) {
        const json_t *item = json_array_get(list, i);
        const struct adm_diagnostic *d = &all->items[i];
        struct adm_position at =
            adm_yaml_tree_position(&judged.report.document, d->primary.span.start);
        cr_expect_str_eq(string_at(item, "code"), d->code);
        cr_expect_str_eq(string_at(item, "severity"), adm_diagnostic_severity_name(d->severity));
        cr_expect_str_eq(string_at(item, "rule"), adm_rule_id(d->rule));
        cr_expect(strlen(string_at(item, "message")) > 0);
        cr_expect_eq(json_integer_value(json_object_get(item, "line")), at.line);
        cr_expect_eq(json_integer_value(json_object_get(item, "column")), at.column);
        cr_expect_eq(json_array_size(json_object_get(item, "reasons")), d->reason_count);
        cr_expect_eq(json_object_get(item, "path") != NULL, d->path.len > 0);
    }
    cr_expect_eq((size_t)json_integer_value(json_object_get(root, "errors")), all->errors);
    cr_expect_eq((size_t)json_integer_value(json_object_get(root, "warnings")), all->warnings);
    cr_expect_str_eq(string_at(first, "environment"), "prod");
    cr_expect_eq(json_array_size(json_object_get(root, "files")), 2);
    json_decref(root);
}

static void check_region(const json_t *location) {
    const json_t *physical = json_object_get(location, "physicalLocation");
    const json_t *region = json_object_get(physical, "region");
    const char *uri = string_at(json_object_get(physical, "artifactLocation"), "uri");
    json_int_t line = json_integer_value(json_object_get(region, "startLine"));
    json_int_t column = json_integer_value(json_object_get(region, "startColumn"));
    json_int_t end_line = json_integer_value(json_object_get(region, "endLine"));
    json_int_t end_column = json_integer_value(json_object_get(region, "endColumn"));
    cr_expect(line >= 1 && column >= 1 && end_line >= line && end_column >= 1);
    cr_expect(end_line > line || end_column >= column);
    cr_expect_eq(
        strspn(uri, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/%"),
        strlen(uri), "%s", uri);
}

static void check_result(const json_t *result, const json_t *rules) {
    const json_t *rule =
        json_array_get(rules, (size_t)json_integer_value(json_object_get(result, "ruleIndex")));
    const char *level = string_at(result, "level");
    cr_expect_str_eq(string_at(rule, "id"), string_at(result, "ruleId"));
    cr_expect(strcmp(level, "error") == 0 || strcmp(level, "warning") == 0);
    cr_expect(strlen(string_at(json_object_get(result, "message"), "text")) > 0);
    cr_expect_eq(json_array_size(json_object_get(result, "locations")), 1);
    check_region(json_array_get(json_object_get(result, "locations"), 0));
    size_t index = 0;
    const json_t *related = NULL;
    json_array_foreach(json_object_get(result, "relatedLocations"), index, related) {
        check_region(related);
    }
}

// What SARIF 2.1.0 requires: version and runs; tool, driver and its name; a message's text; rules
// with an id each, and none twice.
Test(render_machine, sarif_has_what_the_standard_requires, .init = start, .fini = stop) {
    struct adm_text out;
    adm_text_init(&out, &judged.arena);
    adm_render_sarif(files, 2, "1.2.3", &out);
    json_t *root = read_json(&out);
    cr_expect_str_eq(string_at(root, "version"), "2.1.0");
    cr_expect_eq(json_array_size(json_object_get(root, "runs")), 1);
    const json_t *run = json_array_get(json_object_get(root, "runs"), 0);
    const json_t *driver = json_object_get(json_object_get(run, "tool"), "driver");
    cr_expect_str_eq(string_at(driver, "name"), "floe-admission");
    cr_expect_str_eq(string_at(driver, "version"), "1.2.3");
    cr_expect_str_eq(string_at(run, "columnKind"), "unicodeCodePoints");
    const json_t *rules = json_object_get(driver, "rules");
    for (size_t i = 0; i < json_array_size(rules); i++)
        for (size_t k = 0; k < i; k++)
            cr_expect_str_neq(string_at(json_array_get(rules, i), "id"),
                              string_at(json_array_get(rules, k), "id"));
    const json_t *results = json_object_get(run, "results");
    cr_expect_eq(json_array_size(results), judged.report.diagnostics.count);
    size_t index = 0;
    const json_t *result = NULL;
    json_array_foreach(results, index, result) { check_result(result, rules); }
    json_decref(root);
}

// Enough of XML 1.0 for what is written: a declaration, elements, attributes in double quotes, the
// five entities.
struct xml {
    const char *at;
    const char *open[16];
    size_t lens[16];
    size_t depth, cases, failures;
};

static void read_entity(struct xml *x) {
    static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strncmp(x->at, known[i], strlen(known[i])) == 0) {
            x->at += strlen(known[i]);
            return;
        }
    cr_assert_fail("an entity: %.10s", x->at);
}

static void read_attributes(struct xml *x) {
    while (*x->at == ' ') {
        x->at += 1 + strspn(x->at + 1, "abcdefghijklmnopqrstuvwxyz");
        cr_assert(strncmp(x->at, "=\"", 2) == 0, "%.20s", x->at);
        for (x->at += 2; *x->at != '"';) {
            cr_assert(*x->at != '<' && *x->at != '\0');
            if (*x->at == '&')
                read_entity(x);
            else
                x->at++;
        }
        x->at++;
    }
}

static void read_tag(struct xml *x) {
    bool closes = x->at[1] == '/';
    const char *name = x->at + (closes ? 2 : 1);
    size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz-");
    x->at = name + len;
    if (closes) {
        cr_assert(x->depth > 0 && x->lens[x->depth - 1] == len &&
                      strncmp(x->open[x->depth - 1], name, len) == 0,
                  "%.20s", name);
        x->depth--;
    } else {
        x->cases += strncmp(name, "testcase", 8) == 0;
        x->failures += strncmp(name, "failure", 7) == 0;
        read_attributes(x);
        if (*x->at == '/') {
            x->at++;
        } else {
            cr_assert_lt(x->depth, 16);
            x->open[x->depth] = name;
            x->lens[x->depth++] = len;
        }
    }
    cr_assert_eq(*x->at, '>', "%.20s", x->at);
    x->at++;
}

Test(render_machine, junit_is_well_formed, .init = start, .fini = stop) {
    static const char head[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    struct adm_text out;
    adm_text_init(&out, &judged.arena);
    adm_render_junit(files, 2, &out);
    struct xml x = {.at = finish(&out).data};
    cr_assert_eq(strncmp(x.at, head, sizeof head - 1), 0);
    for (x.at += sizeof head - 1; *x.at != '\0';) {
        if (*x.at == '<')
            read_tag(&x);
        else if (*x.at == '&')
            read_entity(&x);
        else
            x.at++;
    }
    cr_expect_eq(x.depth, 0);
    cr_expect_eq(x.cases, judged.report.diagnostics.count + 1);
    cr_expect_eq(x.failures, judged.report.diagnostics.errors);
}

Test(render_machine, lines_are_one_each, .init = start, .fini = stop) {
    struct adm_text out;
    adm_text_init(&out, &judged.arena);
    adm_render_lines(&judged.file, &out);
    struct adm_str rest = finish(&out);
    size_t lines = 0;
    for (; rest.len > 0; lines++) {
        size_t end = adm_str_index(rest, '\n');
        cr_expect(adm_str_starts(rest, "platform.yaml:"), "%.*s", 60, rest.data);
        rest = adm_str_slice(rest, end + 1, rest.len);
    }
    cr_expect_eq(lines, judged.report.diagnostics.count);
}

Test(render_machine, colour_changes_nothing_else, .init = start, .fini = stop) {
    struct adm_text plain, coloured;
    adm_text_init(&plain, &judged.arena);
    adm_text_init(&coloured, &judged.arena);
    adm_render_text(&files[0], false, &plain);
    adm_render_text(&files[0], true, &coloured);
    struct adm_str with = finish(&coloured);
    char *without = malloc(with.len + 1);
    cr_assert_not_null(without);
    size_t len = 0;
    for (size_t i = 0; i < with.len; i++) {
        if (with.data[i] != '\x1b') {
            without[len++] = with.data[i];
            continue;
        }
        size_t end = adm_str_index(adm_str_slice(with, i, with.len), 'm');
        cr_expect_lt(end, 8);
        i += end;
    }
    cr_expect(adm_str_equal((struct adm_str){without, len}, finish(&plain)));
    cr_expect_lt(len, with.len);
    free(without);
}

// A text that ran out of memory says so; nothing is read or written beyond.
Test(render_machine, little_memory_is_noticed, .init = start, .fini = stop) {
    size_t whole = 0;
    for (size_t limit = 0; whole < 3 && limit < 4000000; limit += 4099) {
        struct adm_arena arena;
        struct adm_text out;
        adm_arena_init(&arena, limit);
        adm_text_init(&out, &arena);
        adm_render_text(&files[0], true, &out);
        adm_render_lines(&files[0], &out);
        adm_render_json(files, 2, &out);
        adm_render_sarif(files, 2, "1", &out);
        adm_render_junit(files, 2, &out);
        whole += out.failed || arena.exhausted ? 0 : 1;
        adm_arena_destroy(&arena);
    }
    cr_expect_eq(whole, 3);
}
