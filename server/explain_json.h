// SPDX-License-Identifier: Apache-2.0
// The explanation for machines: an element of the list "objects".
#pragma once

#include "server/check_report.h"
#include "server/explain.h"

void adm_explain_json_write(struct adm_check_report *report,
                            const struct adm_explanation *explanation, struct adm_arena *arena);
