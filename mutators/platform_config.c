// SPDX-License-Identifier: Apache-2.0
// platform-config: a pod that asks gets platform.yaml of its ConfigMap at /etc/floe/platform.yaml
// in every container, and the environment that names it. What the pod has already stays.
#include <string.h>

#include "core/fingerprint.h"
#include "mutators/mutator.h"
#include "mutators/platform_container.h"
#include "mutators/platform_source.h"

static const char inject[] = "floe.dev/inject";
static const char injected[] = "floe.dev/injected";
static const char mirror[] = "kubernetes.io/config.mirror";

static bool is_pod(const struct adm_review *review) {
    return review->kind.group.len == 0 && adm_str_is(review->kind.kind, "Pod");
}

static bool is_ephemeral_update(const struct adm_review *review) {
    return review->operation == ADM_OPERATION_UPDATE &&
           adm_str_is(review->sub_resource, "ephemeralcontainers");
}

static bool is_create(const struct adm_review *review) {
    return review->operation == ADM_OPERATION_CREATE && review->sub_resource.len == 0;
}

static bool applies(const struct adm_request *request) {
    return request->object.root != NULL && is_pod(request->review) &&
           (is_create(request->review) || is_ephemeral_update(request->review));
}

static bool applies_to_templates(const struct adm_request *request) {
    const struct adm_gvk *kind = &request->review->kind;
    return applies(request) || (request->object.root != NULL && is_create(request->review) &&
                                adm_pod_is_workload(kind->group, kind->kind));
}

// The review says what the object is, whatever the object says of itself.
static bool find_pod(const struct adm_request *request, struct adm_pod *out) {
    struct adm_object object = request->object;
    if (is_pod(request->review)) {
        object.api_version = ADM_STR("v1");
        object.kind = ADM_STR("Pod");
    }
    return adm_pod_find(&object, out);
}

static bool is_map(const struct adm_json *node) {
    return node == NULL || node->type == ADM_JSON_NULL || node->type == ADM_JSON_OBJECT;
}

// Mutation comes before validation: an object with a value of another type where the patch would
// add something is left to the API server, which refuses it.
static bool is_well_formed(struct adm_platform_plan *plan) {
    const struct adm_json *metadata =
        adm_patch_resolve(plan->request->object.root, adm_platform_plan_pointer(plan, "/metadata"));
    return is_map(metadata) && is_map(adm_json_get(metadata, "annotations")) &&
           adm_platform_plan_is_list(adm_json_get(plan->pod.spec, "volumes"));
}

static struct adm_str prefix_of(const struct adm_pod *pod) {
    if (strcmp(pod->pointer, "/spec/template") == 0)
        return ADM_STR("spec.template.");
    return pod->pointer[0] == '\0' ? ADM_STR("") : ADM_STR("spec.jobTemplate.spec.template.");
}

static bool is_mirror(const struct adm_platform_plan *plan) {
    return adm_json_get(adm_json_get(plan->pod.metadata, "annotations"), mirror) != NULL;
}

// The pod's own word counts before its namespace's.
static bool is_asked(struct adm_platform_plan *plan) {
    const struct adm_json *label = adm_json_get(adm_json_get(plan->pod.metadata, "labels"), inject);
    struct adm_str value = adm_json_text(label);
    if (adm_str_is(value, "true") || adm_str_is(value, "false"))
        return adm_str_is(value, "true");
    if (adm_json_is(label, ADM_JSON_STRING))
        adm_platform_plan_find(
            plan, ADM_MODE_WARN, ADM_STR("metadata.labels[floe.dev/inject]"),
            ADM_STR("the label is neither \"true\" nor \"false\" and was not heard"),
            ADM_STR("write \"true\" to get platform.yaml, or \"false\" to go without"));
    return plan->request->namespace_asks;
}

// Counted by position, too: what is no container takes a place all the same.
static bool has_too_many(struct adm_platform_plan *plan) {
    struct adm_pod_iter it = adm_pod_containers(&plan->pod);
    size_t count = 0;
    bool many = false;
    while (!many && adm_pod_next(&it))
        many = it.index >= ADM_PLATFORM_CONTAINERS_MAX || ++count > ADM_PLATFORM_CONTAINERS_MAX;
    if (!many)
        return false;
    adm_platform_plan_find(plan, ADM_MODE_OFF, ADM_STR("spec.containers"),
                           adm_text_format(plan->request->arena,
                                           "the pod asks for platform.yaml and has more than %d "
                                           "containers",
                                           ADM_PLATFORM_CONTAINERS_MAX),
                           ADM_STR("use fewer, or set its label floe.dev/inject to \"false\""));
    return true;
}

