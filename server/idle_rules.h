// SPDX-License-Identifier: Apache-2.0
// Rules that a policy speaks of and no code of this version judges: their modes do nothing yet.
#pragma once

#include "core/decision.h"

// "helm-release,platform-schema": the rules that an environment of the policy's text gives a mode
// to and the registry does not have; empty for none. The text has been read as a policy before.
struct adm_str adm_idle_rules_of(struct adm_str policy, const struct adm_registry *registry,
                                 struct adm_arena *arena);
