// SPDX-License-Identifier: Apache-2.0
// From diagnostics of a platform.yaml to findings of the ConfigMap that holds it.
#pragma once

#include "core/verdict.h"
#include "validators/schema/platform.h"

// Errors first, then warnings (which no mode makes more of), and last the warnings of what is
// merely new; each by position, the first ones with their excerpt (of warnings only with
// `all_excerpts`). NULL without memory. Everything lives in the arena.
const struct adm_finding *adm_platform_findings_of(const struct adm_platform_report *report,
                                                   bool all_excerpts, struct adm_arena *arena);
