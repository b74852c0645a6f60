// SPDX-License-Identifier: Apache-2.0
// The documents of a release's manifests, each judged as if it were created: by every rule but
// helm-release, with the modes and exceptions that the object would have.
#pragma once

#include "validators/helm_past.h"
#include "validators/helm_report.h"

struct adm_helm_documents {
    const struct adm_request *request;
    struct adm_str namespace; // of documents that name none
    struct adm_helm_past *past;
    struct adm_helm_report report;
};

// Judges those documents of `text` that are new. `path` says which text it is: "manifest",
// "crds/thing.yaml". What cannot be read is a finding. ADM_MEMORY, ADM_CRYPTO.
ADM_CHECKED bool adm_helm_documents_judge(struct adm_helm_documents *documents, struct adm_str text,
                                          struct adm_str path, struct adm_error *err);
