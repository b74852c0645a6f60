// SPDX-License-Identifier: Apache-2.0
// The report for machines: {"version":1, "policy", "environment", "results":[…], "errors":[…],
// "summary":{…}}. Results are written as they come.
#pragma once

#include "server/check_report.h"

// Opens the document and its list `name` ("results"), which adm_check_json_close closes.
void adm_check_json_open(struct adm_check_report *report, const char *name);
void adm_check_json_result(struct adm_check_report *report, const struct adm_check_origin *origin,
                           const struct adm_check_result *result, struct adm_arena *arena);
// The members "findings" and "findings_left_out" of an object that is being written.
void adm_check_json_findings(struct adm_writer *w, const struct adm_check_result *result);
// What was written goes out.
void adm_check_json_print(struct adm_check_report *report, const struct adm_text *text);
// Keeps the error for the end.
void adm_check_json_error(struct adm_check_report *report, const char *file, const char *message);
// The errors and the sum, in which `objects` and `denied` are called so.
void adm_check_json_close(struct adm_check_report *report, const char *objects, const char *denied);
