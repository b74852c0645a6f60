// SPDX-License-Identifier: Apache-2.0
// Why a mutator adds nothing to an object, in the user's words.
#pragma once

#include "core/decision.h"

// What adm_mutator.why_not promises, found out by a plan that is thrown away. `nothing` is said
// when that plan is empty and has no finding.
struct adm_str adm_why_not_planned(const struct adm_request *request,
                                   const struct adm_mutator *mutator, const char *nothing);
