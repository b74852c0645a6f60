// SPDX-License-Identifier: Apache-2.0
// platform-config: a pod that asks gets platform.yaml of its ConfigMap at /etc/floe/platform.yaml
// in every container, and the environment that names it. What the pod has already stays.
#include "mutators/container_plan.h"
#include "mutators/injected.h"
#include "mutators/mutator.h"
#include "mutators/platform_source.h"
#include "mutators/why_not.h"

static const struct adm_wish_words words = {"the platform's file", "the platform's value"};

// Ephemeral containers get the environment alone: the API server forbids subPath there. Where the
// file is kept out, a variable that names it would lead astray.
static void plan_container(struct adm_injection *injection, const struct adm_pod_iter *at,
                           struct adm_wish_volume *volume) {
    struct adm_container_plan plan = {.injection = injection, .at = at};
    struct adm_str environment = injection->request->environment->name;
    const struct adm_wish_variable variables[] = {
        {.name = ADM_STR("FLOE_PLATFORM_FILE"),
         .value = ADM_STR(ADM_INJECTED_FILE),
         .what = ADM_STR("`" ADM_INJECTED_FILE "`"),
         .words = &words},
        {.name = ADM_STR("FLOE_PLATFORM_ENV"),
         .value = environment,
         .what = adm_text_format(injection->request->arena, "`%.*s`", ADM_STR_ARGS(environment)),
         .words = &words},
    };
    if (volume != NULL && at->kind != ADM_CONTAINER_EPHEMERAL &&
        !adm_container_plan_file(&plan, volume, volume->files))
        return;
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        adm_container_plan_variable(&plan, &variables[i]);
}

static void plan_containers(struct adm_injection *injection, struct adm_wish_volume *volume) {
    struct adm_pod_iter it = adm_pod_containers(&injection->pod);
    while (adm_injection_next(injection, &it))
        plan_container(injection, &it, volume);
}

static void plan_pod(struct adm_injection *injection) {
    struct adm_str map = {0};
    if (!adm_platform_source_name(injection, &map))
        return;
    const struct adm_wish_file file = {
        .path = ADM_STR(ADM_INJECTED_FILE),
        .key = ADM_STR(ADM_INJECTED_KEY),
        .item = ADM_STR(ADM_INJECTED_KEY),
        .what = adm_text_format(injection->request->arena, "platform.yaml of ConfigMap %.*s",
                                ADM_STR_ARGS(map)),
    };
    struct adm_wish_volume volume = {.name = ADM_STR(ADM_INJECTED_VOLUME),
                                     .source = ADM_WISH_CONFIG_MAP,
                                     .of = map,
                                     .files = &file,
                                     .count = 1,
                                     .words = &words};
    adm_volume_plan_find(injection, &volume);
    plan_containers(injection, &volume);
    adm_volume_plan_add(injection, &volume);
    adm_injected_note(injection);
}

static bool plan(const struct adm_request *request, struct adm_patch *patch,
                 struct adm_verdict *verdict, struct adm_error *err) {
    (void)err;
    struct adm_injection injection = {.request = request,
                                      .rule = ADM_RULE_PLATFORM_CONFIG,
                                      .speaks = true,
                                      .patch = patch,
                                      .verdict = verdict};
    if (!adm_injection_begin(&injection))
        return true;
    if (adm_injection_is_update(&injection))
        plan_containers(&injection, NULL);
    else
        plan_pod(&injection);
    return true;
}

static struct adm_str why_not(const struct adm_request *request) {
    return adm_why_not_planned(request, &adm_mutator_platform_config,
                               "everything is there already");
}

const struct adm_mutator adm_mutator_platform_config = {
    .rule = ADM_RULE_PLATFORM_CONFIG,
    .title = "A pod that asks gets platform.yaml",
    .applies = adm_injection_applies,
    .plan = plan,
    .why_not = why_not,
};

const struct adm_mutator adm_mutator_platform_config_templates = {
    .rule = ADM_RULE_PLATFORM_CONFIG,
    .title = "A pod that asks gets platform.yaml; so do the pods of a workload",
    .applies = adm_injection_applies_to_templates,
    .plan = plan,
    .why_not = why_not,
};