// An ephemeral container that runs already cannot be changed.
static bool is_running(const struct adm_platform_plan *plan, const struct adm_json *container) {
    const struct adm_json *old =
        adm_json_get(adm_json_get(plan->request->old_object.root, "spec"), "ephemeralContainers");
    struct adm_str name = adm_json_get_text(container, "name");
    struct adm_json_iter it = adm_json_iter(old);
    while (adm_json_next(&it))
        if (adm_str_equal(adm_json_get_text(it.value, "name"), name))
            return true;
    return false;
}

static void plan_new_ephemeral(struct adm_platform_plan *plan) {
    struct adm_pod_iter it = adm_pod_containers(&plan->pod);
    while (adm_pod_next(&it))
        if (it.kind == ADM_CONTAINER_EPHEMERAL && !is_running(plan, it.container))
            adm_platform_container_plan(plan, &it);
}

// A digest of what was wanted, not of what was missing: the same when the mutator is called again.
static struct adm_str digest_of(const struct adm_platform_plan *plan) {
    struct adm_arena *arena = plan->request->arena;
    struct adm_str wanted = adm_text_format(
        arena, "%s\n%s\n%s\n%.*s\n%.*s", ADM_PLATFORM_FILE, ADM_PLATFORM_VOLUME, ADM_PLATFORM_KEY,
        ADM_STR_ARGS(plan->map), ADM_STR_ARGS(plan->request->environment->name));
    return adm_fingerprint_of(adm_str_from(injected), wanted, arena);
}

static void note_injected(struct adm_platform_plan *plan) {
    const struct adm_json *annotations = adm_json_get(plan->pod.metadata, "annotations");
    const struct adm_json *noted = adm_json_get(annotations, injected);
    struct adm_str digest = digest_of(plan);
    if (digest.len == 0)
        plan->patch->failed = true;
    struct adm_str note = adm_text_format(plan->request->arena, "\"%.*s\"", ADM_STR_ARGS(digest));
    if (noted == NULL && plan->changes)
        adm_patch_put(plan->patch, adm_platform_plan_pointer(plan, "/metadata/annotations"),
                      adm_str_from(injected), adm_platform_plan_keep(plan, note));
    if (noted != NULL && !adm_str_equal(adm_json_text(noted), digest))
        adm_platform_plan_find(
            plan, ADM_MODE_WARN, ADM_STR("metadata.annotations[floe.dev/injected]"),
            ADM_STR("the annotation names another injection and was left as it is"),
            ADM_STR("remove it: it is written for you"));
}

static void plan_pod(struct adm_platform_plan *plan) {
    if (!adm_platform_source_name(plan))
        return;
    adm_platform_source_find(plan);
    struct adm_pod_iter it = adm_pod_containers(&plan->pod);
    while (adm_pod_next(&it))
        adm_platform_container_plan(plan, &it);
    if (plan->mounts && !plan->has_volume)
        adm_platform_source_add(plan);
    note_injected(plan);
}

static bool plan(const struct adm_request *request, struct adm_patch *patch,
                 struct adm_verdict *verdict, struct adm_error *err) {
    (void)err;
    struct adm_platform_plan plan = {.request = request, .patch = patch, .verdict = verdict};
    if (!find_pod(request, &plan.pod) || !is_well_formed(&plan))
        return true;
    plan.prefix = prefix_of(&plan.pod);
    if (is_mirror(&plan) || !is_asked(&plan) || has_too_many(&plan))
        return true;
    if (request->review->operation == ADM_OPERATION_UPDATE)
        plan_new_ephemeral(&plan);
    else
        plan_pod(&plan);
    return true;
}

const struct adm_mutator adm_mutator_platform_config = {
    .rule = ADM_RULE_PLATFORM_CONFIG,
    .title = "A pod that asks gets platform.yaml",
    .applies = applies,
    .plan = plan,
};

const struct adm_mutator adm_mutator_platform_config_templates = {
    .rule = ADM_RULE_PLATFORM_CONFIG,
    .title = "A pod that asks gets platform.yaml; so do the pods of a workload",
    .applies = applies_to_templates,
    .plan = plan,
};
