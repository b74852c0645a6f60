// SPDX-License-Identifier: Apache-2.0
// The only list of what is enforced.
#pragma once

#include "core/decision.h"

// Static storage.
const struct adm_validator *const *adm_registry_validators(size_t *count);
