// SPDX-License-Identifier: Apache-2.0
#include "server/explain.h"

#include "server/explain_adds.h"
#include "server/explain_pod.h"
#include "server/explain_said.h"

struct making {
    const struct adm_check_judge *judge;
    const struct adm_check_call *call;
    struct adm_arena *arena;
    struct adm_explanation *out;
    struct adm_check_call later; // what the validating webhooks are asked
    struct adm_check_call pod;   // … about a pod of a workload
    struct adm_object patched;
};

bool adm_explain_is_pod(const struct adm_review *review) {
    return adm_pod_is_workload(review->kind.group, review->kind.kind);
}

static bool fail_memory(struct adm_error *err) {
    return adm_fail(err, ADM_MEMORY, "out of memory for the explanation");
}

static enum adm_mode mode_of(const struct adm_request *request, enum adm_rule rule) {
    enum adm_mode mode = request->environment->modes[rule];
    bool softer = request->unlabelled && request->policy->unlabelled_mode < mode;
    return softer ? request->policy->unlabelled_mode : mode;
}

static bool keep_findings(struct making *making, const struct adm_decision *decision,
                          struct adm_error *err) {
    const struct adm_verdict *verdict = &decision->verdict;
    struct adm_explanation *out = making->out;
    size_t count = out->finding_count + verdict->count;
    struct adm_finding *all = adm_arena_array(making->arena, count + 1, sizeof *all);
    if (all == NULL || verdict->failed)
        return fail_memory(err);
    for (size_t i = 0; i < count; i++)
        all[i] =
            i < out->finding_count ? out->findings[i] : verdict->findings[i - out->finding_count];
    out->findings = all;
    out->finding_count = count;
    out->denied = out->denied || decision->kind == ADM_DECISION_DENY;
    return true;
}

// Each for itself, to tell who adds what; they are planned on the object as it came.
static void explain_mutator(const struct making *making, const struct adm_mutator *mutator,
                            struct adm_explain_mutator *out) {
    const struct adm_mutator *const alone[] = {mutator};
    const struct adm_registry registry = {.mutators = alone, .mutator_count = 1};
    struct adm_decision decision;
    *out = (struct adm_explain_mutator){
        .rule = mutator->rule,
        .mode = mode_of(&making->call->request, mutator->rule),
        .why_not = mutator->why_not(&making->call->request),
    };
    adm_explain_lines_init(&out->adds, making->arena);
    if (out->why_not.len > 0)
        return;
    adm_decision_make(&registry, &making->call->request, true, &decision);
    adm_explain_adds_write(&decision.patch, &out->adds);
}

static bool explain_mutators(struct making *making, struct adm_error *err) {
    const struct adm_registry *registry = &making->judge->registry;
    struct adm_explanation *out = making->out;
    out->mutators =
        adm_arena_array(making->arena, registry->mutator_count + 1, sizeof *out->mutators);
    if (out->mutators == NULL)
        return fail_memory(err);
    out->mutator_count = registry->mutator_count;
    for (size_t i = 0; i < out->mutator_count; i++)
        explain_mutator(making, registry->mutators[i], &out->mutators[i]);
    return true;
}

static bool mutate(struct making *making, struct adm_error *err) {
    struct adm_decision decision;
    const struct adm_check_mutated *mutated = NULL;
    const struct adm_request *request = &making->call->request;
    adm_decision_make(&making->judge->registry, request, true, &decision);
    ADM_TRY(adm_check_judge_mutate(&decision, request, &mutated, err));
    adm_check_judge_follow(making->call, mutated, &making->later);
    making->patched = request->object;
    if (mutated != NULL) {
        making->patched = adm_object_view(mutated->object);
        making->patched.kind = request->object.kind;
        making->patched.api_version = request->object.api_version;
    }
    return keep_findings(making, &decision, err);
}

static enum adm_explain_reading reading_of(const struct making *making,
                                           const struct adm_validator *validator) {
    if (mode_of(&making->later.request, validator->rule) == ADM_MODE_OFF)
        return ADM_EXPLAIN_OFF;
    if (validator->applies(&making->later.request))
        return ADM_EXPLAIN_READS;
    return making->out->makes_pods && validator->applies(&making->pod.request)
               ? ADM_EXPLAIN_READS_PODS
               : ADM_EXPLAIN_READS_NOT;
}

