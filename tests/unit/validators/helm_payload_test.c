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

static const struct adm_review secret = {.kind = {.kind = {"Secret", 6}}};
static const struct adm_review config_map = {.kind = {.kind = {"ConfigMap", 9}}};

static struct adm_str base64(struct adm_str bytes) {
    struct adm_text text;
    struct adm_str out = {0};
    adm_text_init(&text, &arena);
    adm_base64_encode(bytes, &text);
    cr_assert(adm_text_finish(&text, &out, NULL));
    return out;
}

static const struct adm_json *object_of(const struct row *row, struct adm_str entry) {
    const struct adm_json *root = NULL;
    struct adm_str object =
        adm_text_format(&arena,
                        "{\"type\":\"%s\",\"metadata\":{\"name\":\"%s\",\"labels\":%s},\"%s\":{%s%."
                        "*s%s\"%s\":\"%.*s\"}}",
                        row->type, row->name, row->labels, row->map,
                        row->entries == 2 ? "\"z\":\"" : "", row->entries == 2 ? 4 : 0,
                        "aGk=", row->entries == 2 ? "\"," : "", row->key, ADM_STR_ARGS(entry));
    cr_assert(adm_json_parse_copy(object, &arena, &root, NULL));
    return root;
}

static struct adm_request request_of(const struct adm_review *review, const struct adm_json *root) {
    return (struct adm_request){.review = review, .object = adm_object_view(root), .arena = &arena};
}

static bool is_genuine(const struct row *row, const struct adm_review *review, unsigned layers) {
    struct adm_str entry = adm_str_from(row->release);
    struct adm_verdict verdict;
    for (unsigned i = 0; i < layers; i++)
        entry = base64(entry);
    adm_verdict_init(&verdict, &arena);
    struct adm_request request = request_of(review, object_of(row, entry));
    const struct adm_helm_payload *payload = adm_helm_payload_of(&request, &verdict);
    cr_assert_not_null(payload);
    cr_expect(payload == adm_helm_payload_of(&request, &verdict), "unpacked once");
    cr_expect_eq(payload->gap == NULL, adm_helm_payload_is_helms(&request, &verdict));
    return payload->gap == NULL;
}

Test(helm_payload, is_genuine_only_when_everything_agrees) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq(is_genuine(&rows[i], &secret, 2), rows[i].genuine, "row %zu", i);
}

Test(helm_payload, every_layer_must_be_there) {
    static const struct row json = {TYPE, NAME, LABELS, "x", "data", "release", 1, false};
    cr_expect_not(is_genuine(&json, &secret, 0));
    cr_expect_not(is_genuine(&rows[0], &secret, 1));
    cr_expect_not(is_genuine(&rows[0], &secret, 3));
}

Test(helm_payload, a_config_map_has_one_layer_less) {
    cr_expect(is_genuine(&rows[0], &config_map, 1));
    cr_expect_not(is_genuine(&rows[0], &config_map, 2));
    cr_expect(is_genuine(&rows[1], &config_map, 1), "it has no type");
}

Test(helm_payload, a_release_in_a_release_is_none) {
    struct adm_verdict verdict;
    adm_verdict_init(&verdict, &arena);
    struct adm_request request =
        request_of(&secret, object_of(&rows[0], base64(base64(ADM_STR(RELEASE)))));
    request.in_release = true;
    cr_expect_not(adm_helm_payload_is_helms(&request, &verdict));
}
