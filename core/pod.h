// SPDX-License-Identifier: Apache-2.0
// The pod inside any workload: Pod itself, the template of Deployment, StatefulSet, DaemonSet,
// ReplicaSet, ReplicationController, Job, and CronJob's job template. And a walk over its
// containers.
#pragma once

#include "core/object.h"

struct adm_pod {
    const struct adm_json *metadata; // the pod's or template's metadata, or NULL
    const struct adm_json *spec;     // the pod spec; never NULL when found
    const char *pointer; // JSON pointer of the object with metadata and spec ("" for a Pod,
                         // "/spec/template", …); static storage
};

// Finds the pod by apiVersion group and kind; false for other kinds or when there is no spec.
bool adm_pod_find(const struct adm_object *object, struct adm_pod *out);
// Whether objects of this group and kind hold a pod.
bool adm_pod_is_workload(struct adm_str group, struct adm_str kind);

enum adm_container_kind { ADM_CONTAINER_INIT, ADM_CONTAINER_MAIN, ADM_CONTAINER_EPHEMERAL };

// Walks init containers, containers, ephemeral containers:
//   struct adm_pod_iter it = adm_pod_containers(&pod);
//   while (adm_pod_next(&it)) use(it.list, it.index, it.container);
struct adm_pod_iter {
    const struct adm_json *container;
    const char *list; // "initContainers", "containers", "ephemeralContainers"
    uint32_t index;
    enum adm_container_kind kind;
    const struct adm_json *spec;   // private
    struct adm_json_iter elements; // private
    unsigned state;                // private
};
struct adm_pod_iter adm_pod_containers(const struct adm_pod *pod);
bool adm_pod_next(struct adm_pod_iter *it);
