// SPDX-License-Identifier: Apache-2.0
// What a release Secret stores: gzip by itself, its JSON's keys by themselves, both below the
// base64 in a Secret that is Helm's in everything else, and the release judged, alone and against
// itself.
#include "fuzz.h"

#include "core/base64.h"
#include "core/policy_default.h"
#include "validators/gunzip.h"
#include "validators/helm_keys.h"
#include "validators/helm_payload.h"
#include "validators/helm_release.h"

static const char secret[] =
    "{\"type\":\"helm.sh/release.v1\",\"metadata\":{\"name\":\"sh.helm.release.v1.web.v1\","
    "\"labels\":{\"owner\":\"helm\",\"name\":\"web\",\"version\":\"1\"}},\"data\":{\"release\":\"";

static void judge_payload(struct adm_str payload, struct adm_arena *arena) {
    static const struct adm_review review = {.kind = {.kind = {"Secret", 6}}};
    const struct adm_json *root = NULL;
    struct adm_verdict verdict;
    struct adm_text inner, text;
    adm_text_init(&inner, arena);
    adm_base64_encode(payload, &inner);
    adm_text_init(&text, arena);
    adm_text_append_c(&text, secret);
    adm_base64_encode(adm_text_str(&inner), &text);
    adm_text_append_c(&text, "\"}}");
    FUZZ_HOLDS(adm_json_parse_copy(adm_text_str(&text), arena, &root, NULL));
    struct adm_request request = {
        .review = &review, .object = adm_object_view(root), .arena = arena};
    adm_verdict_init(&verdict, arena);
    (void)adm_helm_payload_is_helms(&request, &verdict);
}

static const struct adm_policy *shipped_policy(void) {
    static struct adm_policy *policy;
    struct adm_error err = {0};
    if (policy == NULL)
        FUZZ_HOLDS(adm_policy_read(adm_policy_default(), "policy.yaml", &policy, &err));
    return policy;
}

// What a release had is never judged again: against itself nothing is found.
static void judge_release(struct adm_str input, struct adm_arena *arena) {
    static const struct adm_review review = {.kind = {.kind = {"Secret", 6}},
                                             .operation = ADM_OPERATION_UPDATE,
                                             .namespace = {"team-a", 6}};
    struct adm_helm_release release;
    struct adm_verdict verdict;
    struct adm_error err = {0};
    if (!adm_helm_release_unpack(input, arena, &release, &err))
        return;
    struct adm_request request = {
        .review = &review,
        .policy = shipped_policy(),
        .environment = adm_policy_environment(shipped_policy(), ADM_STR("dev")),
        .fingerprint_key = ADM_STR("fuzz"),
        .now_s = 1780272000,
        .arena = arena,
    };
    adm_verdict_init(&verdict, arena);
    bool judged = adm_helm_release_judge(&request, &release, NULL, &verdict, &err);
    for (size_t i = 0; judged && i < verdict.count; i++)
        FUZZ_HOLDS(verdict.findings[i].rule == ADM_RULE_HELM_RELEASE);
    adm_verdict_init(&verdict, arena);
    if (adm_helm_release_judge(&request, &release, &release, &verdict, &err))
        FUZZ_HOLDS(verdict.count == 0);
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
    adm_arena_reset(&arena);
    judge_release(input, &arena);
    adm_arena_destroy(&arena);
    return 0;
}
