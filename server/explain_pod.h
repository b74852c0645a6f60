// SPDX-License-Identifier: Apache-2.0
// The Pod that a workload's controller would create from its template.
#pragma once

#include "server/check_judge.h"

// The review of that pod's creation, in `later`, which must stay where it is. The pod has no name
// yet, as the API server sees it. ADM_INVALID when `object`, a workload, has no template.
ADM_CHECKED bool adm_explain_pod_make(const struct adm_check_call *call,
                                      const struct adm_object *object, struct adm_check_call *later,
                                      struct adm_error *err);
