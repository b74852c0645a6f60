// SPDX-License-Identifier: Apache-2.0
#include "judge.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/policy_default.h"
#include "mutators/registry.h"
#include "validators/registry.h"
#include "validators/schema/platform.h"

static void read_policy(struct judged *judged, struct adm_str policy) {
    struct adm_error err = {0};
    struct adm_str text = policy.data == NULL ? adm_policy_default() : policy;
    cr_assert(adm_policy_read(text, "policy.yaml", &judged->policy, &err), "%s", err.message);
}

// `given`, a key of the fixtures', says what stands in the path.
static void read_review(struct judged *judged, struct adm_str text) {
    struct adm_error err = {0};
    const struct adm_json *document = NULL;
    cr_assert(adm_json_parse_copy(text, &judged->arena, &document, &err), "%s", err.message);
    cr_assert(adm_review_read(document, &judged->review, &err), "%s", err.message);
    judged->request.namespace_asks =
        adm_json_is_true(adm_json_get(adm_json_get(document, "given"), "namespaceAsks"));
}

static void load_platform(struct judged *judged) {
    struct adm_error err = {0};
    bool release =
        adm_str_is(adm_json_get_text(judged->review.object, "type"), "helm.sh/release.v1");
    if (release || adm_str_is(judged->review.kind.kind, "ConfigMap"))
        cr_assert(adm_platform_new(&judged->platform, &err), "%s", err.message);
}

void judge_text(struct judged *judged, struct adm_str text, struct adm_str policy,
                const char *environment) {
    *judged = (struct judged){0};
    adm_arena_init(&judged->arena, (size_t)256 * 1024 * 1024);
    read_policy(judged, policy);
    read_review(judged, text);
    load_platform(judged);
    bool unlabelled = adm_str_is(ADM_STR("unlabelled"), environment);
    judged->request = (struct adm_request){
        .review = &judged->review,
        .policy = judged->policy,
        .environment = unlabelled
                           ? judged->policy->unlabelled
                           : adm_policy_environment(judged->policy, adm_str_from(environment)),
        .unlabelled = unlabelled,
        .namespace_asks = judged->request.namespace_asks,
        .object = adm_object_view(judged->review.object),
        .old_object = adm_object_view(judged->review.old_object),
        .fingerprint_key = ADM_STR("test key"),
        .now_s = JUDGE_NOW_S,
        .arena = &judged->arena,
        .platform = judged->platform,
    };
    struct adm_registry registry = {0};
    registry.validators = adm_registry_validators(&registry.validator_count);
    registry.mutators = adm_registry_mutators(&registry.mutator_count);
    adm_decision_make(&registry, &judged->request, false, &judged->decision);
    struct adm_text out;
    adm_text_init(&out, &judged->arena);
    adm_review_write(&judged->decision.response, &out);
    cr_assert(adm_text_finish(&out, &judged->response, NULL));
}

void judge_destroy(struct judged *judged) {
    adm_policy_free(judged->policy);
    adm_platform_free(judged->platform);
    adm_arena_destroy(&judged->arena);
}

struct adm_str judge_read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    cr_assert(file != NULL, "%s", path);
    cr_assert(fseek(file, 0, SEEK_END) == 0);
    long size = ftell(file);
    cr_assert(size >= 0);
    rewind(file);
    char *bytes = malloc((size_t)size + 1);
    cr_assert(bytes != NULL && fread(bytes, 1, (size_t)size, file) == (size_t)size, "%s", path);
    fclose(file);
    return (struct adm_str){bytes, (size_t)size};
}
