// SPDX-License-Identifier: Apache-2.0
#include "core/decision.h"

#include "core/answer.h"
#include "core/fold.h"

const char *adm_decision_name(enum adm_decision_kind kind) {
    static const char *const names[] = {"allow", "warn", "deny"};
    return names[kind];
}

// What could not be judged is a finding that no mode but the environment's softens.
static void add_unjudged(enum adm_rule rule, const struct adm_error *err,
                         struct adm_verdict *verdict) {
    adm_verdict_add(
        verdict,
        &(struct adm_finding){
            .rule = rule,
            .limit = ADM_MODE_ENFORCE,
            .message = adm_text_format(verdict->arena, "cannot be judged: %s", err->message),
            .fix = ADM_STR("make the object smaller or simpler, or report this"),
        });
}

static void run_validators(const struct adm_registry *registry, const struct adm_request *asked,
                           struct adm_verdict *verdict) {
    struct adm_request knowing = *asked;
    const struct adm_request *request = &knowing;
    knowing.registry = registry;
    for (size_t i = 0; i < registry->validator_count; i++) {
        const struct adm_validator *validator = registry->validators[i];
        struct adm_error err = {0};
        if (request->environment->modes[validator->rule] == ADM_MODE_OFF ||
            !validator->applies(request))
            continue;
        if (!validator->judge(request, verdict, &err))
            add_unjudged(validator->rule, &err, verdict);
    }
}

static void run_mutators(const struct adm_registry *registry, const struct adm_request *request,
                         struct adm_decision *out) {
    for (size_t i = 0; i < registry->mutator_count; i++) {
        const struct adm_mutator *mutator = registry->mutators[i];
        struct adm_error err = {0};
        if (!mutator->applies(request))
            continue;
        if (!mutator->plan(request, &out->patch, &out->verdict, &err))
            add_unjudged(mutator->rule, &err, &out->verdict);
    }
}

static enum adm_decision_kind kind_of(const struct adm_verdict *verdict) {
    if (verdict->failed)
        return ADM_DECISION_DENY;
    if (verdict->count == 0 || verdict->findings[0].mode < ADM_MODE_WARN)
        return ADM_DECISION_ALLOW;
    return verdict->findings[0].mode == ADM_MODE_ENFORCE ? ADM_DECISION_DENY : ADM_DECISION_WARN;
}

// No room even for the words: deny with what needs none.
static void deny_bare(const struct adm_request *request, struct adm_decision *out) {
    out->kind = ADM_DECISION_DENY;
    out->response = (struct adm_response){
        .uid = request->review->uid,
        .message = ADM_STR("floe-admission cannot judge this object within its memory limit; "
                           "make it smaller"),
    };
}

// The API server's own namespaces never reach a well-configured server; one that is asked all the
// same must not stand in their way. A Namespace object is judged: it carries its own name.
static bool is_system(const struct adm_request *request) {
    return !adm_str_is(request->review->kind.kind, "Namespace") &&
           adm_policy_has(request->policy->system_namespaces, request->review->namespace);
}

void adm_decision_make(const struct adm_registry *registry, const struct adm_request *request,
                       bool mutate, struct adm_decision *out) {
    *out = (struct adm_decision){0};
    adm_verdict_init(&out->verdict, request->arena);
    adm_patch_init(&out->patch, request->arena, request->object.root);
    if (!is_system(request)) {
        if (mutate)
            run_mutators(registry, request, out);
        else
            run_validators(registry, request, &out->verdict);
    }
    adm_fold_findings(request, &out->verdict);
    out->kind = kind_of(&out->verdict);
    // Whatever was refused memory on the way may have looked at less than there is.
    if (out->verdict.failed || !adm_answer_compose(request, out, NULL) || request->arena->exhausted)
        deny_bare(request, out);
}
