// SPDX-License-Identifier: Apache-2.0
#include "server/check_judge.h"

#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "mutators/registry.h"
#include "server/check_review.h"
#include "server/environment_name.h"
#include "validators/registry.h"

enum { KEY_BYTES = 32 };

static bool find_environment(struct adm_check_judge *judge, struct adm_error *err) {
    const char *name = judge->options->environment;
    judge->environment = judge->policy->unlabelled;
    if (name == NULL)
        return true;
    judge->unlabelled = strcmp(name, ADM_CHECK_UNLABELLED) == 0;
    if (judge->unlabelled)
        return true;
    judge->environment = adm_environment_name_find(judge->policy, name, ADM_CHECK_UNLABELLED, err);
    return judge->environment != NULL;
}

// Fingerprints are not shown; a key of this run alone makes sure that none could be compared.
static bool make_key(struct adm_check_judge *judge, struct adm_arena *arena,
                     struct adm_error *err) {
    char *key = adm_arena_alloc(arena, KEY_BYTES);
    if (key == NULL || getrandom(key, KEY_BYTES, 0) != KEY_BYTES)
        return adm_fail(err, ADM_CRYPTO, "no random bytes from the system");
    judge->fingerprint_key = (struct adm_str){key, KEY_BYTES};
    return true;
}

// The API server adds system:authenticated to whoever has a name.
static bool make_groups(struct adm_check_judge *judge, struct adm_arena *arena,
                        struct adm_error *err) {
    struct adm_text text;
    struct adm_writer w;
    struct adm_str json = {0};
    adm_text_init(&text, arena);
    adm_writer_init(&w, &text);
    adm_writer_open(&w, '[');
    adm_writer_string(&w, ADM_STR("system:authenticated"));
    for (size_t i = 0; i < judge->options->group_count; i++) {
        struct adm_str rest = adm_str_from(judge->options->groups[i]);
        while (rest.len > 0) {
            size_t comma = adm_str_index(rest, ',');
            adm_writer_string(&w, adm_str_slice(rest, 0, comma));
            rest = adm_str_slice(rest, comma + 1, rest.len);
        }
    }
    adm_writer_close(&w, ']');
    ADM_TRY(adm_text_finish(&text, &json, err));
    return adm_json_parse_copy(json, arena, &judge->groups, err);
}

bool adm_check_judge_init(struct adm_check_judge *judge, const struct adm_check_options *options,
                          const struct adm_policy *policy, struct adm_arena *arena,
                          struct adm_error *err) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    *judge = (struct adm_check_judge){.options = options,
                                      .policy = policy,
                                      .namespace_asks = options->namespace_asks,
                                      .now_s = now.tv_sec};
    ADM_TRY(find_environment(judge, err));
    judge->registry.validators = adm_registry_validators(&judge->registry.validator_count);
    judge->registry.mutators = options->mutate
                                   ? adm_registry_previews(&judge->registry.mutator_count)
                                   : adm_registry_mutators(&judge->registry.mutator_count);
    ADM_TRY(make_groups(judge, arena, err));
    return make_key(judge, arena, err);
}

static bool read_item(const struct adm_check_judge *judge, const struct adm_check_item *item,
                      struct adm_arena *arena, struct adm_review *out, struct adm_error *err) {
    if (!adm_json_is(item->object, ADM_JSON_OBJECT))
        return adm_fail(err, ADM_INVALID, "not a Kubernetes object: a map is expected");
    if (item->kind.len == 0)
        return adm_fail(err, ADM_INVALID, "not a Kubernetes object: `kind` is missing");
    if (item->api_version.len == 0)
        return adm_fail(err, ADM_INVALID, "not a Kubernetes object: `apiVersion` is missing");
    if (adm_str_is(item->kind, "AdmissionReview"))
        return adm_review_read(item->object, out, err);
    const struct adm_check_writer writer = {judge->options->user, judge->options->namespace,
                                            judge->groups};
    adm_check_review_make(&writer, item, arena, out);
    return true;
}

static struct adm_request request_of(const struct adm_check_judge *judge,
                                     const struct adm_review *review, struct adm_arena *arena) {
    bool own_entry = adm_check_review_is_cluster(review);
    struct adm_request request = {
        .review = review,
        .policy = judge->policy,
        .environment = own_entry ? judge->policy->unlabelled : judge->environment,
        .unlabelled = own_entry || judge->unlabelled,
        .namespace_asks = judge->namespace_asks,
        .object = adm_object_view(review->object),
        .old_object = adm_object_view(review->old_object),
        .fingerprint_key = judge->fingerprint_key,
        .now_s = judge->now_s,
        .arena = arena,
        .platform = judge->platform,
    };
    return request;
}

