// SPDX-License-Identifier: Apache-2.0
// The words of an answer: denial message and causes, warnings, audit annotations.
#pragma once

#include "core/decision.h"

// Fills decision->response from decision->kind and the folded verdict. Limits of the API server:
// a warning ≤ 256 runes, 4096 runes in all; at most ADM_DECISION_FINDINGS_MAX findings are listed,
// the first ones with carets where there are some.
ADM_CHECKED bool adm_answer_compose(const struct adm_request *request,
                                    struct adm_decision *decision, struct adm_error *err);
