// SPDX-License-Identifier: Apache-2.0
// The whole decision with the shipped policy: validated and mutated, in an environment that the
// input's length picks, and once more with little memory.
#include "fuzz.h"

#include "core/decision.h"
#include "core/policy_default.h"
#include "mutators/registry.h"
#include "validators/registry.h"
#include "validators/schema/platform.h"

static const struct adm_policy *shipped_policy(void) {
    static struct adm_policy *policy;
    struct adm_error err = {0};
    if (policy == NULL)
        FUZZ_HOLDS(adm_policy_read(adm_policy_default(), "policy.yaml", &policy, &err));
    return policy;
}

static const struct adm_platform *schemas(void) {
    static struct adm_platform *platform;
    struct adm_error err = {0};
    if (platform == NULL)
        FUZZ_HOLDS(adm_platform_new(&platform, &err));
    return platform;
}

static struct adm_request request_of(const struct adm_review *review, size_t size,
                                     struct adm_arena *arena) {
    const struct adm_policy *policy = shipped_policy();
    bool unlabelled = size % (policy->environment_count + 1) == policy->environment_count;
    return (struct adm_request){
        .review = review,
        .policy = policy,
        .environment = unlabelled ? policy->unlabelled
                                  : &policy->environments[size % (policy->environment_count + 1)],
        .unlabelled = unlabelled,
        .namespace_asks = size % 2 == 0,
        .object = adm_object_view(review->object),
        .old_object = adm_object_view(review->old_object),
        .fingerprint_key = ADM_STR("fuzz"),
        .now_s = 1780272000,
        .arena = arena,
        .platform = schemas(),
    };
}

static void check_answer(const struct adm_decision *decision, const struct adm_review *review,
                         struct adm_arena *arena) {
    const struct adm_response *response = &decision->response;
    const struct adm_json *patch = NULL, *written = NULL;
    struct adm_text text;
    FUZZ_HOLDS(adm_str_equal(response->uid, review->uid));
    FUZZ_HOLDS(response->allowed == (decision->kind != ADM_DECISION_DENY));
    FUZZ_HOLDS(response->allowed || response->message.len > 0);
    FUZZ_HOLDS(response->allowed || response->patch.len == 0);
    adm_text_init(&text, arena);
    adm_review_write(response, &text);
    // Under a tight limit there may be no room for the text; what there is must be JSON.
    if (!text.failed && arena->limit == FUZZ_ARENA_BYTES) {
        FUZZ_HOLDS(adm_json_parse_copy(adm_text_str(&text), arena, &written, NULL));
        FUZZ_HOLDS(response->patch.len == 0 ||
                   adm_json_parse_copy(response->patch, arena, &patch, NULL));
    }
}

static void decide(const struct adm_review *review, size_t size, struct adm_arena *arena,
                   bool mutate) {
    struct adm_registry registry = {0};
    struct adm_decision decision;
    registry.validators = adm_registry_validators(&registry.validator_count);
    registry.mutators = adm_registry_mutators(&registry.mutator_count);
    struct adm_request request = request_of(review, size, arena);
    adm_decision_make(&registry, &request, mutate, &decision);
    check_answer(&decision, review, arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct adm_arena arena, tight;
    struct adm_review review;
    const struct adm_json *document = NULL;
    adm_arena_init(&arena, FUZZ_ARENA_BYTES);
    adm_arena_init(&tight, size % 16384);
    if (adm_json_parse_copy(fuzz_text(data, size), &arena, &document, NULL) &&
        adm_review_read(document, &review, NULL)) {
        decide(&review, size, &arena, false);
        decide(&review, size, &arena, true);
        decide(&review, size, &tight, false);
        adm_arena_reset(&tight);
        decide(&review, size, &tight, true);
    }
    adm_arena_destroy(&tight);
    adm_arena_destroy(&arena);
    return 0;
}
