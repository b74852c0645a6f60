// SPDX-License-Identifier: Apache-2.0
// The search for credentials in the strings of a release.
#pragma once

#include "validators/credential_scan.h"
#include "validators/helm_units.h"

struct adm_helm_strings {
    struct adm_credential_scan scan;
};

void adm_helm_strings_init(struct adm_helm_strings *strings, const struct adm_request *request,
                           struct adm_verdict *verdict);
// One unit (ADM_HELM_CHART, ADM_HELM_FREE), the last that `units` gave, without its base64.
// `*clean` when nothing was found and nothing of it is kept. ADM_MEMORY.
ADM_CHECKED bool adm_helm_strings_search(struct adm_helm_strings *strings,
                                         struct adm_helm_units *units,
                                         const struct adm_helm_unit *unit, bool *clean,
                                         struct adm_error *err);
// A text whose findings are limited to `limit`.
ADM_CHECKED bool adm_helm_strings_text(struct adm_helm_strings *strings, struct adm_str text,
                                       struct adm_str path, enum adm_mode limit,
                                       struct adm_error *err);
// After the last.
void adm_helm_strings_finish(struct adm_helm_strings *strings);
