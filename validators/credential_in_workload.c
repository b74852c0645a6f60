// SPDX-License-Identifier: Apache-2.0
// credential-in-workload: no credential in a pod or in what makes pods.
#include "core/pod.h"
#include "validators/credential_scan.h"

struct child {
    const char *group, *kind; // of what a controller makes
    const char *owner_group, *owner_kind;
};

static const struct child children[] = {
    {"", "Pod", "apps", "ReplicaSet"},
    {"", "Pod", "apps", "StatefulSet"},
    {"", "Pod", "apps", "DaemonSet"},
    {"", "Pod", "batch", "Job"},
    {"", "Pod", "", "ReplicationController"},
    {"apps", "ReplicaSet", "apps", "Deployment"},
    {"batch", "Job", "batch", "CronJob"},
    {"apps", "ControllerRevision", "apps", "StatefulSet"},
    {"apps", "ControllerRevision", "apps", "DaemonSet"},
};

static bool applies(const struct adm_request *request) {
    const struct adm_review *review = request->review;
    const struct adm_gvk *kind = &review->kind;
    bool revision = adm_str_is(kind->group, "apps") && adm_str_is(kind->kind, "ControllerRevision");
    return (review->operation == ADM_OPERATION_CREATE ||
            review->operation == ADM_OPERATION_UPDATE) &&
           request->object.root != NULL &&
           (revision || adm_pod_is_workload(kind->group, kind->kind));
}

// "system:serviceaccount:NAMESPACE:NAME" of the policy's list.
static bool is_controller(const struct adm_request *request) {
    static const char prefix[] = "system:serviceaccount:";
    struct adm_str user = request->review->user.name;
    return adm_str_starts(user, prefix) &&
           adm_policy_has(request->policy->workload_controllers,
                          adm_str_slice(user, sizeof prefix - 1, user.len));
}

static bool has_matching_owner(const struct adm_request *request) {
    const struct adm_gvk *kind = &request->review->kind;
    struct adm_owner owner = {0};
    if (!adm_object_controller(&request->object, &owner))
        return false;
    struct adm_str group = adm_object_group(owner.api_version);
    for (size_t i = 0; i < sizeof children / sizeof *children; i++)
        if (adm_str_is(kind->group, children[i].group) &&
            adm_str_is(kind->kind, children[i].kind) &&
            adm_str_is(group, children[i].owner_group) &&
            adm_str_is(owner.kind, children[i].owner_kind))
            return true;
    return false;
}

// What is older than the rule goes on being scheduled, scaled and rolled back: its owner is what is
// enforced.
static bool is_made_by_controller(const struct adm_request *request) {
    return request->review->operation == ADM_OPERATION_CREATE && is_controller(request) &&
           has_matching_owner(request);
}

static bool judge(const struct adm_request *request, struct adm_verdict *verdict,
                  struct adm_error *err) {
    const struct adm_json *old = adm_credential_scan_old(request);
    struct adm_credential_scan scan;
    if (adm_credential_scan_is_same(&request->object, old, false))
        return true;
    adm_credential_scan_init(&scan, request, ADM_RULE_CREDENTIAL_IN_WORKLOAD, verdict);
    if (is_made_by_controller(request))
        scan.limit = ADM_MODE_WARN;
    ADM_TRY(adm_credential_scan_object(&scan, request->object.root, old, err));
    adm_credential_scan_finish(&scan);
    return true;
}

const struct adm_validator adm_validator_credential_in_workload = {
    .rule = ADM_RULE_CREDENTIAL_IN_WORKLOAD,
    .title = "No credential in pods and what makes them",
    .applies = applies,
    .judge = judge,
};
