// SPDX-License-Identifier: Apache-2.0
// What an environment demands of its platform.yaml and no schema can say: the rest is in
// schemas/environments. Judged on the document with its defaults filled in.
#pragma once

#include "core/policy.h"
#include "validators/schema/platform_rule.h"

// Bits of adm_platform_check.on: whose rules.
#define ADM_PLATFORM_ENV_LOCAL 1U
#define ADM_PLATFORM_ENV_DEV 2U
#define ADM_PLATFORM_ENV_STAGING 4U
#define ADM_PLATFORM_ENV_PROD 8U
#define ADM_PLATFORM_ENV_DEPLOYED                                                                  \
    (ADM_PLATFORM_ENV_DEV | ADM_PLATFORM_ENV_STAGING | ADM_PLATFORM_ENV_PROD)

// adm_platform_check.settings of these rules.
struct adm_platform_env {
    struct adm_str name;   // "prod-eu"
    struct adm_strs names; // every environment there is
};

extern const struct adm_platform_rules adm_platform_env_names;
extern const struct adm_platform_rules adm_platform_env_reach; // addresses
extern const struct adm_platform_rules adm_platform_env_security;
extern const struct adm_platform_rules adm_platform_env_governance;

// The bit of a built-in environment; 0 when there is none of that name.
unsigned adm_platform_env_bit(struct adm_str overlay);
// The plan of all of them, in the arena.
ADM_CHECKED bool adm_platform_env_plan(struct adm_arena *arena,
                                       const struct adm_platform_rule_plan **out,
                                       struct adm_error *err);
