// SPDX-License-Identifier: Apache-2.0
#include "mutators/platform_plan.h"

void adm_platform_plan_find(struct adm_platform_plan *plan, enum adm_mode limit,
                            struct adm_str path, struct adm_str message, struct adm_str fix) {
    struct adm_str whole = adm_text_format(plan->request->arena, "%.*s%.*s",
                                           ADM_STR_ARGS(plan->prefix), ADM_STR_ARGS(path));
    if (whole.data == NULL || message.data == NULL)
        plan->verdict->failed = true;
    adm_verdict_add(plan->verdict, &(struct adm_finding){
                                       .rule = ADM_RULE_PLATFORM_CONFIG,
                                       .limit = limit,
                                       .path = whole,
                                       .message = message,
                                       .fix = fix,
                                   });
}

struct adm_str adm_platform_plan_keep(struct adm_platform_plan *plan, struct adm_str text) {
    if (text.data == NULL)
        plan->patch->failed = true;
    return text;
}

struct adm_str adm_platform_plan_pointer(struct adm_platform_plan *plan, const char *below) {
    return adm_platform_plan_keep(
        plan, adm_text_format(plan->request->arena, "%s%s", plan->pod.pointer, below));
}

bool adm_platform_plan_is_list(const struct adm_json *node) {
    return node == NULL || node->type == ADM_JSON_NULL || node->type == ADM_JSON_ARRAY;
}
