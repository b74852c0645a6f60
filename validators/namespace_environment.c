// SPDX-License-Identifier: Apache-2.0
// namespace-environment: the label floe.dev/environment decides how strictly a namespace is judged,
// so only the policy's environment owners may make a namespace laxer.
#include "validators/validator.h"

static const char label[] = "floe.dev/environment";

static bool applies(const struct adm_request *request) {
    const struct adm_review *review = request->review;
    return adm_str_is(review->kind.kind, "Namespace") && review->kind.group.len == 0 &&
           (review->operation == ADM_OPERATION_CREATE ||
            review->operation == ADM_OPERATION_UPDATE) &&
           request->object.root != NULL;
}

static bool is_owner(const struct adm_request *request) {
    const struct adm_user *user = &request->review->user;
    if (adm_policy_has(request->policy->owner_users, user->name))
        return true;
    struct adm_json_iter it = adm_json_iter(user->groups);
    while (adm_json_next(&it))
        if (adm_policy_has(request->policy->owner_groups, adm_json_text(it.value)))
            return true;
    return false;
}

static struct adm_str names_here(const struct adm_request *request) {
    struct adm_text text;
    adm_text_init(&text, request->arena);
    for (size_t i = 0; i < request->policy->environment_count; i++) {
        const struct adm_environment *e = &request->policy->environments[i];
        if (e->here)
            adm_text_printf(&text, "%s%.*s", text.len > 0 ? ", " : "", ADM_STR_ARGS(e->name));
    }
    return text.failed ? (struct adm_str){0} : adm_text_str(&text);
}

static void add(struct adm_verdict *verdict, struct adm_str message, struct adm_str fix) {
    adm_verdict_add(verdict, &(struct adm_finding){
                                 .rule = ADM_RULE_NAMESPACE_ENVIRONMENT,
                                 .uncapped = true,
                                 .path = ADM_STR("metadata.labels[floe.dev/environment]"),
                                 .message = message,
                                 .fix = fix,
                             });
}

// A namespace without the label, or with one that no environment has, is judged as unlabelled.
static const struct adm_environment *judged_as(const struct adm_request *request,
                                               const struct adm_object *object) {
    const struct adm_environment *e =
        adm_policy_environment(request->policy, adm_object_label(object, label));
    return e != NULL ? e : request->policy->unlabelled;
}

static void judge_value(const struct adm_request *request, struct adm_str value,
                        struct adm_verdict *verdict) {
    const struct adm_environment *to = adm_policy_environment(request->policy, value);
    struct adm_str shown = adm_verdict_one_line(value, 63, request->arena);
    if (to == NULL || !to->here) {
        add(verdict,
            shown.len == 0
                ? ADM_STR("an empty value is not an environment")
                : adm_text_format(request->arena, "`%.*s` is not an environment of this cluster",
                                  ADM_STR_ARGS(shown)),
            adm_text_format(request->arena, "use one of: %.*s", ADM_STR_ARGS(names_here(request))));
        return;
    }
    const struct adm_environment *from = judged_as(request, &request->old_object);
    if (to->strictness < from->strictness)
        add(verdict,
            adm_text_format(request->arena,
                            "`%.*s` is laxer than the environment in force (`%.*s`)",
                            ADM_STR_ARGS(to->name), ADM_STR_ARGS(from->name)),
            ADM_STR("ask an environment owner (`environment_owners` in the policy) to set it"));
}

static void warn_unlabelled(const struct adm_request *request, struct adm_verdict *verdict) {
    adm_verdict_add(verdict,
                    &(struct adm_finding){
                        .rule = ADM_RULE_NAMESPACE_ENVIRONMENT,
                        .limit = ADM_MODE_WARN,
                        .uncapped = true,
                        .path = ADM_STR("metadata.labels"),
                        .message = adm_text_format(
                            request->arena, "the namespace has no label %s and is judged as `%.*s`",
                            label, ADM_STR_ARGS(request->policy->unlabelled->name)),
                        .fix = adm_text_format(request->arena, "label it with one of: %.*s",
                                               ADM_STR_ARGS(names_here(request))),
                    });
}

static bool judge(const struct adm_request *request, struct adm_verdict *verdict,
                  struct adm_error *err) {
    (void)err;
    bool created = request->review->operation == ADM_OPERATION_CREATE;
    bool has = adm_object_has_label(&request->object, label);
    bool had = !created && adm_object_has_label(&request->old_object, label);
    struct adm_str value = adm_object_label(&request->object, label);
    bool kept = has == had && adm_str_equal(value, adm_object_label(&request->old_object, label));
    if (created && !has)
        warn_unlabelled(request, verdict);
    else if (kept || is_owner(request))
        return true;
    else if (has)
        judge_value(request, value, verdict);
    else
        add(verdict, ADM_STR("the environment label must not be removed"),
            ADM_STR("keep it, or ask an environment owner (`environment_owners` in the policy)"));
    return true;
}

const struct adm_validator adm_validator_namespace_environment = {
    .rule = ADM_RULE_NAMESPACE_ENVIRONMENT,
    .title = "A namespace's environment label is set by its owners",
    .applies = applies,
    .judge = judge,
};
