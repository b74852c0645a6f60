// SPDX-License-Identifier: Apache-2.0
// The value of --environment: a name that the policy has.
#pragma once

#include "core/policy.h"

// The environment, or NULL with an error that says which names there are. `also` is one more name
// that the flag takes, or NULL.
const struct adm_environment *adm_environment_name_find(const struct adm_policy *policy,
                                                        const char *name, const char *also,
                                                        struct adm_error *err);
