// SPDX-License-Identifier: Apache-2.0
// The shipped policy, embedded at build time.
#pragma once

#include "core/str.h"

// The text of deploy/policy.yaml; static storage.
struct adm_str adm_policy_default(void);
