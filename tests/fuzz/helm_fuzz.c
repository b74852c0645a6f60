// SPDX-License-Identifier: Apache-2.0
// What a release Secret stores: gzip by itself, its JSON's keys by themselves, and both below the
// base64 in a Secret that is Helm's in everything else.
#include "fuzz.h"

#include "core/base64.h"
#include "validators/gunzip.h"
#include "validators/helm_keys.h"
#include "validators/helm_payload.h"

static const char secret[] =
    "{\"type\":\"helm.sh/release.v1\",\"metadata\":{\"name\":\"sh.helm.release.v1.web.v1\","
    "\"labels\":{\"owner\":\"helm\",\"name\":\"web\",\"version\":\"1\"}}}";

static void judge_payload(struct adm_str payload, struct adm_arena *arena) {
    const struct adm_json *root = NULL;
    struct adm_text text;
    FUZZ_HOLDS(adm_json_parse_copy(ADM_STR(secret), arena, &root, NULL));
    adm_text_init(&text, arena);
    adm_base64_encode(payload, &text);
    struct adm_request request = {.object = adm_object_view(root), .arena = arena};
    struct adm_secret_entry entry = {"data", ADM_STR("release"), adm_text_str(&text)};
    struct adm_secret_data data = {&entry, 1};
    (void)adm_helm_payload_is_genuine(&request, &data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct adm_arena arena;
    struct adm_str input = fuzz_text(data, size), inflated = {0};
    const struct adm_json *release = NULL;
    adm_arena_init(&arena, FUZZ_ARENA_BYTES);
    if (adm_gunzip_one(input, &arena, &inflated))
        FUZZ_HOLDS(inflated.len <= ADM_HELM_INFLATED_MAX && inflated.data[inflated.len] == '\0');
    if (adm_json_parse_copy(inflated.len > 0 ? inflated : input, &arena, &release, NULL))
        (void)adm_helm_keys_are_plain(release);
    adm_arena_reset(&arena);
    judge_payload(input, &arena);
    adm_arena_destroy(&arena);
    return 0;
}
