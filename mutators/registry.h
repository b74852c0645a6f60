// SPDX-License-Identifier: Apache-2.0
// The only list of what changes a pod.
#pragma once

#include "core/decision.h"

// Static storage.
const struct adm_mutator *const *adm_registry_mutators(size_t *count);
// What `check --mutate` shows: the same mutators on the pod templates of workloads, too.
const struct adm_mutator *const *adm_registry_previews(size_t *count);
