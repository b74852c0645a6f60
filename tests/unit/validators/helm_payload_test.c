// SPDX-License-Identifier: Apache-2.0
#include "validators/helm_payload.h"

#include <criterion/criterion.h>

#include "core/base64.h"

static struct adm_arena arena;

static void setup(void) { adm_arena_init(&arena, 1 << 22); }
static void teardown(void) { adm_arena_destroy(&arena); }
TestSuite(helm_payload, .init = setup, .fini = teardown);

struct row {
    const char *type, *name, *labels, *release, *map, *key;
    size_t entries;
    bool genuine;
};

#define TYPE "helm.sh/release.v1"
#define NAME "sh.helm.release.v1.web.v3"
#define LABELS "{\"owner\":\"helm\",\"name\":\"web\",\"version\":\"3\",\"team\":\"a\"}"
#define RELEASE "{\"name\":\"web\",\"version\":3}"

static const struct row rows[] = {
    {TYPE, NAME, LABELS, RELEASE, "data", "release", 1, true},
    {"Opaque", NAME, LABELS, RELEASE, "data", "release", 1, false},
    {"", NAME, LABELS, RELEASE, "data", "release", 1, false},
    {TYPE, "sh.helm.release.v1.web.v4", LABELS, RELEASE, "data", "release", 1, false},
    {TYPE, "sh.helm.release.v1.web.v03", LABELS, RELEASE, "data", "release", 1, false},
    {TYPE, "web", LABELS, RELEASE, "data", "release", 1, false},
    {TYPE, NAME, "{\"owner\":\"helm\",\"name\":\"web\"}", RELEASE, "data", "release", 1, false},
    {TYPE, NAME, "{\"name\":\"web\",\"version\":\"3\"}", RELEASE, "data", "release", 1, false},
    {TYPE, NAME, "{\"owner\":\"helm\",\"name\":\"x\",\"version\":\"3\"}", RELEASE, "data",
     "release", 1, false},
    {TYPE, NAME, "{\"owner\":\"helm\",\"name\":\"web\",\"version\":3}", RELEASE, "data", "release",
     1, false},
    {TYPE, NAME, LABELS, RELEASE, "stringData", "release", 1, false},
    {TYPE, NAME, LABELS, RELEASE, "data", "Release", 1, false},
    {TYPE, NAME, LABELS, RELEASE, "data", "release", 2, false},
    {TYPE, NAME, LABELS, RELEASE, "data", "release", 0, false},
    {TYPE, NAME, LABELS, "{\"name\":\"web\",\"version\":\"3\"}", "data", "release", 1, false},
    {TYPE, NAME, LABELS, "{\"name\":\"web\",\"version\":3.0}", "data", "release", 1, false},
    {TYPE, NAME, LABELS, "{\"name\":\"web\"}", "data", "release", 1, false},
    {TYPE, NAME, LABELS, "{\"version\":3}", "data", "release", 1, false},
    {TYPE, NAME, LABELS, "{\"name\":\"\",\"version\":3}", "data", "release", 1, false},
    {TYPE, NAME, LABELS, "{\"name\":\"web\\u0000\",\"version\":3}", "data", "release", 1, false},
    {TYPE, NAME, LABELS, "{\"name\":\"web\",\"version\":3,\"Manifest\":\"\"}", "data", "release", 1,
     false},
    {TYPE, "sh.helm.release.v1.web.v0", "{\"owner\":\"helm\",\"name\":\"web\",\"version\":\"0\"}",
     "{\"name\":\"web\",\"version\":0}", "data", "release", 1, false},
    {TYPE, "sh.helm.release.v1.web.v-1", "{\"owner\":\"helm\",\"name\":\"web\",\"version\":\"-1\"}",
     "{\"name\":\"web\",\"version\":-1}", "data", "release", 1, false},
    {TYPE, NAME, LABELS, "", "data", "release", 1, false},
    {TYPE, NAME, LABELS, "[" RELEASE "]", "data", "release", 1, false},
    {TYPE, NAME, LABELS, RELEASE " x", "data", "release", 1, false},
};

static bool is_genuine(const struct row *row, bool raw) {
    const struct adm_json *root = NULL;
    struct adm_text text;
    struct adm_str secret =
        adm_text_format(&arena, "{\"type\":\"%s\",\"metadata\":{\"name\":\"%s\",\"labels\":%s}}",
                        row->type, row->name, row->labels);
    cr_assert(adm_json_parse_copy(secret, &arena, &root, NULL));
    adm_text_init(&text, &arena);
    adm_base64_encode(adm_str_from(row->release), &text);
    struct adm_str stored = raw ? adm_str_from(row->release) : adm_text_str(&text);
    struct adm_secret_entry entries[2] = {{row->map, adm_str_from(row->key), stored},
                                          {"data", ADM_STR("z"), ADM_STR("hunter2")}};
    struct adm_secret_data data = {entries, row->entries};
    struct adm_request request = {.object = adm_object_view(root), .arena = &arena};
    return adm_helm_payload_is_genuine(&request, &data);
}

Test(helm_payload, is_genuine_only_when_everything_agrees) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq(is_genuine(&rows[i], false), rows[i].genuine, "row %zu", i);
}

Test(helm_payload, what_is_not_base64_is_not_helms) { cr_expect_not(is_genuine(&rows[0], true)); }