// An element of a typed list may leave its kind to the list.
static void complete_object(struct adm_request *request, const struct adm_check_item *item) {
    if (request->object.root != item->object)
        return;
    request->object.kind = item->kind;
    request->object.api_version = item->api_version;
}

static bool merge_findings(const struct adm_decision *a, const struct adm_decision *b,
                           struct adm_arena *arena, struct adm_check_result *out,
                           struct adm_error *err) {
    size_t count = a->verdict.count + b->verdict.count;
    struct adm_finding *findings = adm_arena_array(arena, count + 1, sizeof *findings);
    if (findings == NULL)
        return adm_fail(err, ADM_MEMORY, "out of memory for the findings");
    for (size_t i = 0; i < count; i++)
        findings[i] = i < a->verdict.count ? a->verdict.findings[i]
                                           : b->verdict.findings[i - a->verdict.count];
    out->findings = findings;
    out->finding_count = count;
    return true;
}

static const struct adm_yaml *yaml_of(const struct adm_check_item *item) {
    if (!adm_str_is(item->kind, "AdmissionReview"))
        return item->yaml;
    return adm_yaml_get(adm_yaml_get(item->yaml, "request"), "object");
}

static void describe(const struct adm_request *request, const struct adm_check_item *item,
                     struct adm_check_result *out) {
    bool gone = request->object.root == NULL;
    const struct adm_object *object = gone ? &request->old_object : &request->object;
    struct adm_str name = adm_object_display_name(object);
    out->kind = request->review->kind.kind;
    out->name = name.len > 0 ? name : request->review->name;
    out->namespace = request->review->namespace;
    out->yaml = yaml_of(item);
    out->line = item->line;
    out->column = item->column;
}

bool adm_check_judge_prepare(const struct adm_check_judge *judge, const struct adm_check_item *item,
                             struct adm_arena *arena, struct adm_check_call *out,
                             struct adm_error *err) {
    struct adm_review review = {0};
    ADM_TRY(read_item(judge, item, arena, &review, err));
    out->review = review;
    out->request = request_of(judge, &out->review, arena);
    complete_object(&out->request, item);
    return true;
}

static bool is_pod(const struct adm_review *review) {
    return review->kind.group.len == 0 && adm_str_is(review->kind.kind, "Pod");
}

void adm_check_judge_follow(const struct adm_check_call *call,
                            const struct adm_check_mutated *mutated, struct adm_check_call *out) {
    *out = *call;
    out->request.review = &out->review;
    if (!is_pod(&call->review) || mutated == NULL)
        return;
    out->review.object = mutated->object;
    out->request.object = adm_object_view(mutated->object);
    out->request.object.kind = call->request.object.kind;
    out->request.object.api_version = call->request.object.api_version;
}

bool adm_check_judge_mutate(struct adm_decision *decision, const struct adm_request *request,
                            const struct adm_check_mutated **out, struct adm_error *err) {
    struct adm_str patch = {0};
    struct adm_check_mutated *mutated = NULL;
    ADM_TRY(adm_patch_finish(&decision->patch, &patch, err));
    if (patch.len > 0) {
        mutated = adm_arena_alloc(request->arena, sizeof *mutated);
        if (mutated == NULL)
            return adm_fail(err, ADM_MEMORY, "out of memory for the patched object");
        ADM_TRY(adm_check_mutate_apply(request->object.root, patch, request->arena, mutated, err));
    }
    *out = mutated;
    return true;
}

bool adm_check_judge_item(const struct adm_check_judge *judge, const struct adm_check_item *item,
                          struct adm_arena *arena, struct adm_check_result *out,
                          struct adm_error *err) {
    struct adm_check_call call, later;
    struct adm_decision mutated, validated;
    struct adm_check_result result = {0};
    const struct adm_check_mutated *planned = NULL;
    ADM_TRY(adm_check_judge_prepare(judge, item, arena, &call, err));
    adm_decision_make(&judge->registry, &call.request, true, &mutated);
    ADM_TRY(adm_check_judge_mutate(&mutated, &call.request, &planned, err));
    adm_check_judge_follow(&call, planned, &later);
    // A pod that is refused while it is changed never comes to platform-mount.
    struct adm_registry registry = judge->registry;
    if (mutated.kind == ADM_DECISION_DENY)
        registry.mutator_count = 0;
    adm_decision_make(&registry, &later.request, false, &validated);
    ADM_TRY(merge_findings(&mutated, &validated, arena, &result, err));
    result.patch = mutated.response.patch;
    result.mutated = result.patch.len > 0 ? planned : NULL;
    result.decision = mutated.kind > validated.kind ? mutated.kind : validated.kind;
    result.message =
        mutated.kind == ADM_DECISION_DENY ? mutated.response.message : validated.response.message;
    describe(&call.request, item, &result);
    *out = result;
    return true;
}
