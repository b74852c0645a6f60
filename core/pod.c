// SPDX-License-Identifier: Apache-2.0
#include "core/pod.h"

#include "core/patch.h"

static const struct {
    const char *group, *kind, *pointer;
} workloads[] = {
    {"", "Pod", ""},
    {"apps", "Deployment", "/spec/template"},
    {"apps", "StatefulSet", "/spec/template"},
    {"apps", "DaemonSet", "/spec/template"},
    {"apps", "ReplicaSet", "/spec/template"},
    {"", "ReplicationController", "/spec/template"},
    {"batch", "Job", "/spec/template"},
    {"batch", "CronJob", "/spec/jobTemplate/spec/template"},
};
enum { WORKLOADS = sizeof workloads / sizeof *workloads };

static size_t find(struct adm_str group, struct adm_str kind) {
    size_t i = 0;
    while (i < WORKLOADS &&
           !(adm_str_is(group, workloads[i].group) && adm_str_is(kind, workloads[i].kind)))
        i++;
    return i;
}

bool adm_pod_is_workload(struct adm_str group, struct adm_str kind) {
    return find(group, kind) < WORKLOADS;
}

bool adm_pod_find(const struct adm_object *object, struct adm_pod *out) {
    size_t row = find(adm_object_group(object->api_version), object->kind);
    if (row == WORKLOADS)
        return false;
    const char *pointer = workloads[row].pointer;
    const struct adm_json *pod = adm_patch_resolve(object->root, adm_str_from(pointer));
    const struct adm_json *spec = adm_json_get(pod, "spec");
    const struct adm_json *metadata = adm_json_get(pod, "metadata");
    if (!adm_json_is(spec, ADM_JSON_OBJECT))
        return false;
    *out =
        (struct adm_pod){adm_json_is(metadata, ADM_JSON_OBJECT) ? metadata : NULL, spec, pointer};
    return true;
}

static const struct {
    const char *list;
    enum adm_container_kind kind;
} lists[] = {{"initContainers", ADM_CONTAINER_INIT},
             {"containers", ADM_CONTAINER_MAIN},
             {"ephemeralContainers", ADM_CONTAINER_EPHEMERAL}};
enum { LISTS = sizeof lists / sizeof *lists };

// Only an array has containers: an object in its place would be walked by its keys.
static void enter_list(struct adm_pod_iter *it) {
    const struct adm_json *list = adm_json_get(it->spec, lists[it->state].list);
    it->elements = adm_json_iter(adm_json_is(list, ADM_JSON_ARRAY) ? list : NULL);
    it->list = lists[it->state].list;
    it->kind = lists[it->state].kind;
}

struct adm_pod_iter adm_pod_containers(const struct adm_pod *pod) {
    struct adm_pod_iter it = {.spec = pod->spec};
    enter_list(&it);
    return it;
}

bool adm_pod_next(struct adm_pod_iter *it) {
    while (it->state < LISTS) {
        while (adm_json_next(&it->elements)) {
            if (!adm_json_is(it->elements.value, ADM_JSON_OBJECT))
                continue;
            it->container = it->elements.value;
            it->index = it->elements.index;
            return true;
        }
        if (++it->state < LISTS)
            enter_list(it);
    }
    return false;
}
