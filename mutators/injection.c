// SPDX-License-Identifier: Apache-2.0
#include "mutators/injection.h"

#include <string.h>

static const char inject[] = "floe.dev/inject";
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

bool adm_injection_applies(const struct adm_request *request) {
    return request->object.root != NULL && is_pod(request->review) &&
           (is_create(request->review) || is_ephemeral_update(request->review));
}

bool adm_injection_applies_to_templates(const struct adm_request *request) {
    const struct adm_gvk *kind = &request->review->kind;
    return adm_injection_applies(request) ||
           (request->object.root != NULL && is_create(request->review) &&
            adm_pod_is_workload(kind->group, kind->kind));
}

void adm_injection_find(struct adm_injection *injection, const struct adm_finding *finding) {
    struct adm_finding whole = *finding;
    whole.rule = injection->rule;
    whole.path = adm_text_format(injection->request->arena, "%.*s%.*s",
                                 ADM_STR_ARGS(injection->prefix), ADM_STR_ARGS(finding->path));
    if (whole.path.data == NULL || whole.message.data == NULL)
        injection->verdict->failed = true;
    adm_verdict_add(injection->verdict, &whole);
}

struct adm_str adm_injection_keep(struct adm_injection *injection, struct adm_str text) {
    if (text.data == NULL)
        injection->patch->failed = true;
    return text;
}

