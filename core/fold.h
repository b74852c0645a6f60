// SPDX-License-Identifier: Apache-2.0
// Folding: from findings to modes, by environment, exceptions and the unlabelled cap.
#pragma once

#include "core/decision.h"

// Gives every finding its final mode, drops those that are off, and sorts the strictest first
// (of one mode those first that no rule limits; else they keep their order). An expired exception
// is named in the finding's fix.
void adm_fold_findings(const struct adm_request *request, struct adm_verdict *verdict);
