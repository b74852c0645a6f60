// SPDX-License-Identifier: Apache-2.0
// Values that labels and tracking annotations repeat for good reasons.
#pragma once

#include "core/policy.h"

// Whether the value is true, false, yes, no, on or off, the name of an environment of the policy,
// or a name ([A-Za-z0-9._-]) under a key that says so by its last word (host, user, app, stage, …).
bool adm_word_is_name(const struct adm_policy *policy, struct adm_str key, struct adm_str value);