struct adm_str adm_injection_pointer(struct adm_injection *injection, const char *below) {
    return adm_injection_keep(injection, adm_text_format(injection->request->arena, "%s%s",
                                                         injection->pod.pointer, below));
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

static bool is_list(const struct adm_json *node) {
    return node == NULL || node->type == ADM_JSON_NULL || node->type == ADM_JSON_ARRAY;
}

static bool is_well_formed(struct adm_injection *injection) {
    const struct adm_json *metadata = adm_patch_resolve(
        injection->request->object.root, adm_injection_pointer(injection, "/metadata"));
    return is_map(metadata) && is_map(adm_json_get(metadata, "annotations")) &&
           is_list(adm_json_get(injection->pod.spec, "volumes"));
}

static struct adm_str prefix_of(const struct adm_pod *pod) {
    if (strcmp(pod->pointer, "/spec/template") == 0)
        return ADM_STR("spec.template.");
    return pod->pointer[0] == '\0' ? ADM_STR("") : ADM_STR("spec.jobTemplate.spec.template.");
}

static bool is_mirror(const struct adm_pod *pod) {
    return adm_json_get(adm_json_get(pod->metadata, "annotations"), mirror) != NULL;
}

static const struct adm_json *label_of(const struct adm_pod *pod) {
    return adm_json_get(adm_json_get(pod->metadata, "labels"), inject);
}

static bool is_heard(struct adm_str label) {
    return adm_str_is(label, "true") || adm_str_is(label, "false");
}

// The pod's own word counts before its namespace's.
static bool is_asked(const struct adm_request *request, const struct adm_pod *pod) {
    struct adm_str label = adm_json_text(label_of(pod));
    return is_heard(label) ? adm_str_is(label, "true") : request->namespace_asks;
}

static void warn_unheard(struct adm_injection *injection) {
    const struct adm_json *label = label_of(&injection->pod);
    if (!injection->speaks || !adm_json_is(label, ADM_JSON_STRING) ||
        is_heard(adm_json_text(label)))
        return;
    adm_injection_find(
        injection,
        &(struct adm_finding){
            .limit = ADM_MODE_WARN,
            .path = ADM_STR("metadata.labels[floe.dev/inject]"),
            .message = ADM_STR("the label is neither \"true\" nor \"false\" and was not heard"),
            .fix = ADM_STR("write \"true\" to get platform.yaml, or \"false\" to go without"),
        });
}

// Counted by position, too: what is no container takes a place all the same.
static bool has_many_containers(const struct adm_pod *pod) {
    struct adm_pod_iter it = adm_pod_containers(pod);
    size_t count = 0;
    while (adm_pod_next(&it))
        if (it.index >= ADM_INJECTION_CONTAINERS_MAX || ++count > ADM_INJECTION_CONTAINERS_MAX)
            return true;
    return false;
}

static bool has_too_many(struct adm_injection *injection) {
    const struct adm_json *volumes = adm_json_get(injection->pod.spec, "volumes");
    bool containers = has_many_containers(&injection->pod);
    if (!containers && (volumes == NULL || volumes->count <= ADM_INJECTION_VOLUMES_MAX))
        return false;
    if (!injection->speaks)
        return true;
    adm_injection_find(
        injection,
        &(struct adm_finding){
            .unmet = true,
            .path = containers ? ADM_STR("spec.containers") : ADM_STR("spec.volumes"),
            .message = adm_text_format(
                injection->request->arena, "the pod asks for platform.yaml and has more than %d %s",
                containers ? ADM_INJECTION_CONTAINERS_MAX : ADM_INJECTION_VOLUMES_MAX,
                containers ? "containers" : "volumes"),
            .fix = ADM_STR("use fewer, or set its label floe.dev/inject to \"false\""),
        });
    return true;
}

bool adm_injection_begin(struct adm_injection *injection) {
    if (!find_pod(injection->request, &injection->pod) || !is_well_formed(injection))
        return false;
    injection->prefix = prefix_of(&injection->pod);
    if (is_mirror(&injection->pod))
        return false;
    warn_unheard(injection);
    return is_asked(injection->request, &injection->pod) && !has_too_many(injection);
}

bool adm_injection_is_update(const struct adm_injection *injection) {
    return injection->request->review->operation == ADM_OPERATION_UPDATE;
}

// An ephemeral container that runs already cannot be changed.
static bool is_running(const struct adm_request *request, const struct adm_json *container) {
    const struct adm_json *old =
        adm_json_get(adm_json_get(request->old_object.root, "spec"), "ephemeralContainers");
    struct adm_str name = adm_json_get_text(container, "name");
    struct adm_json_iter it = adm_json_iter(old);
    while (adm_json_next(&it))
        if (adm_str_equal(adm_json_get_text(it.value, "name"), name))
            return true;
    return false;
}

static bool can_change(const struct adm_injection *injection, const struct adm_pod_iter *it) {
    if (!is_list(adm_json_get(it->container, "env")) ||
        !is_list(adm_json_get(it->container, "volumeMounts")) ||
        !is_list(adm_json_get(it->container, "volumeDevices")))
        return false;
    return !adm_injection_is_update(injection) ||
           (it->kind == ADM_CONTAINER_EPHEMERAL && !is_running(injection->request, it->container));
}

bool adm_injection_next(const struct adm_injection *injection, struct adm_pod_iter *it) {
    while (adm_pod_next(it))
        if (can_change(injection, it))
            return true;
    return false;
}

struct adm_str adm_injection_why_not(const struct adm_request *request) {
    struct adm_pod pod;
    if (!adm_injection_applies_to_templates(request))
        return ADM_STR("only pods are changed, when they are created");
    if (adm_policy_has(request->policy->system_namespaces, request->review->namespace))
        return ADM_STR("the namespace is one of the policy's system_namespaces, which are left "
                       "alone");
    if (!find_pod(request, &pod))
        return ADM_STR("it has no spec to change");
    if (is_mirror(&pod))
        return ADM_STR("a mirror pod shows what runs already; change the file on its node");
    if (is_asked(request, &pod))
        return (struct adm_str){0};
    if (adm_str_is(adm_json_text(label_of(&pod)), "false"))
        return ADM_STR("the pod's label floe.dev/inject says \"false\"; write \"true\" to ask");
    return ADM_STR("the pod does not ask; give it or its namespace the label floe.dev/inject: "
                   "\"true\"");
}
