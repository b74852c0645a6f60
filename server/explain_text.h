// SPDX-License-Identifier: Apache-2.0
// The explanation for people.
#pragma once

#include "server/check_report.h"
#include "server/explain.h"

void adm_explain_text_write(const struct adm_check_report *report,
                            const struct adm_explanation *explanation, struct adm_arena *arena);
