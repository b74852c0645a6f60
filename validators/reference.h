// SPDX-License-Identifier: Apache-2.0
// Values that name a secret, or hold it encrypted, instead of showing it.
#pragma once

#include "core/decision.h"

// Whether the whole of `value` is one of the policy's reference_patterns.
bool adm_reference_is(const struct adm_request *request, struct adm_str value);