static bool judge_pods(struct making *making, const struct adm_validator *validator,
                       struct adm_error *err) {
    const struct adm_validator *const alone[] = {validator};
    struct adm_registry registry = making->judge->registry;
    struct adm_decision decision;
    registry.validators = alone;
    registry.validator_count = 1;
    adm_decision_make(&registry, &making->pod.request, false, &decision);
    return keep_findings(making, &decision, err);
}

static bool explain_rules(struct making *making, struct adm_error *err) {
    const struct adm_registry *registry = &making->judge->registry;
    struct adm_explanation *out = making->out;
    struct adm_decision decision;
    out->rules = adm_arena_array(making->arena, registry->validator_count + 1, sizeof *out->rules);
    if (out->rules == NULL)
        return fail_memory(err);
    out->rule_count = registry->validator_count;
    adm_decision_make(registry, &making->later.request, false, &decision);
    ADM_TRY(keep_findings(making, &decision, err));
    for (size_t i = 0; i < out->rule_count; i++) {
        const struct adm_validator *validator = registry->validators[i];
        out->rules[i] = (struct adm_explain_rule){
            .rule = validator->rule,
            .mode = mode_of(&making->later.request, validator->rule),
            .reading = reading_of(making, validator),
        };
        if (out->rules[i].reading == ADM_EXPLAIN_READS_PODS)
            ADM_TRY(judge_pods(making, validator, err));
    }
    return true;
}

static bool answer(struct making *making, const struct adm_explain_shelf *shelf,
                   const struct adm_pod *pod, struct adm_error *err) {
    const struct adm_explain_needs *needs = adm_explain_needs_of(pod, making->arena);
    struct adm_explanation *out = making->out;
    if (needs == NULL)
        return fail_memory(err);
    out->answers = adm_arena_array(making->arena, needs->count + 1, sizeof *out->answers);
    if (out->answers == NULL)
        return fail_memory(err);
    out->answer_count = needs->count;
    for (size_t i = 0; i < needs->count; i++) {
        const struct adm_explain_need *need = &needs->list[i];
        const struct adm_explain_want want = {need->is_secret, out->namespace, need->name,
                                              need->key};
        out->answers[i] = (struct adm_explain_answer){need, adm_explain_shelf_find(shelf, &want)};
    }
    if (needs->left_out > 0)
        ADM_EXPLAIN_SAY(&out->said, ADM_EXPLAIN_NOTE,
                        "the pod takes from more than %d ConfigMaps and Secrets: the rest "
                        "was not looked up",
                        ADM_EXPLAIN_NEEDS_MAX);
    return true;
}

static void describe(struct making *making, const struct adm_explain_thing *thing) {
    const struct adm_request *request = &making->call->request;
    struct adm_str name = adm_object_display_name(&request->object);
    *making->out = (struct adm_explanation){
        .thing = thing,
        .kind = request->review->kind.kind,
        .name = name.len > 0 ? name : request->review->name,
        .namespace = request->review->namespace,
        .environment = request->environment,
        .unlabelled = request->unlabelled,
        .makes_pods = !adm_str_is(request->review->kind.kind, "Pod"),
    };
    adm_explain_lines_init(&making->out->said, making->arena);
}

bool adm_explain_make(const struct adm_explain_question *question, struct adm_explanation *out,
                      struct adm_error *err) {
    struct adm_pod pod;
    const struct adm_check_call *call = question->call;
    struct making making = {
        .judge = question->judge, .call = call, .arena = call->request.arena, .out = out};
    describe(&making, question->thing);
    if (!adm_pod_find(&call->request.object, &pod))
        return adm_fail(err, ADM_INVALID, "there is no pod in it: its spec is missing");
    ADM_TRY(explain_mutators(&making, err));
    ADM_TRY(mutate(&making, err));
    if (out->makes_pods)
        ADM_TRY(adm_explain_pod_make(call, &making.patched, &making.pod, err));
    ADM_TRY(explain_rules(&making, err));
    if (adm_pod_find(&making.patched, &pod))
        ADM_TRY(answer(&making, question->shelf, &pod, err));
    adm_explain_said_write(&call->request, &pod, out);
    return !out->said.failed || fail_memory(err);
}
