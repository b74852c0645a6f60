// SPDX-License-Identifier: Apache-2.0
// What the policy knows of the Secrets whose keys pods get.
#pragma once

#include "core/policy.h"

// The row of a Secret in `credentials`: of the environment, else of the nearest one it extends that
// has one. NULL when there is none.
const struct adm_credential_secret *
adm_policy_credentials_find(const struct adm_environment *environment, struct adm_str secret);
