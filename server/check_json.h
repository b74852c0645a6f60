// SPDX-License-Identifier: Apache-2.0
// The report for machines: {"version":1, "policy", "environment", "results":[…], "errors":[…],
// "summary":{…}}. Results are written as they come.
#pragma once

#include "server/check_report.h"

void adm_check_json_begin(struct adm_check_report *report, struct adm_arena *arena);
void adm_check_json_result(struct adm_check_report *report, const struct adm_check_origin *origin,
                           const struct adm_check_result *result, struct adm_arena *arena);
// Keeps the error for the end.
void adm_check_json_error(struct adm_check_report *report, const char *file, const char *message);
void adm_check_json_end(struct adm_check_report *report, struct adm_arena *arena);
