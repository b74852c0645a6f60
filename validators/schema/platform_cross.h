// SPDX-License-Identifier: Apache-2.0
// The rules between the keys of one platform.yaml: what the consumer's own validators demand
// (errors; X1 to X7 in their order), what the keys of 1.3 demand of each other (errors), and what
// the consumer accepts and its user did not mean (warnings). Judged on the document as written;
// what is absent counts as its default.
#pragma once

#include "validators/schema/platform_rule.h"

// Bits of adm_platform_check.on.
#define ADM_PLATFORM_CROSS_NEWER 1U // rows about keys of 1.3: pointless where they are errors

extern const struct adm_platform_rules adm_platform_cross_layers;
extern const struct adm_platform_rules adm_platform_cross_credentials;
extern const struct adm_platform_rules adm_platform_cross_cloud;
extern const struct adm_platform_rules adm_platform_cross_access;  // who may do what
extern const struct adm_platform_rules adm_platform_cross_secrets; // backends, TLS
extern const struct adm_platform_rules adm_platform_cross_keys;
extern const struct adm_platform_rules adm_platform_cross_governance;
extern const struct adm_platform_rules adm_platform_cross_profiles; // storage, catalogs
extern const struct adm_platform_rules adm_platform_cross_observability;
extern const struct adm_platform_rules adm_platform_cross_lint; // free texts that look wrong

// The plan of all of them, in the arena.
ADM_CHECKED bool adm_platform_cross_plan(struct adm_arena *arena,
                                         const struct adm_platform_rule_plan **out,
                                         struct adm_error *err);
