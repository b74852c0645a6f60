// SPDX-License-Identifier: Apache-2.0
// tests/fixtures/manifest: streams that real Helms made, and what their client makes of them.
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>

#include "judge.h"
#include "manifest_reading.h"

// Documents beyond those of the client: what a list says beside its items, which it does not apply.
static const struct {
    const char *name;
    size_t count;
} rests[] = {
    {"helm3-template.yaml", 1},
    {"helm4-release.yaml", 1},
    {"decoder-items-of-a-config-map.yaml", 1},
};

static size_t rest_of(const char *name) {
    for (size_t i = 0; i < sizeof rests / sizeof *rests; i++)
        if (strcmp(rests[i].name, name) == 0)
            return rests[i].count;
    return 0;
}

enum { PAIRS_MAX = 256 };

struct pairs {
    const struct adm_json *items[PAIRS_MAX][2];
    size_t count;
};

static bool push(struct pairs *pairs, const struct adm_json *ours, const struct adm_json *theirs) {
    if (ours == NULL || ours->type != theirs->type)
        return false;
    cr_assert_lt(pairs->count, PAIRS_MAX);
    pairs->items[pairs->count][0] = ours;
    pairs->items[pairs->count++][1] = theirs;
    return true;
}

static bool push_members(struct pairs *pairs, const struct adm_json *ours,
                         const struct adm_json *theirs) {
    struct adm_json_iter it = adm_json_iter(theirs);
    while (adm_json_next(&it))
        if (!push(pairs, adm_json_find(ours, it.key), it.value))
            return false;
    it = adm_json_iter(ours);
    while (adm_json_next(&it))
        if (adm_json_find(theirs, it.key) == NULL)
            return false;
    return true;
}

static bool push_elements(struct pairs *pairs, const struct adm_json *ours,
                          const struct adm_json *theirs) {
    struct adm_json_iter a = adm_json_iter(ours), b = adm_json_iter(theirs);
    bool good = ours->count == theirs->count;
    while (good && adm_json_next(&a) && adm_json_next(&b))
        good = push(pairs, a.value, b.value);
    return good;
}

// Whether what is effective here is what the client has: of duplicate keys the first.
static bool agrees(const struct adm_json *ours, const struct adm_json *theirs) {
    struct pairs pairs = {0};
    bool good = push(&pairs, ours, theirs);
    while (good && pairs.count > 0) {
        const struct adm_json *const *pair = pairs.items[--pairs.count];
        const struct adm_json *a = pair[0], *b = pair[1];
        if (a->type == ADM_JSON_OBJECT)
            good = push_members(&pairs, a, b);
        else if (a->type == ADM_JSON_ARRAY)
            good = push_elements(&pairs, a, b);
        else
            good = adm_json_equal(a, b);
    }
    return good;
}

static bool has(const struct adm_manifest *manifest, const struct adm_json *expected) {
    for (size_t i = 0; i < manifest->count; i++) {
        const struct adm_manifest_document *document = &manifest->documents[i];
        if (document->object != NULL && !document->shadowed && agrees(document->object, expected))
            return true;
    }
    return false;
}

static size_t count_applied(const struct adm_manifest *manifest) {
    size_t count = 0;
    for (size_t i = 0; i < manifest->count; i++)
        count += manifest->documents[i].object != NULL && !manifest->documents[i].shadowed;
    return count;
}

static void check_fixture(const char *name) {
    char path[1024];
    struct reading r;
    const struct adm_json *expected = NULL;
    struct adm_error err = {0};
    snprintf(path, sizeof path, ADM_FIXTURES "/manifest/%s", name);
    struct adm_str text = judge_read_file(path);
    reading_init(&r, text);
    cr_assert(r.read, "%s: %s", name, r.err.message);
    snprintf(path, sizeof path, ADM_FIXTURES "/manifest/%.*s.json", (int)(strlen(name) - 5), name);
    struct adm_str objects = judge_read_file(path);
    cr_assert(adm_json_parse_copy(objects, &r.arena, &expected, &err), "%s: %s", path, err.message);
    struct adm_json_iter it = adm_json_iter(expected);
    while (adm_json_next(&it))
        cr_expect(has(&r.manifest, it.value), "%s: object %u is not there", name, it.index);
    cr_expect_eq(count_applied(&r.manifest), expected->count + rest_of(name), "%s", name);
    adm_arena_destroy(&r.arena);
    free((char *)(uintptr_t)text.data);
    free((char *)(uintptr_t)objects.data);
}

Test(manifest_fixtures, reads_what_helm_applies) {
    size_t count = 0;
    DIR *folder = opendir(ADM_FIXTURES "/manifest");
    cr_assert_not_null(folder);
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        if (!adm_str_ends(adm_str_from(entry->d_name), ".yaml"))
            continue;
        check_fixture(entry->d_name);
        count++;
    }
    closedir(folder);
    cr_expect_geq(count, 15);
}
