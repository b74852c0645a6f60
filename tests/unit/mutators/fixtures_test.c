// SPDX-License-Identifier: Apache-2.0
// tests/fixtures/{platform-config,credentials-mount}/{patch,unchanged,deny}: one AdmissionReview a
// file, with two keys more: `given` (environment, policy's name, who asks) and `expect` (object,
// warnings, message).
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan.h"

// Every value in the fixtures holds this marker; no answer may.
static const char marker[] = "hunter2";

struct fixture {
    const char *path;
    json_t *review;
    struct given given;
    json_t *object; // of the request
    json_t *expect;
};

static void read_fixture(struct fixture *fixture, const char *path) {
    json_error_t error;
    *fixture = (struct fixture){.path = path};
    fixture->review = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    cr_assert(fixture->review != NULL, "%s:%d: %s", path, error.line, error.text);
    const json_t *given = json_object_get(fixture->review, "given");
    fixture->given = (struct given){
        .environment = json_string_value(json_object_get(given, "environment")),
        .map = json_string_value(json_object_get(given, "map")),
        .namespace_asks = json_is_true(json_object_get(given, "namespaceAsks")),
        .templates = json_is_true(json_object_get(given, "templates")),
        .credentials = json_is_true(json_object_get(given, "credentials")),
    };
    fixture->object = json_object_get(json_object_get(fixture->review, "request"), "object");
    fixture->expect = json_object_get(fixture->review, "expect");
    cr_assert(json_is_object(fixture->expect), "%s", path);
}

static void check_warnings(const struct fixture *fixture, const struct planned *planned) {
    const json_t *want = json_object_get(fixture->expect, "warnings");
    const struct adm_response *response = &planned->decision.response;
    cr_expect_eq(response->warning_count, json_array_size(want), "%s: %zu warnings", fixture->path,
                 response->warning_count);
    for (size_t i = 0; i < response->warning_count && i < json_array_size(want); i++) {
        const char *text = json_string_value(json_array_get(want, i));
        cr_expect(adm_str_is(response->warnings[i], text), "%s:\n  got  %.*s\n  want %s",
                  fixture->path, ADM_STR_ARGS(response->warnings[i]), text);
    }
}

static void check_message(const struct fixture *fixture, const struct planned *planned) {
    const char *want = json_string_value(json_object_get(fixture->expect, "message"));
    const struct adm_response *response = &planned->decision.response;
    cr_expect_eq(response->allowed, want == NULL, "%s: %.*s", fixture->path,
                 ADM_STR_ARGS(response->message));
    if (want != NULL)
        cr_expect(adm_str_is(response->message, want), "%s:\n  got  %.*s\n  want %s", fixture->path,
                  ADM_STR_ARGS(response->message), want);
}

static void check_object(const struct fixture *fixture, const struct planned *planned) {
    json_t *want = json_object_get(fixture->expect, "object");
    struct adm_str patch = planned->decision.response.patch;
    cr_expect_eq(patch.len > 0, want != NULL, "%s: %.*s", fixture->path, ADM_STR_ARGS(patch));
    if (want == NULL)
        return;
    json_auto_t *result = plan_apply(fixture->object, patch);
    char *text = json_dumps(result, JSON_SORT_KEYS);
    cr_expect(json_equal(result, want), "%s: became %s", fixture->path, text);
    free(text);
}

static void plan_object(struct planned *planned, const struct fixture *fixture, json_t *object) {
    char *text = plan_review_with(fixture->review, object);
    plan_text(planned, adm_str_from(text), &fixture->given);
    free(text);
}

static void check_fixture(const char *path) {
    struct fixture fixture;
    struct planned planned;
    read_fixture(&fixture, path);
    plan_object(&planned, &fixture, fixture.object);
    check_message(&fixture, &planned);
    check_warnings(&fixture, &planned);
    check_object(&fixture, &planned);
    cr_expect_not(adm_str_contains(planned.response, adm_str_from(marker)), "%s", path);
    cr_expect_not(adm_str_contains(planned.decision.response.patch, adm_str_from(marker)), "%s",
                  path);
    plan_destroy(&planned);
    json_decref(fixture.review);
}

// What is planned for the planned: nothing, though the words stay.
static void check_again(const char *path) {
    struct fixture fixture;
    struct planned first, second;
    read_fixture(&fixture, path);
    plan_object(&first, &fixture, fixture.object);
    json_t *result = plan_apply(fixture.object, first.decision.response.patch);
    plan_object(&second, &fixture, result);
    cr_expect_eq(second.decision.response.patch.len, 0, "%s: %.*s", path,
                 ADM_STR_ARGS(second.decision.response.patch));
    cr_expect_eq(first.decision.response.warning_count, second.decision.response.warning_count,
                 "%s", path);
    cr_expect(adm_str_equal(first.decision.response.message, second.decision.response.message),
              "%s", path);
    plan_destroy(&first);
    plan_destroy(&second);
    json_decref(result);
    json_decref(fixture.review);
}

static size_t walk(const char *folder, void (*check)(const char *path)) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", ADM_FIXTURES, folder);
    DIR *directory = opendir(path);
    cr_assert(directory != NULL, "%s", path);
    size_t seen = 0;
    for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
        if (!adm_str_ends(adm_str_from(entry->d_name), ".json"))
            continue;
        char file[1024];
        snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
        check(file);
        seen++;
    }
    closedir(directory);
    return seen;
}

// An empty folder proves nothing: each must hold at least this many.
static const struct {
    const char *name;
    size_t least;
} folders[] = {{"platform-config/patch", 39},       {"platform-config/unchanged", 40},
               {"platform-config/deny", 27},        {"credentials-mount/patch", 34},
               {"credentials-mount/unchanged", 16}, {"credentials-mount/deny", 42}};
enum { FOLDERS = sizeof folders / sizeof *folders };

Test(mutators, does_what_each_fixture_expects) {
    for (size_t i = 0; i < FOLDERS; i++)
        cr_expect_geq(walk(folders[i].name, check_fixture), folders[i].least, "%s",
                      folders[i].name);
}

Test(mutators, plan_nothing_the_second_time) {
    for (size_t i = 0; i < FOLDERS; i++)
        cr_expect_geq(walk(folders[i].name, check_again), folders[i].least);
}
