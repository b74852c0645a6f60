// SPDX-License-Identifier: Apache-2.0
// The schema of the policy, embedded at build time.
#pragma once

#include "core/str.h"

// The text of schemas/policy.schema.json; static storage.
struct adm_str adm_policy_schema(void);
