// SPDX-License-Identifier: Apache-2.0
// The contract of a mutator: it plans additions to the object, is idempotent, and never overwrites
// what the user wrote.
#pragma once

#include "core/decision.h"

extern const struct adm_mutator adm_mutator_platform_config;
extern const struct adm_mutator adm_mutator_credentials;
// The same for the pod templates of workloads, too: the webhook changes Pods only.
extern const struct adm_mutator adm_mutator_platform_config_templates;
extern const struct adm_mutator adm_mutator_credentials_templates;
