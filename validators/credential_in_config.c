// SPDX-License-Identifier: Apache-2.0
// credential-in-config: no credential in ConfigMaps, in the objects that secret operators read, in
// annotations and labels, or in any other object of a release or of the policy's list.
#include "core/pod.h"
#include "validators/credential_scan.h"
#include "validators/credential_store.h"
#include "validators/helm_payload.h"

// Who judges what of an object.
enum scope {
    SCOPE_NONE,
    SCOPE_METADATA, // the data is another rule's business
    SCOPE_OBJECT,
};

struct row {
    const char *group, *kind; // kind NULL: all of the group
    enum scope scope;
    bool templates; // an operator runs text/template over its strings
};

static const struct row rows[] = {
    {"", "ConfigMap", SCOPE_OBJECT, false},
    {"", "Secret", SCOPE_METADATA, false},
    {"", "Namespace", SCOPE_METADATA, false},
    {"bitnami.com", "SealedSecret", SCOPE_OBJECT, true},
    {"external-secrets.io", NULL, SCOPE_OBJECT, true},
    {"generators.external-secrets.io", NULL, SCOPE_OBJECT, true},
};
static const struct row other = {"", NULL, SCOPE_OBJECT, false};
static const struct row nobody = {"", NULL, SCOPE_NONE, false};

static bool is_listed(const struct adm_request *request) {
    const struct adm_gvr *resource = &request->review->resource;
    for (size_t i = 0; i < request->policy->extra_resource_count; i++) {
        const struct adm_extra_resource *extra = &request->policy->extra_resources[i];
        if (adm_str_equal(extra->group, resource->group) &&
            adm_str_equal(extra->resource, resource->resource) &&
            (adm_str_is(extra->version, "*") || adm_str_equal(extra->version, resource->version)))
            return true;
    }
    return false;
}

static const struct row *row_of(const struct adm_request *request) {
    const struct adm_gvk *kind = &request->review->kind;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (adm_str_is(kind->group, rows[i].group) &&
            (rows[i].kind == NULL || adm_str_is(kind->kind, rows[i].kind)))
            return &rows[i];
    if (adm_pod_is_workload(kind->group, kind->kind) ||
        adm_str_is(kind->kind, "ControllerRevision"))
        return &nobody;
    return request->in_release || is_listed(request) ? &other : &nobody;
}

static bool applies(const struct adm_request *request) {
    const struct adm_review *review = request->review;
    return (review->operation == ADM_OPERATION_CREATE ||
            review->operation == ADM_OPERATION_UPDATE) &&
           request->object.root != NULL && row_of(request)->scope != SCOPE_NONE;
}

// Whether plaintext-secret has said it: of the same place, or, where it refused the data, of the
// copy that kubectl keeps of them.
static bool is_said(const struct adm_verdict *verdict, size_t said, struct adm_str path) {
    static const char copy[] =
        "metadata.annotations[kubectl.kubernetes.io/last-applied-configuration]";
    for (size_t i = 0; i < said; i++) {
        const struct adm_finding *finding = &verdict->findings[i];
        struct adm_str head = adm_str_slice(path, 0, finding->path.len);
        if (finding->rule == ADM_RULE_PLAINTEXT_SECRET &&
            (adm_str_starts(path, copy) ||
             (finding->path.len > 0 && adm_str_equal(head, finding->path))))
            return true;
    }
    return false;
}

// The findings before `first` are other rules'.
static void drop_repeated(struct adm_verdict *verdict, size_t first) {
    size_t kept = first;
    for (size_t i = first; i < verdict->count; i++)
        if (!is_said(verdict, first, verdict->findings[i].path))
            verdict->findings[kept++] = verdict->findings[i];
    verdict->count = kept;
}

// The payload of a release in a ConfigMap is helm-release's business.
static enum scope scope_of(const struct adm_request *request, const struct row *row,
                           struct adm_verdict *verdict) {
    bool release = adm_str_is(request->review->kind.kind, "ConfigMap") &&
                   adm_helm_payload_is_helms(request, verdict);
    return release ? SCOPE_METADATA : row->scope;
}

static bool judge(const struct adm_request *request, struct adm_verdict *verdict,
                  struct adm_error *err) {
    const struct row *row = row_of(request);
    const struct adm_json *old = adm_credential_scan_old(request);
    struct adm_credential_scan scan;
    size_t first = verdict->count;
    if (adm_credential_scan_is_same(&request->object, old, row == &other))
        return true;
    adm_credential_scan_init(&scan, request, ADM_RULE_CREDENTIAL_IN_CONFIG, verdict);
    scan.templates = row->templates;
    scan.skip = adm_credential_store_judge(request, old, verdict);
    if (scope_of(request, row, verdict) == SCOPE_METADATA)
        ADM_TRY(adm_credential_scan_metadata(&scan, request->object.root, old, err));
    else
        ADM_TRY(adm_credential_scan_object(&scan, request->object.root, old, err));
    adm_credential_scan_finish(&scan);
    drop_repeated(verdict, first);
    return true;
}

const struct adm_validator adm_validator_credential_in_config = {
    .rule = ADM_RULE_CREDENTIAL_IN_CONFIG,
    .title = "No credential in configuration, annotations or labels",
    .applies = applies,
    .judge = judge,
};
