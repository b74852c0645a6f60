// SPDX-License-Identifier: Apache-2.0
// A release of Helm, judged: as the rule helm-release does it, and for `check` on files.
#pragma once

#include "validators/validator.h"

// A stored release, unpacked.
struct adm_helm_release {
    const struct adm_json *root; // the release's JSON object
    struct adm_str name, namespace, chart, chart_version, status;
    int64_t version; // the revision
};

// Unpacks `stored`: the release's JSON, gzip of it, and up to two layers of base64 around either.
// ADM_SYNTAX, ADM_INVALID when it is none; ADM_LIMIT past the caps of helm_payload.h; ADM_MEMORY.
ADM_CHECKED bool adm_helm_release_unpack(struct adm_str stored, struct adm_arena *arena,
                                         struct adm_helm_release *out, struct adm_error *err);
// Judges every unit of `release` that `old` (or NULL) has not, in the environment and for the user
// of `request`; findings come under ADM_RULE_HELM_RELEASE with "`Kind/name` (template path): …".
// `request` needs no object.
ADM_CHECKED bool adm_helm_release_judge(const struct adm_request *request,
                                        const struct adm_helm_release *release,
                                        const struct adm_helm_release *old,
                                        struct adm_verdict *verdict, struct adm_error *err);
