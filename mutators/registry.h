// SPDX-License-Identifier: Apache-2.0
// The only list of what changes a pod.
#pragma once

#include "core/decision.h"

// Static storage.
const struct adm_mutator *const *adm_registry_mutators(size_t *count);
