// SPDX-License-Identifier: Apache-2.0
// Lines below a map of names that lost their indentation:
//     storage:
//       bronze:
//       bucket: floe-bronze
// Without this each would be a profile of the wrong type.
#pragma once

#include "validators/schema/explain_part.h"

// Adds one diagnostic for each run of such keys and marks what follows from it in `dropped`, which
// has a place for each violation of the run; those marked already are left alone.
void adm_explain_indent(const struct adm_explain_part *base, bool *dropped,
                        struct adm_diagnostics *out);
