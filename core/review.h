// SPDX-License-Identifier: Apache-2.0
// AdmissionReview v1 (k8s.io/api/admission/v1 types.go): typed views over the request's JSON, and
// the response. Everything borrows from the parsed tree and the arena.
#pragma once

#include "core/json.h"
#include "core/text.h"

enum adm_operation {
    ADM_OPERATION_CREATE,
    ADM_OPERATION_UPDATE,
    ADM_OPERATION_DELETE,
    ADM_OPERATION_CONNECT,
};

struct adm_gvk {
    struct adm_str group, version, kind;
};

struct adm_gvr {
    struct adm_str group, version, resource;
};

struct adm_user {
    struct adm_str name, uid;
    const struct adm_json *groups; // array of strings or NULL
    const struct adm_json *extra;  // object of arrays of strings or NULL
};

struct adm_review {
    struct adm_str uid;
    struct adm_gvk kind, request_kind;
    struct adm_gvr resource, request_resource;
    struct adm_str sub_resource, request_sub_resource;
    struct adm_str name, namespace; // empty where the API server leaves them out
    enum adm_operation operation;
    struct adm_user user;
    const struct adm_json *object;     // never NULL on CREATE and UPDATE
    const struct adm_json *old_object; // NULL on CREATE
    const struct adm_json *options;
    bool dry_run;
};

struct adm_cause {
    struct adm_str field, message;
};

struct adm_response {
    struct adm_str uid;
    bool allowed;
    struct adm_str message;         // status.message of a denial
    const struct adm_cause *causes; // status.details.causes
    size_t cause_count;
    const struct adm_str *warnings; // each ≤ 256 runes, no control characters
    size_t warning_count;
    const struct adm_cause *annotations; // audit annotations: field is the key
    size_t annotation_count;
    struct adm_str patch; // a JSON Patch document, or empty
};

// Reads a whole AdmissionReview document. ADM_UNSUPPORTED for another apiVersion or kind (v1beta1),
// ADM_INVALID for a missing uid, kind, resource, operation, for a CREATE or UPDATE without an
// object (nothing could be judged), and for a field of the wrong type.
ADM_CHECKED bool adm_review_read(const struct adm_json *document, struct adm_review *out,
                                 struct adm_error *err);
// Writes the AdmissionReview that answers: `status` 403 Forbidden on a denial (never Invalid:
// kubectl drops its message), base64 `patch` with `patchType` or neither.
void adm_review_write(const struct adm_response *response, struct adm_text *out);
// "CREATE"; static storage.
const char *adm_review_operation_name(enum adm_operation operation);
